// SPDX-License-Identifier: Apache-2.0
// From decisions to a block of sessions.

#ifndef TONUS_SERVICES_ENGINE_PLANNING_H_
#define TONUS_SERVICES_ENGINE_PLANNING_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "services/engine/block_planner.h"
#include "services/engine/knowledge.h"
#include "services/engine/override_phases.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the block that `interpretation` calls for, starting on `start`. A
// closed gate gives no session. Names, revision, etag and create time are left
// to the caller. Each session is planned with the overrides in force on its
// day, which is that of `days_done` where that is given; `today` is the day
// that `interpretation` is of, the start when not given. What was logged of the
// `running` block, which is planned again, changes the sessions after it.
// Deterministic.
v1::Routine PlanRoutine(const Knowledge& knowledge,
                        const storage::v1::PatientFacts& facts,
                        const v1::Interpretation& interpretation,
                        absl::CivilDay start,
                        std::optional<absl::CivilDay> today = std::nullopt,
                        const RunningBlock& running = {},
                        const DaysDone& days_done = nullptr);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PLANNING_H_
