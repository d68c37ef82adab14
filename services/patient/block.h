// SPDX-License-Identifier: Apache-2.0
// Plans a routine within the block that goes on, or begins the next one.
//
// Session numbers count on through blocks, and a log names its session by
// number alone; so what was done stays done when a running block is planned
// again, and nothing of it counts in the next block.

#ifndef TONUS_SERVICES_PATIENT_BLOCK_H_
#define TONUS_SERVICES_PATIENT_BLOCK_H_

#include "absl/time/civil_time.h"
#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Whether a block that is over, see IsBlockOver, is followed by the next one.
enum class WhenOver { kBeginNext, kStay };

// Returns what the logs of `state` change in its running block as of `today`.
engine::Adaptation AdaptationOf(const engine::Knowledge& knowledge,
                                const storage::v1::PatientState& state,
                                absl::CivilDay today);

// Returns the routine that `interpretation` of the facts in `after` calls for.
// It goes on with the block of `before`, also with one that rests, if that has
// sessions and is not over; otherwise a block begins on `today`, or after an
// easy week. What was logged changes the sessions after it, and so does a rest;
// those that `before` tells were done stay as they are. Where `agreed` is
// given, no other steps up are taken than its.
v1::Routine PlanBlock(const engine::Knowledge& knowledge,
                      const storage::v1::PatientState& before,
                      const storage::v1::PatientState& after,
                      const v1::Interpretation& interpretation,
                      absl::CivilDay today, WhenOver when_over,
                      const engine::Adaptation* agreed = nullptr);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_BLOCK_H_
