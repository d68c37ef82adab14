// SPDX-License-Identifier: Apache-2.0
// Whether a person may do an exercise, and why not.

#ifndef TONUS_SERVICES_ENGINE_ELIGIBILITY_H_
#define TONUS_SERVICES_ENGINE_ELIGIBILITY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/finding_table.h"
#include "services/engine/knowledge.h"
#include "services/engine/overrides.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

struct SessionAdaptation;

// Why an exercise may not be done.
struct Refusal {
  enum class Kind {
    kForbidden,  // By a tag or a rule about this person.
    kLevel,      // Above the level cap.
    kTarget,     // Its first target is not one that may be stretched.
    kNotNow,     // The moment or the person is not right, or another is.
    kEquipment,  // Something it needs is missing.
  };
  Kind kind;
  std::string rule;
  // One sentence.
  std::string reason;
};

// Where an exercise would stand.
struct Spot {
  // The week; its caps hold.
  const knowledge::v1::WeekShape* week = nullptr;
  // True on a relief day, where releases need no tight target.
  bool relief = false;
  // False while nothing has warmed up the person.
  bool warmed_up = true;
  // True for the stability exercise that a session would not have otherwise:
  // it may be above what a clinician or a lighter week lowers the level to.
  bool keeps_stability = false;
};

// Judges exercises for one person, with the overrides in force on the day and
// what was logged before the session. What it is made from must outlive it.
class Eligibility {
 public:
  // Without `adaptation` nothing was logged.
  Eligibility(const Knowledge& knowledge,
              const storage::v1::PatientFacts& facts,
              const v1::Interpretation& interpretation, absl::CivilDay day,
              const SessionAdaptation* adaptation = nullptr);

  // Returns why `exercise`, done on `sides`, is refused; nullopt when allowed.
  std::optional<Refusal> Refuse(const knowledge::v1::Exercise& exercise,
                                const std::vector<knowledge::v1::Side>& sides,
                                const Spot& spot) const;

  // The same whatever a clinician puts in its place.
  std::optional<Refusal> RefuseItself(
      const knowledge::v1::Exercise& exercise,
      const std::vector<knowledge::v1::Side>& sides, const Spot& spot) const;

  // Returns what clinicians put in the place of `exercise`, the one that counts
  // first: what stands for a replacement, then the replacement itself.
  std::vector<const knowledge::v1::Exercise*> InsteadOf(
      const knowledge::v1::Exercise& exercise) const;

  // Returns why `instead` takes no place of `exercise`, since it does not serve
  // the same purpose or a session would not keep its invariants;
  // nullopt when it may.
  std::optional<Refusal> RefuseReplacement(
      const knowledge::v1::Exercise& exercise,
      const knowledge::v1::Exercise& instead) const;

  // True when a caution applies: low level, one set, half range.
  bool NeedsCaution(const knowledge::v1::Exercise& exercise) const;

  // Highest level in `week` (R-736, I-07).
  int LevelCap(const knowledge::v1::WeekShape& week) const;

  // Level at which work without a lowest-level rule starts.
  int StartLevel() const;

  const FindingTable& findings() const { return findings_; }
  const Overrides& overrides() const { return overrides_; }
  const SessionAdaptation& adaptation() const { return adaptation_; }

 private:
  std::optional<Refusal> RefuseOrReplace(
      const knowledge::v1::Exercise& exercise,
      const std::vector<knowledge::v1::Side>& sides, const Spot& spot,
      bool may_be_replaced) const;
  std::optional<Refusal> RefuseByTag(
      const knowledge::v1::Exercise& exercise) const;
  std::optional<Refusal> RefuseByLimit(
      const knowledge::v1::Exercise& exercise,
      const std::vector<knowledge::v1::Side>& sides, const Spot& spot) const;
  std::optional<Refusal> RefuseByCondition(
      const knowledge::v1::Exercise& exercise,
      const std::vector<knowledge::v1::Side>& sides, const Spot& spot) const;
  bool MeetsCondition(const knowledge::v1::Exercise& exercise,
                      const std::vector<knowledge::v1::Side>& sides,
                      const Spot& spot) const;
  std::optional<Refusal> RefuseByLevel(const knowledge::v1::Exercise& exercise,
                                       const Spot& spot) const;
  std::optional<Refusal> RefuseByTarget(
      const knowledge::v1::Exercise& exercise,
      const std::vector<knowledge::v1::Side>& sides, const Spot& spot) const;
  std::optional<Refusal> RefuseContractRelax(
      const knowledge::v1::Exercise& exercise,
      const std::vector<knowledge::v1::Side>& sides, const Spot& spot) const;
  std::optional<Refusal> RefuseByEquipment(
      const knowledge::v1::Exercise& exercise) const;
  std::optional<Refusal> RefuseByPreference(
      const knowledge::v1::Exercise& exercise,
      const std::vector<knowledge::v1::Side>& sides, const Spot& spot) const;
  bool Available(const std::string& id) const;
  bool HasTagUnderCaution(const knowledge::v1::Exercise& exercise) const;
  std::optional<Refusal> RefuseByExclusion(
      const knowledge::v1::Exercise& exercise) const;
  std::optional<Refusal> RefuseReplaced(
      const knowledge::v1::Exercise& exercise,
      const std::vector<knowledge::v1::Side>& sides, const Spot& spot) const;
  std::optional<Refusal> RefuseByAdaptation(
      const knowledge::v1::Exercise& exercise) const;
  std::string PossibleWords(const knowledge::v1::Exercise& exercise) const;
  // Whether a clinician's word counts as the opt-in.
  bool IsOptedIn(const knowledge::v1::Exercise& exercise) const;
  // Highest level of an exercise: the cap of the week; above the highest of
  // them what safety leaves, where an opt-in is needed.
  int LevelCapFor(const knowledge::v1::Exercise& exercise,
                  const Spot& spot) const;
  // Highest level that safety leaves.
  int SafeLevelCap() const;
  // The same with what a clinician leaves.
  int AllowedLevelCap() const;
  // Highest level of a week whose own highest is `week_cap`, but for what a
  // clinician leaves.
  int UsualLevelCap(int week_cap) const;

  const Knowledge& knowledge_;
  const v1::Interpretation& interpretation_;
  const FindingTable findings_;
  const Overrides overrides_;
  const SessionAdaptation& adaptation_;
  absl::flat_hash_map<std::string, const v1::TagRestriction*> tags_;
  // Ids of the exercises that need caution.
  absl::flat_hash_set<absl::string_view> cautioned_;
  absl::flat_hash_set<std::string> equipment_;
  // Whether that was said of the very session.
  bool says_today_ = false;
  std::optional<int> age_years_;
  std::optional<double> average_pain_;
  int user_level_;
  bool under_caution_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ELIGIBILITY_H_
