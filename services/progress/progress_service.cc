// SPDX-License-Identifier: Apache-2.0
#include "services/progress/progress_service.h"

#include <string>

#include "services/engine/deterministic_bytes.h"
#include "services/patient/reply.h"
#include "services/progress/log_changes.h"
#include "services/progress/log_command.h"
#include "services/resource_names.h"
#include "services/validation/log_entry.h"
#include "services/validation/request_id.h"
#include "services/validation/session_log.h"

namespace tonus {
namespace {

// Returns the violations of what every request to log has in common.
template <typename Request>
Violations CheckRequest(const Request& request, absl::string_view field,
                        bool has_log) {
  Violations violations;
  CheckOptionalId("request_id", request.request_id(), &violations);
  if (!has_log) violations.Add(field, "is required");
  return violations;
}

}  // namespace

absl::StatusOr<Serialized<v1::LogSessionResponse>> ProgressService::LogSession(
    Call& call, const v1::LogSessionRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  v1::LogEntry entry;
  *entry.mutable_session_log() = request.session_log();
  const LogCommand log(
      call, parent.patient, entry, request.request_id(), "session_log", log_,
      [](const LogOutcome& outcome, bool /*known*/) {
        v1::LogSessionResponse response;
        *response.mutable_session_log() = outcome.entry().session_log();
        response.set_revision(outcome.revision());
        CopyOutcome(outcome, &response);
        return engine::DeterministicBytes(response);
      });
  Command command = CommandFor("tonus.v1.ProgressService.LogSession", request);
  SetEffects(log, &command);
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations =
        CheckRequest(request, "session_log", request.has_session_log());
    CheckSessionLog("session_log", request.session_log(), knowledge, call.time,
                    &violations);
    return violations.ToStatus();
  };
  return WriteAndReply<v1::LogSessionResponse>(log_, call, parent.patient,
                                               command);
}

absl::StatusOr<Serialized<v1::RecordMorningResponse>>
ProgressService::RecordMorning(Call& call,
                               const v1::RecordMorningRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  v1::LogEntry entry;
  *entry.mutable_morning() = request.morning();
  const LogCommand log(
      call, parent.patient, entry, request.request_id(), "morning", log_,
      [](const LogOutcome& outcome, bool /*known*/) {
        v1::RecordMorningResponse response;
        *response.mutable_morning() = outcome.entry().morning();
        response.set_revision(outcome.revision());
        CopyOutcome(outcome, &response);
        return engine::DeterministicBytes(response);
      });
  Command command =
      CommandFor("tonus.v1.ProgressService.RecordMorning", request);
  SetEffects(log, &command);
  command.check = [&](const engine::Knowledge& /*knowledge*/) {
    Violations violations =
        CheckRequest(request, "morning", request.has_morning());
    CheckMorning("morning", request.morning(), call.time, &violations);
    return violations.ToStatus();
  };
  return WriteAndReply<v1::RecordMorningResponse>(log_, call, parent.patient,
                                                  command);
}

absl::StatusOr<Serialized<v1::LogHomeItemsResponse>>
ProgressService::LogHomeItems(Call& call,
                              const v1::LogHomeItemsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  v1::LogEntry entry;
  *entry.mutable_home_log() = request.home_log();
  const LogCommand log(
      call, parent.patient, entry, request.request_id(), "home_log", log_,
      [](const LogOutcome& outcome, bool /*known*/) {
        v1::LogHomeItemsResponse response;
        *response.mutable_home_log() = outcome.entry().home_log();
        response.set_revision(outcome.revision());
        CopyOutcome(outcome, &response);
        return engine::DeterministicBytes(response);
      });
  Command command =
      CommandFor("tonus.v1.ProgressService.LogHomeItems", request);
  SetEffects(log, &command);
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations =
        CheckRequest(request, "home_log", request.has_home_log());
    CheckHomeLog("home_log", request.home_log(), knowledge, call.time,
                 &violations);
    return violations.ToStatus();
  };
  return WriteAndReply<v1::LogHomeItemsResponse>(log_, call, parent.patient,
                                                 command);
}

}  // namespace tonus
