// SPDX-License-Identifier: Apache-2.0
// The check-in before a session, as a command to the patient's log.

#ifndef TONUS_SERVICES_ROUTINE_CHECK_IN_COMMAND_H_
#define TONUS_SERVICES_ROUTINE_CHECK_IN_COMMAND_H_

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "services/patient/routine_today.h"
#include "services/resource_names.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus {

// Decides one valid StartSessionRequest. Everything given outlives this.
class CheckInCommand {
 public:
  CheckInCommand(const Call& call, const v1::StartSessionRequest& request,
                 const SessionName& name, const PatientLog& log)
      : call_(call), request_(request), name_(name), log_(log) {}

  // The check-in as an event. While the gate is closed it is recorded all the
  // same, and so is an answer that closes it, whatever the session: an answer
  // about a red flag is never lost.
  //   NOT_FOUND         there is no routine, or no such session.
  //   INVALID_ARGUMENT  after a long break not every red flag was answered.
  absl::StatusOr<Record> RecordCheckIn(
      const engine::Knowledge& knowledge,
      const storage::v1::PatientState& before) const;

  // The session to do, or the closed gate. An answer that closes the gate
  // issues the routine again, without sessions; one that asks for caution,
  // planned with it from today on. A check-in never opens a gate that is
  // closed: that takes an assessment.
  absl::StatusOr<Decision> Decide(const Change& change) const;

 private:
  // The session of `shown` that was chosen; one without items when there is
  // none.
  absl::StatusOr<v1::Session> ReadPlanned(const engine::Knowledge& knowledge,
                                          int number,
                                          const RoutineToday& shown) const;

  const Call& call_;
  const v1::StartSessionRequest& request_;
  const SessionName& name_;
  const PatientLog& log_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_CHECK_IN_COMMAND_H_
