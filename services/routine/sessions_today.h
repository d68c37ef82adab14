// SPDX-License-Identifier: Apache-2.0
// What the day makes of stored sessions: which ones were missed, and when the
// others are due.

#ifndef TONUS_SERVICES_ROUTINE_SESSIONS_TODAY_H_
#define TONUS_SERVICES_ROUTINE_SESSIONS_TODAY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/call.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_records.h"
#include "services/patient/routine_today.h"

namespace tonus {

// Turns stored `sessions`, the first of them being number `first`, into what
// they are on the day of the call: the next one takes over what was missed, or
// those that were not done move to the days that are left for them, or have no
// day while a pause has no end.
//   DATA_LOSS  one of them is no session.
// Besides, the errors of reading what was missed.
absl::Status FitToToday(const engine::Knowledge& knowledge, const Call& call,
                        const RoutineToday& today,
                        const PatientRecords& records, const PatientRef& ref,
                        int first, std::vector<std::string>* sessions);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_SESSIONS_TODAY_H_
