// SPDX-License-Identifier: Apache-2.0
// ProgressService: records what was done and how it went. Contracts stand in
// protos/tonus/v1/progress_service.proto.

#ifndef TONUS_SERVICES_PROGRESS_PROGRESS_SERVICE_H_
#define TONUS_SERVICES_PROGRESS_PROGRESS_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/patient/patient_log.h"
#include "services/resource_names.h"
#include "services/stream_part.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus {

// Thread-safe.
class ProgressService {
 public:
  // `log` outlives this.
  explicit ProgressService(PatientLog* log) : log_(*log) {}

  absl::StatusOr<Serialized<v1::LogSessionResponse>> LogSession(
      Call& call, const v1::LogSessionRequest& request);
  absl::StatusOr<Serialized<v1::RecordMorningResponse>> RecordMorning(
      Call& call, const v1::RecordMorningRequest& request);
  absl::StatusOr<Serialized<v1::LogHomeItemsResponse>> LogHomeItems(
      Call& call, const v1::LogHomeItemsRequest& request);
  absl::StatusOr<Serialized<v1::AmendLogResponse>> AmendLog(
      Call& call, const v1::AmendLogRequest& request);
  // One message of the stream.
  absl::StatusOr<v1::SyncLogsResponse> SyncLogs(
      Call& call, const v1::SyncLogsRequest& item);
  absl::StatusOr<v1::ListLogsResponse> ListLogs(
      Call& call, const v1::ListLogsRequest& request);
  absl::StatusOr<v1::Progress> GetProgress(
      Call& call, const v1::GetProgressRequest& request);
  absl::StatusOr<v1::RenderProgressResponse> RenderProgress(
      Call& call, const v1::RenderProgressRequest& request);

  absl::StatusOr<Serialized<v1::RecordOutcomeResponse>> RecordOutcome(
      Call& call, const v1::RecordOutcomeRequest& request);
  absl::StatusOr<Serialized<v1::RecordAdverseEventResponse>> RecordAdverseEvent(
      Call& call, const v1::RecordAdverseEventRequest& request);
  absl::StatusOr<v1::ListAdverseEventsResponse> ListAdverseEvents(
      Call& call, const v1::ListAdverseEventsRequest& request);
  absl::StatusOr<v1::ListAlertsResponse> ListAlerts(
      Call& call, const v1::ListAlertsRequest& request);
  absl::StatusOr<Serialized<v1::AcknowledgeAlertResponse>> AcknowledgeAlert(
      Call& call, const v1::AcknowledgeAlertRequest& request);
  absl::StatusOr<StreamPart<v1::WatchAlertsResponse>> WatchAlerts(
      Call& call, const v1::WatchAlertsRequest& request,
      const std::string& cursor);

 private:
  // Returns the progress of the patient, read and sets
  // `call.revision`.
  absl::StatusOr<v1::Progress> ReadProgress(
      Call& call, const ProgressName& name,
      const storage::v1::PatientState& state,
      const engine::Knowledge& knowledge);

  // Fills `result` but for what is of the call; the errors of the item.
  absl::Status SyncItem(Call& call, const v1::SyncLogsRequest& item,
                        v1::SyncLogsResponse* result);

  PatientLog& log_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_PROGRESS_SERVICE_H_
