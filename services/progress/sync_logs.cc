// SPDX-License-Identifier: Apache-2.0
// ProgressService.SyncLogs: records one item after the other.

#include <string>

#include "absl/strings/str_cat.h"
#include "services/batch_item.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/progress/log_changes.h"
#include "services/progress/log_command.h"
#include "services/progress/logged_fact.h"
#include "services/progress/progress_service.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/validation/log_entry.h"

namespace tonus {
namespace {

// The path of the log in the item.
std::string FieldOf(const v1::LogEntry& entry) {
  if (entry.has_morning()) return "entry.morning";
  return entry.has_home_log() ? "entry.home_log" : "entry.session_log";
}

const char* TimeField(const v1::LogEntry& entry) {
  if (entry.has_morning()) return "morning_time";
  return entry.has_home_log() ? "log_time" : "session_time";
}

absl::Status Check(const v1::SyncLogsRequest& item,
                   const engine::Knowledge& knowledge, absl::Time now) {
  Violations violations;
  const v1::LogEntry& entry = item.entry();
  CheckLogEntry("entry", entry, knowledge, now, &violations);
  if (entry.what_case() != v1::LogEntry::WHAT_NOT_SET) {
    const std::string field = FieldOf(entry);
    // Without both, the same log would be another one each time it is sent.
    if (LogIdOf(entry).empty()) {
      violations.Add(absl::StrCat(field, ".log_id"), "is required");
    }
    if (!HasTime(entry)) {
      violations.Add(absl::StrCat(field, ".", TimeField(entry)), "is required");
    }
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<v1::SyncLogsResponse> ProgressService::SyncLogs(
    Call& call, const v1::SyncLogsRequest& item) {
  TONUS_RETURN_IF_ERROR(CheckBatchCount(call));
  v1::SyncLogsResponse result;
  const absl::Status status = SyncItem(call, item, &result);
  if (EndsTheBatch(status)) return status;
  result.set_item(call.message_number);
  result.set_log_id(LogIdOf(item.entry()));
  *result.mutable_status() = ToMessage(status);
  return result;
}

absl::Status ProgressService::SyncItem(Call& call,
                                       const v1::SyncLogsRequest& item,
                                       v1::SyncLogsResponse* result) {
  TONUS_RETURN_IF_ERROR(CheckBatchItemSize(item));
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(item.parent(), "parent"));
  const LogCommand log(
      call, parent.patient, item.entry(), /*request_id=*/"",
      FieldOf(item.entry()), log_,
      [](const LogOutcome& outcome, bool known) {
        v1::SyncLogsResponse response;
        response.set_log(NameOf(outcome.entry()));
        response.set_already_recorded(known);
        if (!known) CopyOutcome(outcome, &response);
        return engine::DeterministicBytes(response);
      },
      RepeatTells::kName);
  Command command;
  SetEffects(log, &command);
  command.method = "tonus.v1.ProgressService.SyncLogs";
  command.request = &item;
  command.is_of_batch = true;
  command.check = [&](const engine::Knowledge& knowledge) {
    return Check(item, knowledge, call.time);
  };
  TONUS_ASSIGN_OR_RETURN(const std::string bytes,
                         log_.Write(call, parent.patient, command));
  if (!result->ParseFromString(bytes)) {
    return absl::DataLossError("a response does not parse");
  }
  return absl::OkStatus();
}

}  // namespace tonus
