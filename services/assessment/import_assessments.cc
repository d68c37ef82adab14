// SPDX-License-Identifier: Apache-2.0
// AssessmentService.ImportAssessments: records one item after the other.

#include <cstdint>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/assessment/assessment_service.h"
#include "services/batch_item.h"
#include "services/error.h"
#include "services/resource_names.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

absl::Status Check(const v1::ImportAssessmentsRequest& item) {
  TONUS_RETURN_IF_ERROR(CheckBatchItemSize(item));
  Violations violations;
  if (item.patient_case() == v1::ImportAssessmentsRequest::PATIENT_NOT_SET) {
    violations.Add("parent", "is required, or external_id");
  }
  if (!item.has_assessment()) {
    violations.Add("assessment", "is required");
  } else if (!item.assessment().has_assessment_time()) {
    violations.Add("assessment.assessment_time", "is required");
  }
  if (item.request_id().empty()) violations.Add("request_id", "is required");
  return violations.ToStatus();
}

// How much of an assessment with this id the patient's record holds.
enum class Known { kNo, kAnswerToo, kYes };

Known FindKnown(const storage::v1::PatientState& state,
                const std::string& request_id) {
  if (absl::c_any_of(state.head().live_requests(), [&](const auto& live) {
        return live.request_id() == request_id;
      })) {
    return Known::kAnswerToo;
  }
  const auto has_id = [&](const auto& entry) {
    return entry.fact_id() == request_id;
  };
  return absl::c_any_of(state.facts().assessments(), has_id) ||
                 absl::c_any_of(state.head().superseded_assessments(), has_id)
             ? Known::kYes
             : Known::kNo;
}

}  // namespace

absl::StatusOr<v1::ImportAssessmentsResponse>
AssessmentService::ImportAssessments(Call& call,
                                     const v1::ImportAssessmentsRequest& item) {
  TONUS_RETURN_IF_ERROR(CheckBatchCount(call));
  v1::ImportAssessmentsResponse result;
  const absl::Status status = ImportItem(call, item, &result);
  if (EndsTheBatch(status)) return status;
  result.set_item(call.message_number);
  result.set_request_id(item.request_id());
  *result.mutable_status() = ToMessage(status);
  return result;
}

absl::Status AssessmentService::ImportItem(
    Call& call, const v1::ImportAssessmentsRequest& item,
    v1::ImportAssessmentsResponse* result) {
  TONUS_RETURN_IF_ERROR(Check(item));
  v1::SubmitAssessmentRequest request;
  request.set_parent(item.parent());
  if (item.has_external_id()) {
    TONUS_ASSIGN_OR_RETURN(const std::string patient,
                           log_.FindPatient(call, item.external_id()));
    request.set_parent(PatientName{patient}.ToString());
  }
  *request.mutable_assessment() = item.assessment();
  request.set_request_id(item.request_id());
  request.set_validate_only(item.validate_only());

  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(RefOf(call, parent.patient)));
  const Known known = FindKnown(state, item.request_id());
  result->set_already_recorded(known != Known::kNo);
  if (known == Known::kYes) return absl::OkStatus();

  const auto reply = SubmitAssessment(call, request);
  if (!reply.ok()) {
    result->clear_already_recorded();
    return reply.status();
  }
  v1::SubmitAssessmentResponse response;
  if (!response.ParseFromString(reply->bytes)) {
    return absl::DataLossError("a stored response does not parse");
  }
  result->set_assessment(response.assessment().name());
  result->set_gate(response.interpretation().gate());
  return absl::OkStatus();
}

}  // namespace tonus
