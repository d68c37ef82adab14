// SPDX-License-Identifier: Apache-2.0
// Weeks of a programme that were followed too little.

#ifndef TONUS_SERVICES_ENGINE_ATTENDANCE_ALERTS_H_
#define TONUS_SERVICES_ENGINE_ATTENDANCE_ALERTS_H_

#include <vector>

#include "services/engine/alert_causes.h"

namespace tonus::engine {

// Adds each week of the running block that is over and was followed too little,
// and the next one that will have been when nothing more is logged.
void AddAttendance(const AlertCase& of, std::vector<AlertCause>* causes);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ATTENDANCE_ALERTS_H_
