// SPDX-License-Identifier: Apache-2.0
// Who may take back what closes the gate.

#ifndef TONUS_SERVICES_PATIENT_REOPENING_H_
#define TONUS_SERVICES_PATIENT_REOPENING_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/call.h"
#include "services/patient/patient_log.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus {

// Checks a correction after which the gate is `gate`. What closes the gate, a
// measured sign or a condition for example, is taken back by the same people
// who take back a yes to a red flag or give a clearance. What closed it may
// have run out since, so the day is judged anew before anybody is refused.
//   PERMISSION_DENIED  the gate was REFER or more serious, becomes less so, and
//                      the caller is no clinician; the reason is
//                      CLINICIAN_REQUIRED.
absl::Status CheckReopening(const Call& call, const Change& change,
                            absl::CivilDay today, v1::Gate gate);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_REOPENING_H_
