// SPDX-License-Identifier: Apache-2.0
// What a reported condition is today, and since when it is there.

#ifndef TONUS_SERVICES_ENGINE_CONDITION_BEGINNING_H_
#define TONUS_SERVICES_ENGINE_CONDITION_BEGINNING_H_

#include <string>

#include "absl/time/civil_time.h"
#include "services/engine/case.h"

namespace tonus::engine {

// Returns what a reported condition has turned into, or "" when it has ended.
std::string ConditionToday(const Case& the_case,
                           const v1::ActiveCondition& reported);

// Returns the first day on which a clearance can speak about a condition that
// is in force, since it covers only what was there when it was given: the day
// on which it began or turned into what it is; when nobody said that, the day
// on which it was told, after a profile without it, or on which a reading had
// it, after one without it. The first day of all where nothing says that it was
// not always there.
absl::CivilDay BeginningOf(const Case& the_case,
                           const v1::ConditionInForce& in_force);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CONDITION_BEGINNING_H_
