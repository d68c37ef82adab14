// SPDX-License-Identifier: Apache-2.0
#include "services/routine/relief_command.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/engine/progress.h"
#include "services/engine/relief_answer.h"
#include "services/engine/relief_run.h"
#include "services/error.h"
#include "services/patient/change_review.h"
#include "services/patient/gate.h"
#include "services/patient/log_replan.h"
#include "services/patient/request_record.h"
#include "services/patient/state_excerpts.h"
#include "services/routine/return_intake.h"
#include "services/status_macros.h"
#include "services/timestamp.h"
#include "services/validation/screening.h"

namespace tonus {
namespace {

using storage::v1::PatientFacts;
using storage::v1::PatientState;
using storage::v1::ReliefFact;

absl::Status NotDue(absl::string_view text) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "STEP_NOT_DUE", text);
}

// What was said last in `run`, or null.
const ReliefFact* LastSaid(const PatientFacts& facts, int64_t run) {
  const ReliefFact* last = nullptr;
  for (const ReliefFact& fact : facts.relief()) {
    if (fact.run() == run) last = &fact;
  }
  return last;
}

// What was said last in the last run, or null.
const ReliefFact* LastSaid(const engine::Knowledge& knowledge,
                           const PatientFacts& facts) {
  return LastSaid(facts, engine::LastReliefRun(knowledge, facts));
}

// The exercise of a step on which `run` had a report before; empty when it had
// none.
std::string ReportedExercise(const PatientFacts& facts, int64_t run,
                             absl::string_view step) {
  std::string exercise;
  for (const ReliefFact& fact : facts.relief()) {
    if (fact.run() == run && fact.answer().step() == step) {
      exercise = fact.answer().exercise();
    }
  }
  return exercise;
}

// The time of the call, but after everything that was said before: clocks of
// servers differ, and what is said has an order.
google::protobuf::Timestamp TimeAfter(const PatientFacts& facts,
                                      absl::Time now) {
  for (const ReliefFact& fact : facts.relief()) {
    now = std::max(
        now, FromTimestamp(fact.effective_time()) + absl::Microseconds(1));
  }
  return ToTimestamp(now);
}

const knowledge::v1::WeekShape& WeekOf(const engine::Knowledge& knowledge,
                                       const PatientState& state) {
  const v1::Routine& outline = state.outline();
  if (outline.sessions().empty()) return knowledge.WeekOfSession(1);
  const int next = engine::NextSession(state.facts(), outline);
  return knowledge.WeekOfSession(
      next > 0 ? next : outline.sessions(outline.sessions_size() - 1).number());
}

// As if the routine, which was closed before, were read with the rest. Who was
// never assessed was never asked everything.
void KeepClosed(const PatientState& state, v1::Interpretation* read) {
  if (!state.has_outline()) {
    if (IsWorse(v1::GATE_NOT_CLEARED, read->gate())) {
      read->set_gate(v1::GATE_NOT_CLEARED);
    }
  } else if (IsWorse(state.outline().gate(), read->gate())) {
    read->set_gate(state.outline().gate());
    *read->mutable_notices() = state.outline().notices();
  }
}

}  // namespace

v1::ReliefRun ReliefCommand::ReadRun(const engine::Knowledge& knowledge,
                                     const PatientState& state,
                                     const PatientFacts& facts, int64_t run,
                                     absl::Time now) const {
  const PatientFacts here = engine::WithReliefEquipment(facts, run);
  v1::Interpretation read =
      engine::Interpret(knowledge, here, DayIn(facts.time_zone(), call_.time));
  KeepClosed(state, &read);
  v1::ReliefRun result =
      engine::ReadReliefRun({knowledge, here, read, WeekOf(knowledge, state),
                             ZoneOf(facts.time_zone()), now,
                             state.has_outline() ? &state.outline() : nullptr},
                            run);
  result.set_name(ReliefRunName{name_.patient, run}.ToString());
  return result;
}

absl::StatusOr<std::string> ReliefCommand::FindExercise(
    const engine::Knowledge& knowledge, const PatientState& before,
    int64_t run) const {
  const v1::ReliefReport& report = request_.report();
  const bool harm = engine::TellsHarm(report.feedback());
  const ReliefFact* last = LastSaid(knowledge, before.facts());
  const bool under_way = last != nullptr && last->run() == run &&
                         last->state() == v1::RELIEF_STATE_STEP;
  if (!under_way && !harm) {
    return NotDue(last != nullptr && last->run() != run &&
                          last->state() == v1::RELIEF_STATE_STEP
                      ? "another run is under way; resume that one"
                      : "the run is not under way; begin a new one");
  }
  if (!harm &&
      ReadRun(knowledge, before, before.facts(), run, call_.time).state() !=
          v1::RELIEF_STATE_STEP) {
    return NotDue("the run is over; begin a new one");
  }
  if (under_way) {
    // As it stood when the step was told.
    const v1::ReliefRun told = ReadRun(knowledge, before, before.facts(), run,
                                       FromTimestamp(last->effective_time()));
    if (told.step().step() == report.step()) {
      return told.step().item().exercise();
    }
  }
  if (harm) return ReportedExercise(before.facts(), run, report.step());
  return NotDue("another step is due; resume the run and report on that one");
}

// Harm counts however late it is told, and about whichever step.
absl::Status ReliefCommand::FillAnswer(const engine::Knowledge& knowledge,
                                       const PatientState& before,
                                       ReliefFact* fact) const {
  const v1::ReliefReport& report = request_.report();
  TONUS_ASSIGN_OR_RETURN(const ReliefRunName name,
                         ReliefRunName::Parse(report.run(), "report.run"));
  if (name.patient != name_.patient ||
      LastSaid(before.facts(), name.revision) == nullptr) {
    return NotDue("there is no such run; begin a new one");
  }
  TONUS_ASSIGN_OR_RETURN(std::string exercise,
                         FindExercise(knowledge, before, name.revision));
  fact->set_run(name.revision);
  fact->mutable_answer()->set_step(report.step());
  fact->mutable_answer()->set_exercise(std::move(exercise));
  *fact->mutable_answer()->mutable_feedback() = report.feedback();
  return absl::OkStatus();
}

absl::StatusOr<ReliefFact> ReliefCommand::FactOf(
    const engine::Knowledge& knowledge, const PatientState& before) const {
  ReliefFact fact;
  *fact.mutable_effective_time() = TimeAfter(before.facts(), call_.time);
  if (request_.has_begin()) {
    const v1::ReliefBeginning& begin = request_.begin();
    fact.set_run(before.head().revision() + 1);
    storage::v1::ReliefBegun* begun = fact.mutable_begun();
    *begun->mutable_recheck() = begin.recheck();
    begun->set_base_pain(begin.pain());
    begun->set_warm(begin.warm());
    if (begin.has_equipment()) *begun->mutable_equipment() = begin.equipment();
  } else if (request_.has_report()) {
    TONUS_RETURN_IF_ERROR(FillAnswer(knowledge, before, &fact));
  } else {
    fact.set_run(engine::LastReliefRun(knowledge, before.facts()));
    fact.set_stopped(true);
  }
  fact.set_fact_id(FactId(request_.request_id(), fact));
  return fact;
}

// While the gate is closed a run is blocked whatever is answered.
absl::Status ReliefCommand::CheckEntry(const engine::Knowledge& knowledge,
                                       const PatientState& before) const {
  const v1::Screening& recheck = request_.begin().recheck();
  if (!request_.has_begin() || before.outline().gate() != v1::GATE_OK ||
      TellsClosingFlag(recheck, knowledge)) {
    return absl::OkStatus();
  }
  return CheckReturn(knowledge, before, /*number=*/0,
                     DayIn(before.facts().time_zone(), call_.time), recheck);
}

absl::StatusOr<Record> ReliefCommand::RecordSaid(
    const engine::Knowledge& knowledge, const PatientState& before) const {
  Record record;
  if (request_.stop()) {
    const ReliefFact* last = LastSaid(knowledge, before.facts());
    if (last == nullptr || last->state() != v1::RELIEF_STATE_STEP) {
      record.response = engine::DeterministicBytes(Read(knowledge, before));
      return record;
    }
  }
  TONUS_RETURN_IF_ERROR(CheckEntry(knowledge, before));
  TONUS_ASSIGN_OR_RETURN(ReliefFact fact, FactOf(knowledge, before));
  PatientFacts facts = before.facts();
  *facts.add_relief() = fact;
  fact.set_state(ReadRun(knowledge, before, facts, fact.run(),
                         FromTimestamp(fact.effective_time()))
                     .state());
  // What is told late may end a run, and begins none again.
  const ReliefFact* said = LastSaid(before.facts(), fact.run());
  if (said != nullptr && said->state() != v1::RELIEF_STATE_STEP &&
      fact.state() == v1::RELIEF_STATE_STEP) {
    fact.set_state(said->state());
  }
  *record.event.emplace().mutable_relief_answered() = std::move(fact);
  return record;
}

absl::StatusOr<Decision> ReliefCommand::Decide(const Change& change) const {
  const PatientFacts& facts = change.after.facts();
  const ReliefFact& fact = change.event.relief_answered();
  Decision decision;
  if (change.before.has_outline()) {
    const absl::CivilDay today = DayIn(facts.time_zone(), call_.time);
    const v1::Interpretation& interpretation = decision.interpretation.emplace(
        engine::Interpret(change.knowledge, facts, today));
    std::optional<v1::Routine> routine =
        RoutineAfterRelief(change.knowledge, change.before, change.after, fact,
                           interpretation, today);
    if (routine.has_value()) {
      TONUS_RETURN_IF_ERROR(IssueOrPropose(log_, RefOf(call_, name_.patient),
                                           change, interpretation, today,
                                           *std::move(routine), &decision));
    }
  }
  v1::RunReliefResponse response;
  *response.mutable_run() =
      ReadRun(change.knowledge, change.after, facts, fact.run(),
              FromTimestamp(fact.effective_time()));
  response.set_revision(change.event.revision());
  decision.response = engine::DeterministicBytes(response);
  return decision;
}

v1::RunReliefResponse ReliefCommand::Read(const engine::Knowledge& knowledge,
                                          const PatientState& state) const {
  v1::RunReliefResponse response;
  response.set_revision(state.head().revision());
  const int64_t run = engine::LastReliefRun(knowledge, state.facts());
  if (run > 0) {
    *response.mutable_run() =
        ReadRun(knowledge, state, state.facts(), run, call_.time);
  }
  return response;
}

}  // namespace tonus
