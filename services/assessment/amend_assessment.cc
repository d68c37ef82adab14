// SPDX-License-Identifier: Apache-2.0
// AssessmentService.AmendAssessment: corrects what was recorded.

#include <string>
#include <utility>

#include "services/assessment/amendment.h"
#include "services/assessment/assessment_resource.h"
#include "services/assessment/assessment_service.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/error.h"
#include "services/patient/change_review.h"
#include "services/patient/reopening.h"
#include "services/patient/reply.h"
#include "services/patient/routine_replay.h"
#include "services/patient/state_excerpts.h"
#include "services/resource_names.h"
#include "services/timestamp.h"
#include "services/validation/amendment.h"
#include "services/validation/test_results.h"

namespace tonus {
namespace {

// `assessment_time` is that of the assessment when the request gives one. That
// of what it corrects was checked when it was recorded.
absl::Status Check(const Call& call, const v1::AmendAssessmentRequest& request,
                   const engine::Knowledge& knowledge) {
  Violations violations;
  CheckAmendment(request, "assessment", request.has_assessment(), &violations);
  CheckTold("assessment", request.assessment(), knowledge, call.time,
            &violations);
  CheckTestResults("assessment.results", request.assessment().results(),
                   AssessmentTime(request.assessment(), call.time), knowledge,
                   call.time, &violations);
  return violations.ToStatus();
}

v1::Assessment AmendedAssessment(const std::string& patient,
                                 const Change& change) {
  const storage::v1::AssessmentAmendment& amendment =
      change.event.assessment_amended();
  if (amendment.has_fact()) {
    return AssessmentOf(patient, change.event, change.etag);
  }
  v1::Assessment withdrawn = AssessmentOfFact(amendment.superseded());
  const int64_t revision = amendment.superseded_revisions(0);
  withdrawn.set_name(AssessmentName{patient, revision}.ToString());
  withdrawn.set_revision(revision);
  TellSuperseded(patient, change.after.head(), revision, &withdrawn);
  return withdrawn;
}

}  // namespace

absl::StatusOr<Serialized<v1::AmendAssessmentResponse>>
AssessmentService::AmendAssessment(Call& call,
                                   const v1::AmendAssessmentRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const AssessmentName name,
                         AssessmentName::Parse(request.name()));

  Command command =
      CommandFor("tonus.v1.AssessmentService.AmendAssessment", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    return Check(call, request, knowledge);
  };
  command.record =
      [&](const engine::Knowledge& knowledge,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    Record record;
    TONUS_ASSIGN_OR_RETURN(
        *record.event.emplace().mutable_assessment_amended(),
        AmendmentOf(call, request, name.patient, name.revision, before,
                    log_.records(), knowledge));
    record.event->set_reason_code(v1::AmendmentReason_Name(request.reason()));
    return record;
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    const storage::v1::PatientFacts& facts = change.after.facts();
    const absl::CivilDay today = DayIn(facts.time_zone(), call.time);
    v1::AmendAssessmentResponse response;
    *response.mutable_interpretation() =
        engine::Interpret(change.knowledge, facts, today);
    TONUS_RETURN_IF_ERROR(
        CheckReopening(call, change, today, response.interpretation().gate()));
    *response.mutable_assessment() = AmendedAssessment(name.patient, change);
    Decision decision;
    if (request.validate_only()) {
      // Nothing of this exists, so nothing has a name or a version.
      response.mutable_assessment()->clear_name();
      response.mutable_assessment()->clear_revision();
      response.mutable_assessment()->clear_etag();
      response.set_revision(change.before.head().revision());
    } else {
      const PatientRef ref = RefOf(call, name.patient);
      TONUS_ASSIGN_OR_RETURN(v1::Routine routine,
                             ReplayRoutine(change.knowledge, log_, ref, change,
                                           response.interpretation(), today));
      decision.rests = routine.rests();
      TONUS_RETURN_IF_ERROR(IssueOrPropose(log_, ref, change,
                                           response.interpretation(), today,
                                           std::move(routine), &decision));
      response.set_proposal(NewProposal(decision));
      response.set_routine(RoutineName{name.patient}.ToString());
      response.set_revision(change.after.head().revision());
    }
    decision.response = engine::DeterministicBytes(response);
    return decision;
  };
  return WriteAndReply<v1::AmendAssessmentResponse>(log_, call, name.patient,
                                                    command);
}

}  // namespace tonus
