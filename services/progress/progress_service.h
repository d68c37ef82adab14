// SPDX-License-Identifier: Apache-2.0
// ProgressService: records what was done and how it went. Contracts stand in
// protos/tonus/v1/progress_service.proto.

#ifndef TONUS_SERVICES_PROGRESS_PROGRESS_SERVICE_H_
#define TONUS_SERVICES_PROGRESS_PROGRESS_SERVICE_H_

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/patient/patient_log.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus {

// Thread-safe.
class ProgressService {
 public:
  // `log` outlives this.
  explicit ProgressService(PatientLog* log) : log_(*log) {}

  absl::StatusOr<Serialized<v1::LogSessionResponse>> LogSession(
      Call& call, const v1::LogSessionRequest& request);
  absl::StatusOr<v1::ListLogsResponse> ListLogs(
      Call& call, const v1::ListLogsRequest& request);
  absl::StatusOr<v1::Progress> GetProgress(
      Call& call, const v1::GetProgressRequest& request);

 private:
  PatientLog& log_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_PROGRESS_PROGRESS_SERVICE_H_
