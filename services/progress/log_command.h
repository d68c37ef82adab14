// SPDX-License-Identifier: Apache-2.0
// The recording of one log, of whatever kind, as a command to the patient's
// log.

#ifndef TONUS_SERVICES_PROGRESS_LOG_COMMAND_H_
#define TONUS_SERVICES_PROGRESS_LOG_COMMAND_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/call.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "tonus/v1/log_entry.pb.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus {

// What recording or correcting a log led to.
using LogOutcome = v1::AmendLogResponse;

// Writes an outcome as the response of a method; `known` when the log was
// recorded before.
using WriteLogReply =
    std::function<std::string(const LogOutcome& outcome, bool known)>;

// What the answer to a log that was recorded before tells.
enum class RepeatTells {
  kOutcome,  // What the log led to, and the gate of now.
  kName,     // Which log it is: of `outcome` its entry alone, as it was sent.
};

// Decides one log that was checked. Everything given outlives this.
class LogCommand {
 public:
  // `field` is the path of the log in the request, for violations.
  LogCommand(const Call& call, const std::string& patient,
             const v1::LogEntry& entry, absl::string_view request_id,
             absl::string_view field, const PatientLog& log,
             WriteLogReply write_reply,
             RepeatTells repeat_tells = RepeatTells::kOutcome)
      : call_(call),
        patient_(patient),
        entry_(entry),
        request_id_(request_id),
        field_(field),
        log_(log),
        write_reply_(std::move(write_reply)),
        repeat_tells_(repeat_tells) {}

  // The log as an event. One with a `log_id` that was recorded before is the
  // same fact: then nothing is recorded, also when it was corrected since.
  //   INVALID_ARGUMENT  it tells of a session that was never planned, or of a
  //                     day to come, or its `log_id` was used for other
  //                     content.
  //   NOT_FOUND         it is that of a session, and there is no routine.
  absl::StatusOr<Record> RecordLog(
      const engine::Knowledge& knowledge,
      const storage::v1::PatientState& before) const;

  // What it changes in the routine: see RoutineAfterLog.
  absl::StatusOr<Decision> Decide(const Change& change) const;

 private:
  absl::StatusOr<Record> Known(const engine::Knowledge& knowledge,
                               const storage::v1::PatientState& now,
                               const std::string& log_id) const;
  absl::Status TellKnown(const engine::Knowledge& knowledge,
                         const storage::v1::PatientState& now,
                         const StoredEvent& first, LogOutcome* outcome) const;

  const Call& call_;
  const std::string& patient_;
  const v1::LogEntry& entry_;
  const std::string request_id_;
  const std::string field_;
  const PatientLog& log_;
  const WriteLogReply write_reply_;
  const RepeatTells repeat_tells_;
};

// Sets what `command` does to what `log`, which outlives it, decides.
void SetEffects(const LogCommand& log, Command* command);

// Returns what a log led to: the gate that holds, that of the routine in
// `outline` or a worse one of `interpretation`. The rest is left to the caller.
LogOutcome GateAfterLog(const v1::Routine& outline,
                        const v1::Interpretation& interpretation);

// Returns OK if `fact` can have happened to the patient of `before`. `field` is
// the path of its log.
//   INVALID_ARGUMENT  it tells of a session that was never planned, or of a day
//                     to come.
absl::Status CheckPossible(absl::string_view field,
                           const storage::v1::PatientState& before,
                           const storage::v1::LoggedFact& fact);

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_LOG_COMMAND_H_
