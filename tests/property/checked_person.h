// SPDX-License-Identifier: Apache-2.0
// What a person may do, worked out a second time for the checker: from pack,
// profile and interpretation, with nothing of the engine.

#ifndef TONUS_TESTS_PROPERTY_CHECKED_PERSON_H_
#define TONUS_TESTS_PROPERTY_CHECKED_PERSON_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tonus/knowledge/v1/pack.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::testing {

class CheckedPerson {
 public:
  // All must outlive it.
  CheckedPerson(const knowledge::v1::Pack& pack,
                const storage::v1::PatientFacts& facts,
                const v1::Interpretation& interpretation);

  const knowledge::v1::Pack& pack() const { return pack_; }
  const v1::Profile& profile() const { return profile_; }
  const v1::PlanLimits& limits() const { return interpretation_.limits(); }
  const v1::Interpretation& interpretation() const { return interpretation_; }

  // A target's status and qualifiers on the sides that a dose touches.
  std::vector<const v1::Finding*> Touched(const std::string& muscle,
                                          knowledge::v1::Side side) const;
  // An empty one when the pack does not have it.
  const knowledge::v1::Exercise& ExerciseOf(const v1::SessionItem& item) const;
  const knowledge::v1::Exercise* FindExercise(const std::string& id) const;
  // nullptr when there is none.
  const v1::Decision* DecisionOf(const v1::SessionItem& item) const;
  // Highest level in the week of `session`.
  int Cap(const v1::Session& session) const;
  // Whether nothing at all speaks against `exercise` in `session`, with or
  // without a look at equipment.
  bool Safe(const knowledge::v1::Exercise& exercise,
            const v1::Session& session) const;
  bool SafeWithAnyEquipment(const knowledge::v1::Exercise& exercise,
                            const v1::Session& session) const;
  // Whether `item` works on a side that is closed to its exercise.
  bool WorksOnClosedSide(const v1::SessionItem& item) const;
  bool NeedsCaution(const knowledge::v1::Exercise& exercise) const;
  // Whether a clinician ever asked for the exercise.
  bool IsPinned(const std::string& exercise) const {
    return pinned_.count(exercise) > 0;
  }
  // Whether logs may have made the exercise harder, which takes two.
  bool MayHaveRisen(const knowledge::v1::Exercise& exercise) const {
    const auto logged = logged_.find(exercise.id());
    return logged != logged_.end() && logged->second >= 2;
  }

 private:
  bool HasEquipment(const knowledge::v1::Exercise& exercise) const;
  // The sides on which the target is limited to other exercises or techniques.
  std::set<knowledge::v1::Side> ClosedSides(
      const knowledge::v1::Exercise& exercise) const;

  const knowledge::v1::Pack& pack_;
  const v1::Interpretation& interpretation_;
  v1::Profile profile_;
  std::map<std::string, const knowledge::v1::Exercise*> exercises_;
  std::map<std::string, const knowledge::v1::Muscle*> muscles_;
  std::map<std::pair<std::string, int>, const v1::Finding*> findings_;
  std::map<std::string, const v1::Decision*> decisions_;
  std::set<std::string> forbidden_tags_;
  std::set<std::string> caution_tags_;
  std::set<std::string> equipment_;
  // In how many logs each exercise is.
  std::map<std::string, int> logged_;
  std::set<std::string> pinned_;
};

}  // namespace tonus::testing

#endif  // TONUS_TESTS_PROPERTY_CHECKED_PERSON_H_
