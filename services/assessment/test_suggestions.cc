// SPDX-License-Identifier: Apache-2.0
// AssessmentService.SuggestTests.

#include <string>

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
    const std::string& tenant = call.principal.tenant;
    TONUS_ASSIGN_OR_RETURN(const SharedPack pack,
                           log_.packs().Active(tenant, call.deadline));
    TONUS_ASSIGN_OR_RETURN(
        DryRun dry_run,
        ReadDryRun("dry_run.", request.dry_run(), *pack, call.time));
    log_.policies().Fill(tenant, &dry_run.facts);
    return engine::SuggestTests(*pack, dry_run.facts, dry_run.today, terms);
  }
  TONUS_ASSIGN_OR_RETURN(const PatientName name,
                         PatientName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(ref));
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack, log_.ReadPack(ref, state));
  call.revision = state.head().revision();
  v1::SuggestTestsResponse response = engine::SuggestTests(
      *pack, state.facts(), DayIn(state.facts().time_zone(), call.time), terms);
  response.set_revision(state.head().revision());
  return response;
}

}  // namespace tonus
