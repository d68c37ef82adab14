// SPDX-License-Identifier: Apache-2.0
// The tests that an absence asks for before the next session.

#ifndef TONUS_SERVICES_ENGINE_RETURN_TESTS_H_
#define TONUS_SERVICES_ENGINE_RETURN_TESTS_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "services/engine/progress_series.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the retest before the next session, as the planner has it, that an
// absence asks for which goes on since the last session of `block`, or since
// its first one was due: from ReturnDay on, whatever the day is. nullopt when
// no session is left, nobody was absent, or the gate is closed.
std::optional<v1::Retest> TestsOnReturn(const ProgressCase& of,
                                        const BlockDone& block);

// Returns the day on which the absence was long enough that asks for `retest`,
// which has a rule.
absl::CivilDay ReturnDay(const Knowledge& knowledge, const v1::Retest& retest);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RETURN_TESTS_H_
