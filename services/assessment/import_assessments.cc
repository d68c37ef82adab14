// SPDX-License-Identifier: Apache-2.0
// AssessmentService.ImportAssessments: records one item after the other.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/assessment/assessment_resource.h"
#include "services/assessment/assessment_service.h"
#include "services/batch_item.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/measured_by.h"
#include "services/engine/validity.h"
#include "services/error.h"
#include "services/patient/request_record.h"
#include "services/patient/state_excerpts.h"
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

// How much of an assessment with this id the patient's record holds, or that
// the id belongs to something else.
enum class Known { kNo, kAnswerToo, kYes, kOther };

// One that was corrected or withdrawn since is known whatever it said.
Known FindKnown(const storage::v1::PatientState& state,
                const v1::ImportAssessmentsRequest& item, absl::Time now) {
  const std::string& id = item.request_id();
  const auto has_id = [&](const auto& entry) { return entry.fact_id() == id; };
  const bool answered =
      absl::c_any_of(state.head().live_requests(),
                     [&](const auto& live) { return live.request_id() == id; });
  const auto& facts = state.facts().assessments();
  const auto fact = absl::c_find_if(facts, has_id);
  if (!absl::c_any_of(state.head().superseded_assessments(), has_id)) {
    if (fact == facts.end()) return answered ? Known::kOther : Known::kNo;
    storage::v1::AssessmentFact given =
        AssessmentFactOf(item.assessment(), now);
    given.set_fact_id(id);
    if (engine::DeterministicBytes(given) !=
        engine::DeterministicBytes(*fact)) {
      return Known::kOther;
    }
  }
  return answered ? Known::kAnswerToo : Known::kYes;
}

// A result that was too old on the day of its assessment, so that no reading
// has ever seen it.
std::optional<v1::RejectedResult> RejectOld(const engine::Knowledge& knowledge,
                                            const v1::Assessment& assessment,
                                            int index) {
  const v1::TestResult& result = assessment.results(index);
  const absl::CivilDay assessed = engine::UtcDay(assessment.assessment_time());
  if (assessed - engine::MeasureDay(result, assessed) <=
      knowledge.pack().fusion().expired_days()) {
    return std::nullopt;
  }
  return engine::Expired(result, index);
}

// What is recorded of `assessment` and not read.
void TellRejected(const engine::Knowledge& knowledge,
                  const v1::Assessment& assessment,
                  v1::ImportAssessmentsResponse* result) {
  for (int i = 0; i < assessment.results_size(); ++i) {
    auto rejected = engine::Reject(knowledge, assessment.results(i), i);
    if (!rejected.has_value()) rejected = RejectOld(knowledge, assessment, i);
    if (rejected.has_value()) {
      *result->add_rejected_results() = *std::move(rejected);
    }
  }
}

bool StopsExercise(const v1::SafetyNotice& notice) {
  return notice.action() ==
             knowledge::v1::SAFETY_ACTION_STOP_AND_REFER_URGENT ||
         notice.action() == knowledge::v1::SAFETY_ACTION_REFER;
}

// What the item raised that needs a clinician, whatever the gate says: an open
// question closes it before a finding does, and an earlier finding may have.
void TellRaised(const engine::Knowledge& knowledge,
                const storage::v1::PatientFacts& before, absl::CivilDay today,
                const v1::Interpretation& after,
                v1::ImportAssessmentsResponse* result) {
  if (absl::c_none_of(after.notices(), StopsExercise)) return;
  const v1::Interpretation known = engine::Interpret(knowledge, before, today);
  for (const v1::SafetyNotice& notice : after.notices()) {
    const bool is_known =
        absl::c_any_of(known.notices(), [&](const v1::SafetyNotice& earlier) {
          return earlier.subject() == notice.subject() &&
                 earlier.action() == notice.action();
        });
    if (StopsExercise(notice) && !is_known) {
      result->mutable_status()->add_details()->PackFrom(notice);
    }
  }
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
  google::rpc::Status message = ToMessage(status);
  message.mutable_details()->MergeFrom(result.status().details());
  *result.mutable_status() = std::move(message);
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
  const Known known = FindKnown(state, item, call.time);
  if (known == Known::kOther) return RequestIdReused();
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
  if (known == Known::kNo) {
    TONUS_ASSIGN_OR_RETURN(
        const SharedPack pack,
        log_.packs().Active(call.principal.tenant, call.deadline));
    TellRaised(*pack, state.facts(),
               DayIn(state.facts().time_zone(), call.time),
               response.interpretation(), result);
    TellRejected(*pack, item.assessment(), result);
  }
  return absl::OkStatus();
}

}  // namespace tonus
