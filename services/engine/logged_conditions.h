// SPDX-License-Identifier: Apache-2.0
// Health conditions that are in force because of what was logged.

#ifndef TONUS_SERVICES_ENGINE_LOGGED_CONDITIONS_H_
#define TONUS_SERVICES_ENGINE_LOGGED_CONDITIONS_H_

#include <vector>

#include "services/engine/case.h"

namespace tonus::engine {

// Returns the conditions that the logs of the case put in force, each from the
// day of its log on until the test of its row has a result of a later day.
std::vector<ConditionAfterLog> ConditionsAfterLogs(const Case& the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LOGGED_CONDITIONS_H_
