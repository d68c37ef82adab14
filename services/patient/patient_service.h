// SPDX-License-Identifier: Apache-2.0
// PatientService: keeps the people under care. Contracts stand in
// protos/tonus/v1/patient_service.proto.

#ifndef TONUS_SERVICES_PATIENT_PATIENT_SERVICE_H_
#define TONUS_SERVICES_PATIENT_PATIENT_SERVICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/patient/patient_log.h"
#include "services/stream_part.h"
#include "tonus/v1/patient_service.pb.h"

namespace tonus {

// Thread-safe.
class PatientService {
 public:
  // `log` outlives this.
  explicit PatientService(PatientLog* log) : log_(*log) {}

  absl::StatusOr<Serialized<v1::Patient>> CreatePatient(
      Call& call, const v1::CreatePatientRequest& request);
  absl::StatusOr<v1::Patient> GetPatient(Call& call,
                                         const v1::GetPatientRequest& request);
  absl::StatusOr<v1::ListPatientsResponse> ListPatients(
      Call& call, const v1::ListPatientsRequest& request);
  absl::StatusOr<Serialized<v1::Patient>> UpdatePatient(
      Call& call, const v1::UpdatePatientRequest& request);
  absl::StatusOr<Serialized<v1::RecordClearanceResponse>> RecordClearance(
      Call& call, const v1::RecordClearanceRequest& request);
  absl::StatusOr<StreamPart<v1::WatchEventsResponse>> WatchEvents(
      Call& call, const v1::WatchEventsRequest& request,
      const std::string& cursor);

 private:
  PatientLog& log_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_PATIENT_SERVICE_H_
