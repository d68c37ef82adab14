// SPDX-License-Identifier: Apache-2.0
#include "services/routine/check_in_command.h"

#include <string>
#include <utility>
#include <vector>

#include "services/engine/check_in.h"
#include "services/engine/closed_session.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/engine/pain_zone.h"
#include "services/engine/stricter.h"
#include "services/error.h"
#include "services/patient/block.h"
#include "services/patient/change_review.h"
#include "services/patient/gate.h"
#include "services/patient/issued_routine.h"
#include "services/patient/log_replan.h"
#include "services/patient/request_record.h"
#include "services/patient/safe_plan.h"
#include "services/patient/state_excerpts.h"
#include "services/routine/missed_blocks.h"
#include "services/routine/return_intake.h"
#include "services/routine/session_choice.h"
#include "services/routine/session_reads.h"
#include "services/timestamp.h"
#include "services/validation/screening.h"

namespace tonus {
namespace {

// Makes `response` the answer of a routine or session that was closed before.
template <typename Closed>
void KeepClosed(const Closed& closed, v1::StartSessionResponse* response) {
  engine::CloseSession(closed.gate(), closed.notices(),
                       response->mutable_session());
  response->clear_rules();
  response->set_gate(closed.gate());
  *response->mutable_notices() = closed.notices();
}

}  // namespace

absl::StatusOr<Record> CheckInCommand::RecordCheckIn(
    const engine::Knowledge& knowledge,
    const storage::v1::PatientState& before) const {
  const v1::Routine& outline = before.outline();
  if (!before.has_outline()) {
    return NotFound("tonus.v1.Routine", RoutineName{name_.patient}.ToString());
  }
  int number = name_.number.value_or(0);
  // Which session it is does not matter while none may be done.
  if (outline.gate() == v1::GATE_OK &&
      !TellsClosingFlag(request_.recheck(), knowledge)) {
    const int next =
        NextSessionToday(CurrentRoutineOf(knowledge, before), call_);
    TONUS_ASSIGN_OR_RETURN(number, ChooseSession(name_, outline, next));
    if (number == 0) return NoSessionLeft(name_);
    if (next != 0 && number > next) return SessionAhead(name_, next);
    TONUS_RETURN_IF_ERROR(CheckReturn(
        knowledge, before, number,
        DayIn(before.facts().time_zone(), call_.time), request_.recheck()));
  }
  storage::v1::CheckInFact fact;
  *fact.mutable_effective_time() = ToTimestamp(call_.time);
  fact.set_session_number(number);
  *fact.mutable_recheck() = request_.recheck();
  fact.set_pain_before(request_.pain_before());
  fact.set_minutes_today(request_.minutes_today());
  if (request_.has_equipment_today()) {
    *fact.mutable_equipment_today() = request_.equipment_today();
  }
  fact.set_fact_id(FactId(request_.request_id(), fact));
  Record record;
  *record.event.emplace().mutable_session_started() = std::move(fact);
  return record;
}

absl::StatusOr<Decision> CheckInCommand::Decide(const Change& change) const {
  const engine::Knowledge& knowledge = change.knowledge;
  const v1::Routine& outline = change.before.outline();
  const storage::v1::PatientFacts& facts = change.after.facts();
  const absl::CivilDay today = DayIn(facts.time_zone(), call_.time);
  Decision decision;
  const v1::Interpretation& interpretation = decision.interpretation.emplace(
      engine::Interpret(knowledge, facts, today));
  RoutineToday shown{CurrentRoutineOf(knowledge, change.before), std::nullopt};
  TONUS_ASSIGN_OR_RETURN(shown.anew,
                         JudgeAnew(knowledge, log_, RefOf(call_, name_.patient),
                                   change.after, call_.time));
  std::optional<v1::Routine> routine = RoutineAfterRecheck(
      knowledge, change.before, change.after,
      change.event.session_started().recheck(), interpretation, today);
  if (routine.has_value()) {
    TONUS_RETURN_IF_ERROR(IssueOrPropose(log_, RefOf(call_, name_.patient),
                                         change, interpretation, today,
                                         *std::move(routine), &decision));
  }
  if (decision.routine.has_value() && decision.routine->gate() == v1::GATE_OK) {
    shown.anew = decision.routine;
    StampRoutine(name_.patient, change.event, change.etag, &*shown.anew);
  }
  TONUS_ASSIGN_OR_RETURN(
      const v1::Session planned,
      ReadPlanned(knowledge, change.event.session_started().session_number(),
                  shown));

  // What is built for today is built from what was agreed, as the plan is.
  TONUS_ASSIGN_OR_RETURN(
      const Agreement agreed,
      ReadAgreement(log_, RefOf(call_, name_.patient), change.after));
  const v1::Interpretation reading =
      change.after.head().held_since() == 0
          ? interpretation
          : engine::WithSafetyOf(
                interpretation,
                engine::Interpret(knowledge, agreed.state.facts(), today));
  v1::StartSessionResponse response = engine::AdaptToCheckIn(
      knowledge, agreed.state.facts(), reading, planned,
      change.event.session_started(), ZoneOf(agreed.state.facts().time_zone()),
      AdaptationOf(knowledge, agreed, today), &agreed.state.done());
  NameOverrides(name_.patient, response.mutable_session());
  if (IsWorse(planned.gate(), response.gate())) KeepClosed(planned, &response);
  if (IsWorse(outline.gate(), response.gate())) KeepClosed(outline, &response);
  if (decision.routine.has_value()) {
    response.mutable_session()->set_revision(change.event.revision());
  }
  if (!response.session().items().empty()) {
    response.set_rest_day(IsRestDay(
        shown.current, NextSessionToday(shown.current, call_), call_));
    const auto& zones = knowledge.pack().pain_zones();
    *response.mutable_pain_zones() =
        response.session().relief()
            ? engine::ZonesOfRelief(zones, request_.pain_before())
            : zones;
  }
  response.set_revision(change.event.revision());
  decision.response = engine::DeterministicBytes(response);
  return decision;
}

absl::StatusOr<v1::Session> CheckInCommand::ReadPlanned(
    const engine::Knowledge& knowledge, int number,
    const RoutineToday& shown) const {
  v1::Session session;
  if (number == 0) return session;
  const PatientRef ref = RefOf(call_, name_.patient);
  TONUS_ASSIGN_OR_RETURN(const std::vector<std::string> stored,
                         SessionsOf(shown, log_.records(), ref, number, 1));
  if (!stored.empty()) {
    std::string bytes = stored[0];
    if (number == NextSessionToday(shown.current, call_)) {
      TONUS_ASSIGN_OR_RETURN(bytes, WithMissed(knowledge, shown, log_.records(),
                                               ref, number, bytes));
    }
    TONUS_ASSIGN_OR_RETURN(session, ParseStored<v1::Session>(bytes));
  }
  if (session.number() == number) return session;
  v1::Session none;
  none.set_number(number);
  none.set_name(SessionName{name_.patient, number}.ToString());
  return none;
}

}  // namespace tonus
