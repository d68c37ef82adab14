// SPDX-License-Identifier: Apache-2.0
// ProgressService.RecordOutcome: outcome measures, answered at their due dates.

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/engine/dated_score.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/progress.h"
#include "services/error.h"
#include "services/patient/change_review.h"
#include "services/patient/replan.h"
#include "services/patient/reply.h"
#include "services/patient/request_record.h"
#include "services/patient/state_excerpts.h"
#include "services/progress/log_command.h"
#include "services/progress/progress_service.h"
#include "services/progress/reading_decision.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/timestamp.h"
#include "services/validation/measures.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int kMaxAnswered = 20;
constexpr absl::Duration kOldest = absl::Hours(24 * 366);

absl::Time AnswerTime(const v1::RecordOutcomeRequest& request, absl::Time now) {
  return request.has_answer_time() ? FromTimestamp(request.answer_time()) : now;
}

absl::Status Check(const v1::RecordOutcomeRequest& request,
                   const engine::Knowledge& knowledge, absl::Time now) {
  Violations violations;
  CheckOptionalId("request_id", request.request_id(), &violations);
  CheckCount("measures", request.measures_size(), kMaxAnswered, &violations);
  if (request.measures().empty()) {
    violations.Add("measures", "is required: one answer at least");
  }
  if (request.has_answer_time()) {
    CheckPastTime("answer_time", request.answer_time(), now, &violations);
    if (AnswerTime(request, now) < now - kOldest) {
      violations.Add("answer_time", "must not be more than 366 days ago");
    }
  }
  if (request.measures_size() > kMaxAnswered) return violations.ToStatus();
  v1::Assessment assessment;
  *assessment.mutable_measures() = request.measures();
  CheckMeasures("", assessment, knowledge, now, &violations);
  return violations.ToStatus();
}

// Of the measures that were answered, also those of the same questionnaire.
void TellOutcomes(const engine::Knowledge& knowledge,
                  const storage::v1::AssessmentFact& fact,
                  const v1::Interpretation& interpretation,
                  v1::RecordOutcomeResponse* response) {
  storage::v1::PatientFacts only;
  *only.add_assessments() = fact;
  std::set<std::string> answered;
  for (const engine::DatedScore& score :
       engine::ScoresOnRecord(knowledge, only)) {
    answered.insert(score.measure->id());
  }
  for (const v1::Outcome& outcome : interpretation.outcomes()) {
    if (answered.contains(outcome.measure())) {
      *response->add_outcomes() = outcome;
    }
  }
}

}  // namespace

absl::StatusOr<Serialized<v1::RecordOutcomeResponse>>
ProgressService::RecordOutcome(Call& call,
                               const v1::RecordOutcomeRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const PatientName parent,
                         PatientName::Parse(request.parent(), "parent"));
  const PatientRef ref = RefOf(call, parent.patient);
  Command command =
      CommandFor("tonus.v1.ProgressService.RecordOutcome", request);
  command.check = [&](const engine::Knowledge& knowledge) {
    return Check(request, knowledge, call.time);
  };
  command.record = [&](const engine::Knowledge&,
                       const storage::v1::PatientState&) {
    Record record;
    storage::v1::AssessmentFact* fact =
        record.event.emplace().mutable_outcome_recorded();
    *fact->mutable_effective_time() =
        ToTimestamp(AnswerTime(request, call.time));
    *fact->mutable_measures() = request.measures();
    fact->set_fact_id(FactId(request.request_id(), *fact));
    return record;
  };
  command.decide = [&](const Change& change) -> absl::StatusOr<Decision> {
    const storage::v1::PatientFacts& facts = change.after.facts();
    const absl::TimeZone zone = ZoneOf(facts.time_zone());
    const absl::CivilDay today = absl::ToCivilDay(call.time, zone);
    TONUS_ASSIGN_OR_RETURN(Decision decision,
                           DecideAfterReading(log_, ref, change, today));
    const v1::Interpretation& read = *decision.interpretation;
    TONUS_ASSIGN_OR_RETURN(
        const std::optional<v1::Routine> issued,
        ReadCurrentRoutine(log_.records(), ref, change.before));
    v1::Routine current = issued.value_or(v1::Routine());
    if (decision.routine.has_value()) current = *decision.routine;
    const LogOutcome gate = GateAfterLog(current, read);
    v1::RecordOutcomeResponse response;
    response.set_assessment(
        AssessmentName{parent.patient, change.event.revision()}.ToString());
    TellOutcomes(change.knowledge, change.event.outcome_recorded(), read,
                 &response);
    *response.mutable_next_measures() =
        engine::SummarizeProgress(change.knowledge, facts, current, current,
                                  today, zone)
            .next()
            .measures();
    response.set_gate(gate.gate());
    *response.mutable_notices() = gate.notices();
    response.set_proposal(NewProposal(decision));
    response.set_revision(change.event.revision());
    decision.response = engine::DeterministicBytes(response);
    return decision;
  };
  return WriteAndReply<v1::RecordOutcomeResponse>(log_, call, parent.patient,
                                                  command);
}

}  // namespace tonus
