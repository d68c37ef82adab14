// SPDX-License-Identifier: Apache-2.0
#include "services/assessment/assessment_service.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/assessment/amendment.h"
#include "services/assessment/assessment_resource.h"
#include "services/assessment/dry_run.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/patient/block.h"
#include "services/patient/change_review.h"
#include "services/patient/event_chain.h"
#include "services/patient/event_list.h"
#include "services/patient/reply.h"
#include "services/patient/request_record.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/timestamp.h"
#include "services/validation/request_id.h"
#include "services/validation/test_results.h"
#include "services/validation/time.h"

namespace tonus {

absl::StatusOr<Serialized<v1::SubmitAssessmentResponse>>
AssessmentService::SubmitAssessment(
    Call& call, const v1::SubmitAssessmentRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  Command command =
      CommandFor("tonus.v1.AssessmentService.SubmitAssessment", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    Violations violations;
    CheckOptionalId("request_id", request.request_id(), &violations);
    if (!request.has_assessment()) violations.Add("assessment", "is required");
    CheckTold("assessment", request.assessment(), knowledge, call.time,
              &violations);
    CheckTestResults("assessment.results", request.assessment().results(),
                     AssessmentTime(request.assessment(), call.time), knowledge,
                     call.time, &violations);
    return violations.ToStatus();
  };
  command.record = [&](const engine::Knowledge&,
                       const storage::v1::PatientState&) {
    storage::v1::AssessmentFact fact =
        AssessmentFactOf(request.assessment(), call.time);
    fact.set_fact_id(FactId(request.request_id(), fact));
    Record record;
    *record.event.emplace().mutable_assessment_submitted() = std::move(fact);
    return record;
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    const absl::CivilDay today =
        DayIn(change.after.facts().time_zone(), call.time);
    v1::SubmitAssessmentResponse response;
    *response.mutable_interpretation() =
        engine::Interpret(change.knowledge, change.after.facts(), today);
    *response.mutable_assessment() =
        AssessmentOf(parent.patient, change.event, change.etag);
    Decision decision;
    if (request.validate_only()) {
      // Nothing of this exists, so nothing has a name or a version.
      response.mutable_assessment()->clear_name();
      response.mutable_assessment()->clear_revision();
      response.mutable_assessment()->clear_etag();
      response.set_revision(change.before.head().revision());
    } else {
      TONUS_RETURN_IF_ERROR(IssueOrPropose(
          log_, RefOf(call, parent.patient), change, response.interpretation(),
          today,
          PlanBlock(change.knowledge, change.before, change.after,
                    response.interpretation(), today, WhenOver::kBeginNext),
          &decision));
      response.set_routine(RoutineName{parent.patient}.ToString());
      response.set_proposal(NewProposal(decision));
      response.set_revision(change.after.head().revision());
    }
    decision.response = engine::DeterministicBytes(response);
    decision.interpretation = std::move(*response.mutable_interpretation());
    return decision;
  };
  return WriteAndReply<v1::SubmitAssessmentResponse>(log_, call, parent.patient,
                                                     command);
}

absl::StatusOr<v1::Assessment> AssessmentService::GetAssessment(
    Call& call, const v1::GetAssessmentRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const AssessmentName name,
                         AssessmentName::Parse(request.name()));
  const PatientRef ref = RefOf(call, name.patient);
  const absl::StatusOr<StoredEvent> stored =
      log_.records().ReadEvent(ref, name.revision);
  if (absl::IsNotFound(stored.status()) ||
      (stored.ok() && AssessmentFactIn(stored->event) == nullptr)) {
    return NotFound("tonus.v1.Assessment", request.name());
  }
  if (!stored.ok()) return stored.status();
  // After the event, so that it knows what the event superseded.
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(ref));
  call.revision = name.revision;
  v1::Assessment assessment = AssessmentOf(name.patient, stored->event,
                                           Etag(name.revision, stored->sha256));
  TellSuperseded(name.patient, state.head(), name.revision, &assessment);
  return assessment;
}

absl::StatusOr<v1::ListAssessmentsResponse> AssessmentService::ListAssessments(
    Call& call, const v1::ListAssessmentsRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log_.ReadState(RefOf(call, parent.patient)));
  const storage::v1::Head& head = state.head();
  TONUS_ASSIGN_OR_RETURN(
      const EventPage page,
      ListEvents(log_.records(), call, parent.patient,
                 {.list = "ListAssessments",
                  .matches =
                      [&](const storage::v1::Event& event) {
                        return AssessmentFactIn(event) != nullptr &&
                               (request.show_superseded() ||
                                FindSuperseded(head, event.revision()) ==
                                    nullptr);
                      },
                  .page_size = request.page_size(),
                  .page_token = request.page_token()}));
  v1::ListAssessmentsResponse response;
  for (const StoredEvent& stored : page.events) {
    v1::Assessment* assessment = response.add_assessments();
    *assessment = AssessmentOf(parent.patient, stored.event,
                               Etag(stored.event.revision(), stored.sha256));
    TellSuperseded(parent.patient, head, stored.event.revision(), assessment);
  }
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::InterpretAssessmentResponse>
AssessmentService::InterpretAssessment(
    Call& call, const v1::InterpretAssessmentRequest& request) {
  const std::string& tenant = call.principal.tenant;
  TONUS_ASSIGN_OR_RETURN(const SharedPack pack,
                         log_.packs().Active(tenant, call.deadline));
  TONUS_ASSIGN_OR_RETURN(DryRun dry_run,
                         ReadDryRun("", request, *pack, call.time));
  log_.policies().Fill(tenant, &dry_run.facts);
  v1::InterpretAssessmentResponse response;
  *response.mutable_interpretation() =
      engine::Interpret(*pack, dry_run.facts, dry_run.today);
  return response;
}

}  // namespace tonus
