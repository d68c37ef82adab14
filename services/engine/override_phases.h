// SPDX-License-Identifier: Apache-2.0
// Plans each session with the overrides and the safety that hold on its day.

#ifndef TONUS_SERVICES_ENGINE_OVERRIDE_PHASES_H_
#define TONUS_SERVICES_ENGINE_OVERRIDE_PHASES_H_

#include <functional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns a routine for facts whose overrides hold on any day, and what they
// mean.
using PlanPhase = absl::FunctionRef<v1::Routine(
    const storage::v1::PatientFacts&, const v1::Interpretation&)>;

// Returns the day on which each session of a routine is done, as far as is
// known; its date for one that was done.
using DaysDone = std::function<std::vector<absl::CivilDay>(const v1::Routine&)>;

// Whether the session of that number, from 1, was done.
using IsSessionDone = absl::FunctionRef<bool(int)>;

// Returns the routine that `plan` makes of `facts` with what holds on `today`,
// which `interpretation` is of; one that was not done on its day is for today
// or later. A session on whose day other overrides hold, or the same facts are
// read more strictly, is taken from the routine that those lead to; it is
// closed where the gate is. The overrides are those of the day of `days_done`,
// where that is given. The routine and its sessions tell when they expire.
// Overrides and policies that shaped it are named, and pins that a closed gate
// refuses.
v1::Routine PlanPhases(const Knowledge& knowledge,
                       const storage::v1::PatientFacts& facts,
                       const v1::Interpretation& interpretation,
                       absl::CivilDay today, IsSessionDone was_done,
                       const DaysDone& days_done, PlanPhase plan);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OVERRIDE_PHASES_H_
