// SPDX-License-Identifier: Apache-2.0
// What became of the exercises that clinicians replaced.

#ifndef TONUS_SERVICES_ENGINE_REPLACEMENT_OUTCOME_H_
#define TONUS_SERVICES_ENGINE_REPLACEMENT_OUTCOME_H_

#include "absl/functional/function_ref.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Plans the same block for other facts.
using PlanOther =
    absl::FunctionRef<v1::Routine(const storage::v1::PatientFacts&)>;

// Whether the session with that number in the block was done.
using IsOver = absl::FunctionRef<bool(int)>;

// Adds to what `routine` refuses where an exercise that was replaced would
// stand and neither what stands for it does nor that is told yet, so that no
// replacement acts as an exclusion, or as nothing, in silence. `facts` has the
// overrides that hold, without dates.
void TellReplacements(const Knowledge& knowledge,
                      const storage::v1::PatientFacts& facts, PlanOther plan,
                      IsOver is_over, v1::Routine* routine);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_REPLACEMENT_OUTCOME_H_
