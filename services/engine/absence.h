// SPDX-License-Identifier: Apache-2.0
// When doing nothing changes what comes next.

#ifndef TONUS_SERVICES_ENGINE_ABSENCE_H_
#define TONUS_SERVICES_ENGINE_ABSENCE_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the first day after `day` on which a week with too little done, a
// break, or a session whose turn passes, may change the sessions of `outline`
// if nothing is logged until then; nullopt when no such day is known. It may
// come too early, never too late.
std::optional<absl::CivilDay> NextAbsence(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    const v1::Routine& outline, absl::CivilDay day, absl::TimeZone zone);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ABSENCE_H_
