// SPDX-License-Identifier: Apache-2.0
#include "services/progress/log_command.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/interpretation.h"
#include "services/engine/told_zones.h"
#include "services/error.h"
#include "services/patient/change_review.h"
#include "services/patient/event_chain.h"
#include "services/patient/gate.h"
#include "services/patient/log_replan.h"
#include "services/patient/request_record.h"
#include "services/patient/state_excerpts.h"
#include "services/progress/log_changes.h"
#include "services/progress/logged_fact.h"
#include "services/progress/planned_session.h"
#include "services/resource_names.h"
#include "services/status_macros.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

using storage::v1::LoggedFact;
using storage::v1::PatientFacts;
using storage::v1::PatientState;

absl::Status Violation(absl::string_view field, absl::string_view name,
                       absl::string_view description) {
  Violations violations;
  violations.Add(absl::StrCat(field, ".", name), description);
  return violations.ToStatus();
}

// Whether a log with that id was recorded, also one that no longer counts.
bool IsKnown(const PatientState& state, const std::string& log_id) {
  if (log_id.empty()) return false;
  const PatientFacts& facts = state.facts();
  const auto has_id = [&](const auto& fact) {
    return fact.log().log_id() == log_id;
  };
  return absl::c_any_of(facts.logs(), has_id) ||
         absl::c_any_of(facts.home_logs(), has_id) ||
         absl::c_any_of(facts.mornings(),
                        [&](const auto& fact) {
                          return fact.morning().log_id() == log_id;
                        }) ||
         absl::c_any_of(state.head().superseded_logs(), [&](const auto& line) {
           return line.fact_id() == log_id;
         });
}

}  // namespace

LogOutcome GateAfterLog(const v1::Routine& outline,
                        const v1::Interpretation& interpretation) {
  LogOutcome outcome;
  const bool stays = IsWorse(outline.gate(), interpretation.gate());
  outcome.set_gate(stays ? outline.gate() : interpretation.gate());
  *outcome.mutable_notices() =
      stays ? outline.notices() : interpretation.notices();
  return outcome;
}

absl::Status CheckPossible(absl::string_view field, const PatientState& before,
                           const LoggedFact& fact) {
  // Also one of a routine that was replaced since: a late log still counts.
  const int highest = before.head().highest_session();
  if (fact.session().log().session_number() > highest ||
      fact.morning().morning().session_number() > highest) {
    return Violation(field, "session_number",
                     "is not a session of the routine");
  }
  const absl::TimeZone zone = ZoneOf(before.facts().time_zone());
  if (fact.has_home() &&
      engine::HomeDay(fact.home(), zone) >
          absl::ToCivilDay(FromTimestamp(TimeOf(fact)), zone)) {
    return Violation(field, "date", "must not be after the day it is told");
  }
  return absl::OkStatus();
}

// Returns what became of the log with that id, with the gate of now.
absl::StatusOr<Record> LogCommand::Known(const engine::Knowledge& knowledge,
                                         const PatientState& now,
                                         const std::string& log_id) const {
  const PatientRef ref = RefOf(call_, patient_);
  std::optional<StoredEvent> first;
  TONUS_RETURN_IF_ERROR(log_.records().VisitEventsBackward(
      ref, now.head().revision() + 1, [&](const StoredEvent& stored) {
        const auto fact = LoggedFactIn(stored.event);
        const bool is_it = fact.has_value() &&
                           !stored.event.has_log_amended() &&
                           LogIdOf(ToldBy(*fact)) == log_id;
        if (is_it) first = stored;
        return !is_it;
      }));
  if (!first.has_value()) {
    return absl::DataLossError("a log is known but its event is missing");
  }
  const LoggedFact fact = *LoggedFactIn(first->event);
  if (engine::DeterministicBytes(ToldBy(fact)) !=
      engine::DeterministicBytes(ToldBy(LoggedFactOf(entry_, TimeOf(fact))))) {
    return Violation(field_, "log_id",
                     "was used for other content; use a new one, or correct "
                     "the log with AmendLog");
  }
  LogOutcome outcome;
  *outcome.mutable_entry() = LogEntryOf(
      patient_, first->event, Etag(first->event.revision(), first->sha256));
  if (repeat_tells_ == RepeatTells::kOutcome) {
    TONUS_RETURN_IF_ERROR(TellKnown(knowledge, now, *first, &outcome));
  }
  Record record;
  record.response = write_reply_(outcome, /*known=*/true);
  return record;
}

// Adds what became of the log that `first` recorded, and the gate of now.
absl::Status LogCommand::TellKnown(const engine::Knowledge& knowledge,
                                   const PatientState& now,
                                   const StoredEvent& first,
                                   LogOutcome* outcome) const {
  const PatientRef ref = RefOf(call_, patient_);
  const PatientFacts& facts = now.facts();
  LogOutcome told = GateAfterLog(
      now.outline(), engine::Interpret(knowledge, facts,
                                       DayIn(facts.time_zone(), call_.time)));
  told.mutable_entry()->Swap(outcome->mutable_entry());
  *outcome = std::move(told);
  TellSupersededLog(patient_, now.head(), first.event.revision(),
                    outcome->mutable_entry());
  IssuedRoutines routines(&log_.records(), ref);
  TONUS_RETURN_IF_ERROR(
      TellDerived({knowledge, facts, ZoneOf(facts.time_zone())}, &routines,
                  *LoggedFactIn(first.event), outcome->mutable_entry()));
  outcome->set_revision(first.event.revision());
  return TellChangesOf(log_.records(), ref, first.event, outcome);
}

absl::StatusOr<Record> LogCommand::RecordLog(const engine::Knowledge& knowledge,
                                             const PatientState& before) const {
  if (entry_.has_session_log() && !before.has_outline()) {
    return NotFound("tonus.v1.Routine", RoutineName{patient_}.ToString());
  }
  const std::string& log_id = LogIdOf(entry_);
  if (IsKnown(before, log_id)) return Known(knowledge, before, log_id);
  LoggedFact fact = LoggedFactOf(entry_, ToTimestamp(call_.time));
  TONUS_RETURN_IF_ERROR(CheckPossible(field_, before, fact));
  SetFactId(log_id.empty() ? FactId(request_id_, fact) : log_id, &fact);
  SetToldDate(call_.time, &fact);
  Record record;
  RecordIn(fact, &record.event.emplace());
  return record;
}

absl::StatusOr<Decision> LogCommand::Decide(const Change& change) const {
  const PatientFacts& facts = change.after.facts();
  const absl::CivilDay today = DayIn(facts.time_zone(), call_.time);
  const PatientRef ref = RefOf(call_, patient_);
  Decision decision;
  const v1::Interpretation& interpretation = decision.interpretation.emplace(
      engine::Interpret(change.knowledge, facts, today));
  std::optional<v1::Routine> routine;
  if (change.before.has_outline()) {
    routine = RoutineAfterLog(change.knowledge, change.before, change.after,
                              interpretation, today);
  }
  if (routine.has_value()) {
    TONUS_RETURN_IF_ERROR(IssueOrPropose(log_, ref, change, interpretation,
                                         today, *std::move(routine),
                                         &decision));
  }
  LogOutcome outcome =
      GateAfterLog(decision.routine.has_value() ? *decision.routine
                                                : change.before.outline(),
                   interpretation);
  *outcome.mutable_entry() = LogEntryOf(patient_, change.event, change.etag);
  IssuedRoutines routines(&log_.records(), ref);
  TONUS_RETURN_IF_ERROR(TellDerived(
      {change.knowledge, facts, ZoneOf(facts.time_zone())}, &routines,
      *LoggedFactIn(change.event), outcome.mutable_entry()));
  outcome.set_revision(change.event.revision());
  TellChanges(change, decision, &outcome);
  decision.response = write_reply_(outcome, /*known=*/false);
  return decision;
}

void SetEffects(const LogCommand& log, Command* command) {
  command->record = [&log](const engine::Knowledge& knowledge,
                           const PatientState& before) {
    return log.RecordLog(knowledge, before);
  };
  command->decide = [&log](const Change& change) { return log.Decide(change); };
}

}  // namespace tonus
