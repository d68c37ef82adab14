// SPDX-License-Identifier: Apache-2.0
// AssessmentService: takes assessment results and says what they mean.
// Contracts stand in protos/tonus/v1/assessment_service.proto.

#ifndef TONUS_SERVICES_ASSESSMENT_ASSESSMENT_SERVICE_H_
#define TONUS_SERVICES_ASSESSMENT_ASSESSMENT_SERVICE_H_

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/patient/patient_log.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus {

// Thread-safe.
class AssessmentService {
 public:
  // `log` outlives this.
  explicit AssessmentService(PatientLog* log) : log_(*log) {}

  absl::StatusOr<Serialized<v1::SubmitAssessmentResponse>> SubmitAssessment(
      Call& call, const v1::SubmitAssessmentRequest& request);
  absl::StatusOr<v1::Assessment> GetAssessment(
      Call& call, const v1::GetAssessmentRequest& request);
  absl::StatusOr<v1::ListAssessmentsResponse> ListAssessments(
      Call& call, const v1::ListAssessmentsRequest& request);
  absl::StatusOr<Serialized<v1::AmendAssessmentResponse>> AmendAssessment(
      Call& call, const v1::AmendAssessmentRequest& request);
  // One item of the stream, whose number the call tells.
  absl::StatusOr<v1::ImportAssessmentsResponse> ImportAssessments(
      Call& call, const v1::ImportAssessmentsRequest& item);
  absl::StatusOr<v1::InterpretAssessmentResponse> InterpretAssessment(
      Call& call, const v1::InterpretAssessmentRequest& request);
  absl::StatusOr<v1::SuggestTestsResponse> SuggestTests(
      Call& call, const v1::SuggestTestsRequest& request);

 private:
  absl::Status ImportItem(Call& call, const v1::ImportAssessmentsRequest& item,
                          v1::ImportAssessmentsResponse* result);

  PatientLog& log_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_ASSESSMENT_ASSESSMENT_SERVICE_H_
