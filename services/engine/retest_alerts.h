// SPDX-License-Identifier: Apache-2.0
// Retests of the running block that are due, or will be.

#ifndef TONUS_SERVICES_ENGINE_RETEST_ALERTS_H_
#define TONUS_SERVICES_ENGINE_RETEST_ALERTS_H_

#include <vector>

#include "services/engine/alert_causes.h"

namespace tonus::engine {

// Adds the retest that is due, and the next one with its day.
void AddRetests(const AlertCase& of, std::vector<AlertCause>* causes);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RETEST_ALERTS_H_
