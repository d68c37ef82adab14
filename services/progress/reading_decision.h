// SPDX-License-Identifier: Apache-2.0
// What a fact leads to that was read and not trained: an outcome or a harmful
// event.

#ifndef TONUS_SERVICES_PROGRESS_READING_DECISION_H_
#define TONUS_SERVICES_PROGRESS_READING_DECISION_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/patient/patient_log.h"

namespace tonus {

// Returns the decision about `change` with what it means `today` and the
// routine or the proposal that follows, see RoutineAfterReading; the response
// is left to the caller. Besides, the errors of reading the patient.
absl::StatusOr<Decision> DecideAfterReading(const PatientLog& log,
                                            const PatientRef& ref,
                                            const Change& change,
                                            absl::CivilDay today);

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_READING_DECISION_H_
