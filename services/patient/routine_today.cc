// SPDX-License-Identifier: Apache-2.0
#include "services/patient/routine_today.h"

#include "services/engine/deterministic_bytes.h"
#include "services/engine/expiry.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/patient/absence.h"
#include "services/patient/change_review.h"
#include "services/patient/issued_routine.h"
#include "services/patient/replan.h"
#include "services/patient/resting_block.h"
#include "services/patient/safe_plan.h"
#include "services/patient/session_days.h"
#include "services/patient/state_excerpts.h"
#include "services/patient/what_passed.h"
#include "services/resource_names.h"

namespace tonus {
namespace {

// Whether `outline`, which has sessions, can not be shown any more.
bool IsOver(const v1::Routine& outline, absl::CivilDay today) {
  return outline.gate() == v1::GATE_OK && engine::HasExpired(outline, today);
}

// `state` with the days of `anew` in its outline: what was done since it was
// issued may have moved them, and each session is planned for its own.
storage::v1::PatientState WithDaysOf(const v1::Routine& anew,
                                     storage::v1::PatientState state) {
  for (v1::Session& line : *state.mutable_outline()->mutable_sessions()) {
    for (const v1::Session& session : anew.sessions()) {
      if (session.number() == line.number()) {
        *line.mutable_date() = session.date();
      }
    }
  }
  return state;
}

}  // namespace

absl::StatusOr<std::optional<v1::Routine>> JudgeAnew(
    const engine::Knowledge& knowledge, const PatientLog& log,
    const PatientRef& ref, const storage::v1::PatientState& state,
    absl::Time now) {
  const absl::CivilDay today = DayIn(state.facts().time_zone(), now);
  // What follows from an absence waits for a review like any other change; what
  // a clinician said of the day does not.
  if (!IsOver(state.outline(), today) &&
      !MeetsOtherOverrides(knowledge, state, today) &&
      (AsksForReview(knowledge, state.facts(), today) ||
       !ChangesByAbsence(knowledge, state, today))) {
    return std::nullopt;
  }
  TONUS_ASSIGN_OR_RETURN(const std::optional<v1::Routine> stored,
                         ReadCurrentRoutine(log.records(), ref, state));
  storage::v1::PatientState known = state;
  TONUS_RETURN_IF_ERROR(FillWhatPassed(knowledge, log.records(), ref, today,
                                       state.facts(), &known));
  TONUS_ASSIGN_OR_RETURN(const Agreement agreed,
                         ReadAgreement(log, ref, known));
  v1::Routine anew =
      PlanSafely(knowledge, agreed, known.facts(),
                 engine::Interpret(knowledge, known.facts(), today), today);
  RestampRoutine(ref.patient, *stored, &anew);
  SetRests(known, today, &anew);
  return anew;
}

absl::StatusOr<RoutineToday> ReadToday(const PatientLog& log,
                                       const PatientRef& ref, absl::Time now) {
  RoutineToday result;
  TONUS_ASSIGN_OR_RETURN(result.current, log.records().ReadCurrent(ref));
  const absl::CivilDay today = DayIn(result.current.time_zone(), now);
  const bool may_be_absent =
      result.current.has_absence_date() &&
      engine::ToCivilDay(result.current.absence_date()) <= today;
  if (!IsOver(result.current.outline(), today) && !may_be_absent &&
      !result.current.overrides_change()) {
    return result;
  }
  TONUS_ASSIGN_OR_RETURN(const storage::v1::PatientState state,
                         log.ReadState(ref));
  const absl::StatusOr<SharedPack> pack = log.ReadPack(ref, state);
  if (!pack.ok()) {
    // Where the pack is of no use nothing is judged but what has expired.
    const bool stays = absl::IsFailedPrecondition(pack.status()) &&
                       !IsOver(result.current.outline(), today);
    if (!stays) return pack.status();
    return result;
  }
  TONUS_ASSIGN_OR_RETURN(result.anew, JudgeAnew(**pack, log, ref, state, now));
  result.current = CurrentRoutineOf(
      **pack,
      result.anew.has_value() ? WithDaysOf(*result.anew, state) : state);
  if (result.anew.has_value()) {
    v1::Routine* outline = result.current.mutable_outline();
    outline->set_gate(result.anew->gate());
    *outline->mutable_notices() = result.anew->notices();
  }
  return result;
}

absl::StatusOr<std::vector<std::string>> SessionsOf(
    const RoutineToday& today, const PatientRecords& records,
    const PatientRef& ref, int number, int limit) {
  if (!today.anew.has_value()) return records.ReadSessions(ref, number, limit);
  std::vector<std::string> sessions;
  for (const v1::Session& session : today.anew->sessions()) {
    if (session.number() < number ||
        static_cast<int>(sessions.size()) == limit) {
      continue;
    }
    sessions.push_back(engine::DeterministicBytes(session));
  }
  return sessions;
}

}  // namespace tonus
