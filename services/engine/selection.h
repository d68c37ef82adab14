// SPDX-License-Identifier: Apache-2.0
// Picks the exercise for a purpose, or a substitute that serves it as well.

#ifndef TONUS_SERVICES_ENGINE_SELECTION_H_
#define TONUS_SERVICES_ENGINE_SELECTION_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "services/engine/candidates.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Exercises that are passed over without being refused.
struct PassedOver {
  // Those that stand in the session already.
  absl::flat_hash_set<std::string> used;
  // Those with one of these as first target.
  absl::flat_hash_set<std::string> first_targets;
  // When set, everything that is not among these.
  const absl::flat_hash_set<std::string>* pool = nullptr;

  bool Contains(const knowledge::v1::Exercise& exercise) const {
    return IsNew(exercise) || IsTaken(exercise);
  }
  bool IsNew(const knowledge::v1::Exercise& exercise) const {
    return pool != nullptr && !pool->contains(exercise.id());
  }
  bool IsTaken(const knowledge::v1::Exercise& exercise) const {
    return used.contains(exercise.id()) ||
           (!exercise.targets().empty() &&
            first_targets.contains(exercise.targets(0)));
  }
};

// What was picked and what was refused on the way.
struct Selection {
  // nullptr when nothing is safe.
  const knowledge::v1::Exercise* exercise = nullptr;
  // The exercise it stands in for, and by which rule; nullptr when none.
  const knowledge::v1::Exercise* replaces = nullptr;
  std::string rule;
  // Refused candidates with rule and reason; `decision` is left empty.
  std::vector<v1::Dropped> refused;
};

// Returns the first of `candidates` that may be done on `sides`. When that is
// not the one wanted: equipment missing leads to the further candidates, then
// to the easier exercises of the wanted one; forbidden leads to the
// easier ones first, then to others with the same first target. Last
// come those that list the target at another place. Among all these, those that
// work on `target` come before the others. What a clinician puts in the place
// of an exercise is taken for it, unless that works on `target` and this does
// not; where it stands in the session already the exercise is passed over.
// While something that trains `target` stands there, nothing stands in that
// does not.
Selection Select(const Knowledge& knowledge, const Eligibility& eligibility,
                 const Candidates& candidates,
                 const std::vector<knowledge::v1::Side>& sides,
                 const Spot& spot, const PassedOver& passed_over,
                 absl::string_view target = "");

// The easier exercises of `exercise`, next first. Links that lead back end it.
Candidates Easier(const Knowledge& knowledge,
                  const knowledge::v1::Exercise& exercise);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SELECTION_H_
