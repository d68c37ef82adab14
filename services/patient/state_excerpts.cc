// SPDX-License-Identifier: Apache-2.0
#include "services/patient/state_excerpts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "services/engine/absence.h"
#include "services/engine/check_in.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/override_days.h"
#include "services/engine/policy.h"
#include "services/engine/progress.h"
#include "services/engine/time_zone.h"
#include "services/engine/training_days.h"
#include "services/patient/event_chain.h"
#include "services/patient/resting_block.h"
#include "services/resource_names.h"
#include "services/timestamp.h"

namespace tonus {
namespace {

// Moves the sessions that were not done to later days of the week on which
// there are sessions, so far that a day of rest is left after each one before,
// whenever that was done.
void LeaveRestDays(const engine::Knowledge& knowledge,
                   const storage::v1::PatientFacts& facts,
                   v1::Routine* outline) {
  const std::set<absl::Weekday> weekdays = engine::SessionWeekdays(*outline);
  absl::CivilDay earliest = absl::CivilDay::min();
  for (v1::Session& session : *outline->mutable_sessions()) {
    absl::CivilDay done = absl::CivilDay::min();
    for (const storage::v1::LogFact& fact : facts.logs()) {
      if (fact.log().session_number() != session.number()) continue;
      done = std::max(
          done, DayIn(facts.time_zone(), FromTimestamp(fact.effective_time())));
    }
    if (done == absl::CivilDay::min()) {
      done = engine::ToCivilDay(session.date());
      if (done < earliest) done = engine::NextOf(weekdays, earliest);
      *session.mutable_date() = engine::ToDate(done);
    }
    earliest = done + knowledge.pack().session().days_between();
  }
}

// From which day on an absence may change the plan as it was issued.
std::optional<absl::CivilDay> AbsenceDate(
    const engine::Knowledge& knowledge,
    const storage::v1::PatientState& state) {
  const v1::Routine& outline = state.outline();
  if (outline.gate() != v1::GATE_OK) return std::nullopt;
  const std::string& zone = state.facts().time_zone();
  const absl::CivilDay issued =
      DayIn(zone, FromTimestamp(outline.create_time()));
  const storage::v1::PatientFacts facts = FactsWithRests(state, issued);
  return engine::NextAbsence(knowledge, facts, ShiftedOutline(state, facts),
                             issued, ZoneOf(zone));
}

}  // namespace

v1::Patient PatientOf(absl::string_view patient,
                      const storage::v1::PatientState& state) {
  v1::Patient resource;
  resource.set_name(PatientName{std::string(patient)}.ToString());
  resource.set_external_id(state.facts().external_id());
  *resource.mutable_profile() = engine::CurrentProfile(state.facts());
  resource.set_time_zone(state.facts().time_zone());
  *resource.mutable_create_time() = state.head().create_time();
  *resource.mutable_update_time() = state.head().update_time();
  resource.set_revision(state.head().revision());
  resource.set_etag(
      Etag(state.head().revision(), state.head().last_event_sha256()));
  return resource;
}

storage::v1::CurrentRoutine DueBasis(const engine::Knowledge& knowledge,
                                     const storage::v1::PatientFacts& facts,
                                     const v1::Routine& outline,
                                     absl::CivilDay day) {
  storage::v1::CurrentRoutine current;
  *current.mutable_outline() = outline;
  current.set_next_session(engine::NextSession(facts, outline));
  current.set_time_zone(facts.time_zone());
  *current.mutable_training_days() =
      engine::CurrentProfile(facts).training_days();
  for (const storage::v1::PauseFact& fact : facts.pauses()) {
    if (fact.pause().has_end_date() &&
        engine::ToCivilDay(fact.pause().end_date()) < day) {
      continue;
    }
    v1::Pause* pause = current.add_pauses();
    *pause = fact.pause();
    *pause->mutable_create_time() = fact.effective_time();
    pause->set_revision(fact.revision());
  }
  for (const int number : engine::OpenSessions(facts, outline)) {
    current.add_open_sessions(number);
  }
  const std::string missed =
      engine::ChoiceOf(knowledge, facts, day, engine::kMissedSessions);
  if (missed == engine::kMergeMissed || missed == engine::kDropMissed) {
    current.set_missed_sessions(missed);
  }
  LeaveRestDays(knowledge, facts, current.mutable_outline());
  return current;
}

storage::v1::CurrentRoutine CurrentRoutineOf(
    const engine::Knowledge& knowledge,
    const storage::v1::PatientState& state) {
  const storage::v1::PatientFacts& facts = state.facts();
  storage::v1::CurrentRoutine current = DueBasis(
      knowledge, facts, state.outline(),
      DayIn(facts.time_zone(), FromTimestamp(state.head().update_time())));
  current.set_revision(state.head().revision());
  if (const auto absence = AbsenceDate(knowledge, state)) {
    *current.mutable_absence_date() = engine::ToDate(*absence);
  }
  current.set_overrides_change(engine::OverridesChangeAfter(
      facts,
      DayIn(facts.time_zone(), FromTimestamp(state.outline().create_time()))));
  if (facts.check_ins().empty()) return current;
  const storage::v1::CheckInFact& last =
      facts.check_ins(facts.check_ins_size() - 1);
  if (engine::MayReplaceSession(knowledge, last)) {
    storage::v1::ReliefDay* relief = current.mutable_relief();
    relief->set_session_number(last.session_number());
    *relief->mutable_date() = engine::ToDate(
        DayIn(facts.time_zone(), FromTimestamp(last.effective_time())));
  }
  return current;
}

absl::TimeZone ZoneOf(const std::string& time_zone) {
  return engine::ZoneOf(time_zone);
}

absl::CivilDay DayIn(const std::string& time_zone, absl::Time time) {
  return absl::ToCivilDay(time, ZoneOf(time_zone));
}

}  // namespace tonus
