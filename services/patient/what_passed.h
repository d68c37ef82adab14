// SPDX-License-Identifier: Apache-2.0
// What a plan needs beside the state, and is never stored with it.

#ifndef TONUS_SERVICES_PATIENT_WHAT_PASSED_H_
#define TONUS_SERVICES_PATIENT_WHAT_PASSED_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_records.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// Fills in `state` what was done of its block by `facts`, and the rest that
// began by itself before `today`. Returns the errors of reading what was done.
absl::Status FillWhatPassed(const engine::Knowledge& knowledge,
                            const PatientRecords& records,
                            const PatientRef& ref, absl::CivilDay today,
                            const storage::v1::PatientFacts& facts,
                            storage::v1::PatientState* state);

// Makes it in `to` what it is in `from`, a state of the same patient with the
// same routine.
void CopyWhatPassed(const storage::v1::PatientState& from,
                    storage::v1::PatientState* to);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_WHAT_PASSED_H_
