// SPDX-License-Identifier: Apache-2.0
#include "services/patient/block.h"

#include "services/engine/breaks.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/pauses.h"
#include "services/engine/planning.h"
#include "services/patient/block_end.h"
#include "services/patient/done_sessions.h"
#include "services/patient/next_block.h"
#include "services/patient/resting_block.h"
#include "services/patient/session_days.h"
#include "services/patient/state_excerpts.h"

namespace tonus {
namespace {

// Returns the sessions of a block that begins, as far as what was logged before
// needs them: what rests for the next sessions rests in these.
v1::Routine OutlineFrom(const engine::Knowledge& knowledge, int first,
                        absl::CivilDay start) {
  v1::Routine outline;
  *outline.mutable_start_date() = engine::ToDate(start);
  for (const auto& week : knowledge.pack().week_shapes()) {
    for (int i = week.first_session(); i <= week.last_session(); ++i) {
      v1::Session* session = outline.add_sessions();
      session->set_number(first + i - 1);
      session->set_week(week.week());
      *session->mutable_date() = outline.start_date();
    }
  }
  return outline;
}

// Tells in `outline` which of the sessions that were `done` were relief.
v1::Routine WithRelief(v1::Routine outline, const v1::Routine& done) {
  for (v1::Session& session : *outline.mutable_sessions()) {
    for (const v1::Session& was : done.sessions()) {
      if (was.number() == session.number()) session.set_relief(was.relief());
    }
  }
  return outline;
}

engine::Adaptation AdaptationIn(const v1::Routine& outline,
                                const engine::Knowledge& knowledge,
                                const storage::v1::PatientFacts& facts,
                                absl::CivilDay today) {
  const auto late = engine::ReadLateBegin(knowledge, facts, outline);
  if (facts.logs().empty() && facts.relief().empty() &&
      facts.home_logs().empty() && (!late.has_value() || today < late->day) &&
      engine::PassedSessions(knowledge, facts, outline, today).empty()) {
    return engine::Adaptation();
  }
  return engine::Adaptation(knowledge, facts, outline, today,
                            ZoneOf(facts.time_zone()));
}

// Makes the sessions, which the engine counts from 1, count from `first`.
void CountFrom(int first, v1::Routine* routine) {
  const int offset = first - 1;
  for (v1::Session& session : *routine->mutable_sessions()) {
    session.set_number(session.number() + offset);
  }
  for (v1::Retest& retest : *routine->mutable_retests()) {
    if (retest.before_session() > 0) {
      retest.set_before_session(retest.before_session() + offset);
    }
    if (retest.after_session() > 0) {
      retest.set_after_session(retest.after_session() + offset);
    }
  }
}

// What of `routine`, as the engine made it, tells its days.
v1::Routine DaysIn(const v1::Routine& routine) {
  v1::Routine days;
  *days.mutable_start_date() = routine.start_date();
  for (const v1::Session& session : routine.sessions()) {
    v1::Session* line = days.add_sessions();
    line->set_number(session.number());
    *line->mutable_date() = session.date();
  }
  return days;
}

}  // namespace

engine::Adaptation AdaptationOf(const engine::Knowledge& knowledge,
                                const storage::v1::PatientState& state,
                                absl::CivilDay today) {
  if (state.outline().rests().empty()) {
    return AdaptationIn(WithRelief(state.outline(), state.done()), knowledge,
                        state.facts(), today);
  }
  const storage::v1::PatientFacts facts = FactsWithRests(state, today);
  return AdaptationIn(WithRelief(ShiftedOutline(state, facts), state.done()),
                      knowledge, facts, today);
}

v1::Routine PlanBlock(const engine::Knowledge& knowledge,
                      const storage::v1::PatientState& before,
                      const storage::v1::PatientState& after,
                      const v1::Interpretation& interpretation,
                      absl::CivilDay today, WhenOver when_over,
                      const engine::Adaptation* agreed) {
  const v1::Routine& current = BlockOutline(before);
  // Who was kept from a block that is over by now gets the next one at once.
  const bool stays = when_over == WhenOver::kStay && !before.has_resting();
  const bool goes_on = current.sessions_size() > 0 &&
                       (stays || !IsBlockOver(knowledge, before, today));
  const absl::CivilDay start =
      goes_on ? engine::ToCivilDay(current.start_date())
              : NextBlockStart(knowledge, after.facts(), today);
  const int first = goes_on ? current.sessions(0).number()
                            : before.head().highest_session() + 1;
  const storage::v1::PatientFacts facts = FactsWithRests(after, today);
  engine::RunningBlock running;
  running.adaptation = AdaptationIn(
      goes_on ? WithRelief(ShiftedOutline(after, facts), before.done())
              : OutlineFrom(knowledge, first, start),
      knowledge, facts, today);
  if (agreed != nullptr) running.adaptation.HoldStepsUp(*agreed);
  running.first_session = first;
  if (goes_on) running.done = &before.done();
  const storage::v1::PatientFacts& pauses = goes_on ? facts : after.facts();
  const auto days_done = [&](const v1::Routine& planned) {
    v1::Routine outline = DaysIn(planned);
    CountFrom(first, &outline);
    engine::ShiftByPauses(pauses, &outline);
    return SessionDays(knowledge, after.facts(), outline, today);
  };
  v1::Routine routine =
      engine::PlanRoutine(knowledge, after.facts(), interpretation, start,
                          today, running, days_done);
  CountFrom(first, &routine);
  if (first > 1 && start > today) TellEasyWeek(knowledge, &routine);
  engine::ShiftByPauses(pauses, &routine);
  if (goes_on) KeepDone(before.done(), &routine);
  return routine;
}

}  // namespace tonus
