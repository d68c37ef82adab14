// SPDX-License-Identifier: Apache-2.0
// RoutineService.PauseRoutine and ResumeRoutine.

#include <optional>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/pauses.h"
#include "services/error.h"
#include "services/patient/done_sessions.h"
#include "services/patient/due_outline.h"
#include "services/patient/replan.h"
#include "services/patient/reply.h"
#include "services/patient/request_record.h"
#include "services/patient/resting_block.h"
#include "services/patient/session_days.h"
#include "services/patient/state_excerpts.h"
#include "services/patient/state_fold.h"
#include "services/resource_names.h"
#include "services/routine/routine_service.h"
#include "services/routine/session_choice.h"
#include "services/routine/session_reads.h"
#include "services/timestamp.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

using storage::v1::PauseFact;

constexpr int kMaxDays = 366;

void CheckPause(const v1::Pause& pause, Violations* violations) {
  if (pause.reason() == v1::PAUSE_REASON_UNSPECIFIED) {
    violations->Add("pause.reason", "is required");
  }
  CheckEnum("pause.reason", pause.reason(), violations);
  if (pause.has_start_date()) {
    CheckDate("pause.start_date", pause.start_date(), violations);
  }
  if (pause.has_end_date()) {
    CheckDate("pause.end_date", pause.end_date(), violations);
  }
}

// The days of a pause, once it is known which day it is.
absl::Status CheckDays(const v1::Pause& pause, absl::CivilDay today) {
  const absl::CivilDay start = engine::ToCivilDay(pause.start_date());
  Violations violations;
  if (start < today - kMaxDays || start > today + kMaxDays) {
    violations.Add("pause.start_date", "must be within a year of today");
  }
  if (pause.has_end_date()) {
    const absl::CivilDay end = engine::ToCivilDay(pause.end_date());
    if (end < start) {
      violations.Add("pause.end_date", "must not be before start_date");
    } else if (end - start >= kMaxDays) {
      violations.Add("pause.end_date", "must be within a year of start_date");
    }
  }
  return violations.ToStatus();
}

// Whether two pauses share a day.
bool Overlap(const v1::Pause& a, const v1::Pause& b) {
  return engine::IsPaused(a, engine::ToCivilDay(b.start_date())) ||
         engine::IsPaused(b, engine::ToCivilDay(a.start_date()));
}

v1::Pause PauseOf(const std::string& patient, const PauseFact& fact) {
  v1::Pause pause = fact.pause();
  pause.set_name(PauseName{patient, fact.revision()}.ToString());
  *pause.mutable_create_time() = fact.effective_time();
  pause.set_revision(fact.revision());
  return pause;
}

// The current routine with the days that its pauses leave; nullopt when they
// are the days that it has.
absl::StatusOr<std::optional<v1::Routine>> Shifted(
    const PatientRecords& records, const PatientRef& ref,
    const Change& change) {
  TONUS_ASSIGN_OR_RETURN(std::optional<v1::Routine> routine,
                         ReadCurrentRoutine(records, ref, change.before));
  if (!routine.has_value()) return std::nullopt;
  const std::string before = engine::DeterministicBytes(*routine);
  const absl::CivilDay today = DayIn(change.after.facts().time_zone(),
                                     FromTimestamp(change.event.record_time()));
  engine::ShiftByPauses(FactsWithRests(change.after, today), &*routine);
  KeepDone(change.before.done(), &*routine);
  if (engine::DeterministicBytes(*routine) == before) return std::nullopt;
  return routine;
}

// The same, planned again where sessions move to days of other overrides.
absl::StatusOr<std::optional<v1::Routine>> Moved(const PatientLog& log,
                                                 const PatientRef& ref,
                                                 const Change& change) {
  TONUS_ASSIGN_OR_RETURN(std::optional<v1::Routine> routine,
                         Shifted(log.records(), ref, change));
  storage::v1::PatientState after = change.after;
  if (routine.has_value()) FoldRoutine(*routine, &after);
  const absl::CivilDay today = DayIn(after.facts().time_zone(),
                                     FromTimestamp(change.event.record_time()));
  if (!MeetsOtherOverrides(change.knowledge, after, today)) return routine;
  TONUS_ASSIGN_OR_RETURN(std::optional<Replanned> replanned,
                         Replan(change.knowledge, log, ref, change.before,
                                change.after, today, Basis::kAgreed));
  if (replanned.has_value()) routine = std::move(replanned->routine);
  return routine;
}

// Fills which session is next, and when, as reads of sessions tell it.
template <typename Response>
void TellNext(const engine::Knowledge& knowledge,
              const storage::v1::PatientState& state, const Call& call,
              Response* response) {
  const storage::v1::CurrentRoutine current =
      CurrentRoutineOf(knowledge, state);
  const absl::CivilDay today = DayIn(current.time_zone(), call.time);
  const int next = NextSessionToday(current, call);
  response->set_next_session(next);
  const v1::Routine due = DueOutline(knowledge, current, today);
  const v1::Session* session = FindSession(due, next);
  if (session != nullptr &&
      !WaitsForEnd(current, today, engine::ToCivilDay(session->date()))) {
    *response->mutable_next_date() = session->date();
  }
}

// Fills the response of a change of the pauses and what follows from it.
template <typename Response>
absl::StatusOr<Decision> DecidePause(const PatientLog& log, const Call& call,
                                     const PatientRef& ref,
                                     const Change& change,
                                     const std::string& fact_id) {
  Decision decision;
  TONUS_ASSIGN_OR_RETURN(decision.routine, Moved(log, ref, change));
  Response response;
  for (const PauseFact& fact : change.after.facts().pauses()) {
    if (fact.fact_id() == fact_id) {
      *response.mutable_pause() = PauseOf(ref.patient, fact);
    }
  }
  storage::v1::PatientState after = change.after;
  if (decision.routine.has_value()) FoldRoutine(*decision.routine, &after);
  TellNext(change.knowledge, after, call, &response);
  response.set_revision(change.event.revision());
  decision.response = engine::DeterministicBytes(response);
  return decision;
}

absl::Status NotPaused() {
  return MakeError(absl::StatusCode::kFailedPrecondition, "NOT_PAUSED",
                   "the routine is not paused today, so there is nothing to "
                   "resume");
}

}  // namespace

absl::StatusOr<Serialized<v1::PauseRoutineResponse>>
RoutineService::PauseRoutine(Call& call,
                             const v1::PauseRoutineRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  Violations violations;
  CheckOptionalId("request_id", request.request_id(), &violations);
  CheckPause(request.pause(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  Command command = CommandFor("tonus.v1.RoutineService.PauseRoutine", request);
  command.record =
      [&](const engine::Knowledge&,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    if (!before.has_outline()) {
      return NotFound("tonus.v1.Routine", name.ToString());
    }
    const absl::CivilDay today = DayIn(before.facts().time_zone(), call.time);
    PauseFact fact;
    *fact.mutable_effective_time() = ToTimestamp(call.time);
    v1::Pause* pause = fact.mutable_pause();
    pause->set_reason(request.pause().reason());
    *pause->mutable_start_date() = request.pause().has_start_date()
                                       ? request.pause().start_date()
                                       : engine::ToDate(today);
    if (request.pause().has_end_date()) {
      *pause->mutable_end_date() = request.pause().end_date();
    }
    TONUS_RETURN_IF_ERROR(CheckDays(*pause, today));
    if (absl::c_any_of(before.facts().pauses(), [&](const PauseFact& other) {
          return Overlap(other.pause(), *pause);
        })) {
      return MakeError(absl::StatusCode::kFailedPrecondition, "ALREADY_PAUSED",
                       "another pause has some of these days; resume the "
                       "routine first, or choose other days");
    }
    fact.set_fact_id(FactId(request.request_id(), fact));
    fact.set_revision(before.head().revision() + 1);
    storage::v1::Event event;
    event.set_reason_code(v1::PauseReason_Name(pause->reason()));
    *event.mutable_routine_paused() = std::move(fact);
    return Record{std::move(event), ""};
  };
  command.decide = [&](const Change& change) {
    return DecidePause<v1::PauseRoutineResponse>(
        log_, call, RefOf(call, name.patient), change,
        change.event.routine_paused().fact_id());
  };
  return WriteAndReply<v1::PauseRoutineResponse>(log_, call, name.patient,
                                                 command);
}

absl::StatusOr<Serialized<v1::ResumeRoutineResponse>>
RoutineService::ResumeRoutine(Call& call,
                              const v1::ResumeRoutineRequest& request) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  Violations violations;
  CheckOptionalId("request_id", request.request_id(), &violations);
  TONUS_RETURN_IF_ERROR(violations.ToStatus());

  Command command =
      CommandFor("tonus.v1.RoutineService.ResumeRoutine", request);
  command.record =
      [&](const engine::Knowledge&,
          const storage::v1::PatientState& before) -> absl::StatusOr<Record> {
    if (!before.has_outline()) {
      return NotFound("tonus.v1.Routine", name.ToString());
    }
    const absl::CivilDay today = DayIn(before.facts().time_zone(), call.time);
    const PauseFact* fact = engine::PauseOn(before.facts(), today);
    if (fact == nullptr) return NotPaused();
    storage::v1::Event event;
    storage::v1::Resumption* resumption = event.mutable_routine_resumed();
    resumption->set_fact_id(fact->fact_id());
    // Today is free for a session again.
    *resumption->mutable_end_date() = engine::ToDate(today - 1);
    *resumption->mutable_effective_time() = ToTimestamp(call.time);
    return Record{std::move(event), ""};
  };
  command.decide = [&](const Change& change) {
    return DecidePause<v1::ResumeRoutineResponse>(
        log_, call, RefOf(call, name.patient), change,
        change.event.routine_resumed().fact_id());
  };
  return WriteAndReply<v1::ResumeRoutineResponse>(log_, call, name.patient,
                                                  command);
}

}  // namespace tonus
