// SPDX-License-Identifier: Apache-2.0
// What a log changes, for the answer to whoever sent it.

#ifndef TONUS_SERVICES_PROGRESS_LOG_CHANGES_H_
#define TONUS_SERVICES_PROGRESS_LOG_CHANGES_H_

#include "absl/status/status.h"
#include "services/patient/patient_log.h"
#include "services/patient/patient_records.h"
#include "services/progress/log_command.h"
#include "tonus/storage/v1/event.pb.h"

namespace tonus {

// Fills what `decision` makes of a log that `change` records or corrects: the
// proposal, the revision of the routine, and the adaptations that the log
// caused. One that is withdrawn causes none.
void TellChanges(const Change& change, const Decision& decision,
                 LogOutcome* outcome);

// Fills the same of the log that `event` recorded before; the proposal while it
// waits. Besides, the errors of reading the patient.
absl::Status TellChangesOf(const PatientRecords& records, const PatientRef& ref,
                           const storage::v1::Event& event,
                           LogOutcome* outcome);

// Copies all of `outcome` but the log itself to the response of a method.
template <typename Response>
void CopyOutcome(const LogOutcome& outcome, Response* response) {
  response->set_gate(outcome.gate());
  *response->mutable_notices() = outcome.notices();
  response->set_proposal(outcome.proposal());
  response->set_routine_revision(outcome.routine_revision());
  *response->mutable_adaptations() = outcome.adaptations();
}

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_LOG_CHANGES_H_
