// SPDX-License-Identifier: Apache-2.0
// What a clinician's overrides say on a day.

#ifndef TONUS_SERVICES_ENGINE_OVERRIDES_H_
#define TONUS_SERVICES_ENGINE_OVERRIDES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// The rule that findings, decisions and items name for a clinician's word.
inline constexpr char kOverrideRule[] = "OVERRIDE";

// Whether `fact` holds on `day`: not before it begins, not after it ends or was
// cleared. Dates that are absent limit nothing.
bool IsInForce(const storage::v1::OverrideFact& fact, absl::CivilDay day);

// Returns what names the override within its patient, for example
// `overrides/7`; the name of the patient goes before it when it is issued.
std::string OverrideId(const storage::v1::OverrideFact& fact);

// An override that counts for nothing, and the one that counts instead.
struct Overruled {
  const storage::v1::OverrideFact* fact = nullptr;
  const storage::v1::OverrideFact* by = nullptr;
};

// The overrides in force on one day. Of several about one exercise, target or
// switch the one that was set last counts; of caps the lowest. The facts must
// outlive this unchanged.
class Overrides {
 public:
  Overrides(const storage::v1::PatientFacts& facts, absl::CivilDay day);

  // All of them, in the order in which they were set.
  const std::vector<const storage::v1::OverrideFact*>& all() const {
    return all_;
  }

  // Those for which another one counts, in that order: a later one about the
  // same, or a lower level cap.
  std::vector<Overruled> AllOverruled() const;

  // Those that pin an exercise, in that order; the exercises differ.
  std::vector<const storage::v1::OverrideFact*> Pins() const;

  // Each returns the override that says so about `exercise`, or nullptr. At
  // most one of the first three says something about an exercise: the last. But
  // what was excluded stays so where a later replacement can not be done. A pin
  // is the opt-in for an exercise that needs one; so is a permission.
  const storage::v1::OverrideFact* Pin(absl::string_view exercise) const;
  const storage::v1::OverrideFact* Exclusion(absl::string_view exercise) const;
  const storage::v1::OverrideFact* Replacement(
      absl::string_view exercise) const;
  const storage::v1::OverrideFact* Permission(absl::string_view exercise) const;

  // Whether `exercise` stands for another one.
  bool IsReplacement(absl::string_view exercise) const;

  // The override that forces or mutes the verdict of a target, or nullptr.
  const storage::v1::OverrideFact* Verdict(absl::string_view muscle,
                                           knowledge::v1::Side side) const;

  // The override that chooses for the switch `policy`, or nullptr.
  const storage::v1::OverrideFact* Policy(absl::string_view policy) const;

  // The override that says what equipment is at hand, or nullptr.
  const storage::v1::OverrideFact* Equipment() const;

  // The override with the lowest level cap, or nullptr.
  const storage::v1::OverrideFact* LevelCap() const;

  // What limits the dose of `exercise`: the fewest sets, 0 when not limited,
  // the smallest share in percent, 100 when not limited, and the override that
  // is named for it, nullptr when none limits it.
  struct DoseLimit {
    int max_sets = 0;
    int percent = 100;
    const storage::v1::OverrideFact* fact = nullptr;
  };
  DoseLimit LimitOf(absl::string_view exercise) const;

 private:
  // The one that counts of those that say something about the same as `fact`;
  // `fact` itself for what adds to others.
  const storage::v1::OverrideFact* Counting(
      const storage::v1::OverrideFact& fact) const;

  // What the last of the overrides that pin, exclude or replace `exercise`
  // says.
  const storage::v1::OverrideFact* Word(absl::string_view exercise) const;

  std::vector<const storage::v1::OverrideFact*> all_;
};

// Returns `facts` with the overrides in force on `day` alone, without dates: so
// they hold on any day. For what is planned on one day and judged on another.
storage::v1::PatientFacts WithOverridesOf(
    const storage::v1::PatientFacts& facts, absl::CivilDay day);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OVERRIDES_H_
