// SPDX-License-Identifier: Apache-2.0
// AssessmentService.SuggestTests.

#include "services/assessment/assessment_service.h"
#include "services/assessment/dry_run.h"
#include "services/engine/suggestion.h"
#include "services/error.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/validation/number.h"

namespace tonus {
namespace {

constexpr int kMaxSuggestions = 500;

void CheckTerms(const v1::SuggestTestsRequest& request,
                Violations* violations) {
  if (request.subject_case() == v1::SuggestTestsRequest::SUBJECT_NOT_SET) {
    violations->Add("name", "name a patient, or give a dry_run");
  }
  CheckEnum("assessor", request.assessor(), violations);
  CheckRange("max_suggestions", request.max_suggestions(), 0, kMaxSuggestions,
             "", violations);
}

}  // namespace

absl::StatusOr<v1::SuggestTestsResponse> AssessmentService::SuggestTests(
    Call& call, const v1::SuggestTestsRequest& request) {
  Violations violations;
  CheckTerms(request, &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());
  const engine::SuggestionTerms terms{
      request.assessor() == knowledge::v1::ASSESSOR_SELF
          ? knowledge::v1::ASSESSOR_SELF
          : knowledge::v1::ASSESSOR_CLINICIAN,
      request.max_suggestions()};
  if (request.has_dry_run()) {
    TONUS_ASSIGN_OR_RETURN(
        const DryRun dry_run,
        ReadDryRun("dry_run.", request.dry_run(), knowledge_, call.time));
    return engine::SuggestTests(knowledge_, dry_run.facts, dry_run.today,
                                terms);
  }
  TONUS_ASSIGN_OR_RETURN(const PatientName name,
                         PatientName::Parse(request.name()));
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(RefOf(call, name.patient)));
  call.revision = state.head().revision();
  v1::SuggestTestsResponse response =
      engine::SuggestTests(knowledge_, state.facts(),
                           DayIn(state.facts().time_zone(), call.time), terms);
  response.set_revision(state.head().revision());
  return response;
}

}  // namespace tonus
