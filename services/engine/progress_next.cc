// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_next.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/measure_schedule.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/pauses.h"
#include "services/engine/policy.h"

namespace tonus::engine {
namespace {

void TellSession(const ProgressCase& of, v1::NextSteps* next) {
  const auto pause_on = [&](absl::CivilDay day) -> const v1::Pause* {
    const storage::v1::PauseFact* fact = PauseOn(of.facts, day);
    return fact == nullptr ? nullptr : &fact->pause();
  };
  const int number =
      NextSessionOn(of.due, OpenSessions(of.facts, of.due),
                    ChoiceOf(of.knowledge, of.facts, of.today, kMissedSessions),
                    DayOfNext(pause_on, of.today));
  if (number == 0) return;
  next->set_session_number(number);
  for (const v1::Session& session : of.due.sessions()) {
    if (session.number() != number) continue;
    // It waits for the end of a pause, also one whose day was before it.
    const absl::CivilDay due =
        std::max(ToCivilDay(session.date()),
                 next->has_pause() ? of.today : absl::CivilDay::min());
    if (PauseOn(of.facts, due) == nullptr) {
      *next->mutable_session_date() = session.date();
    }
  }
}

void TellRetest(const v1::Progress& progress, v1::NextSteps* next) {
  for (const v1::RetestState state :
       {v1::RETEST_STATE_DUE, v1::RETEST_STATE_AHEAD}) {
    const auto found = absl::c_find_if(progress.retests(),
                                       [&](const v1::RetestProgress& retest) {
                                         return retest.state() == state;
                                       });
    if (found == progress.retests().end()) continue;
    *next->mutable_retest() = *found;
    return;
  }
}

bool AsksForTests(const Knowledge& knowledge, const std::string& rule) {
  const auto is_it = [&](const auto& row) { return row.rule() == rule; };
  return absl::c_any_of(knowledge.pack().retest_rules(), is_it) ||
         absl::c_any_of(knowledge.pack().adaptation_rules(), is_it);
}

// What was done or measured asks for tests beside those of the retests.
void TellTests(const ProgressCase& of, v1::NextSteps* next) {
  for (const v1::TestRequest& request : of.interpretation.test_requests()) {
    if (AsksForTests(of.knowledge, request.rule())) {
      *next->add_tests() = request;
    }
  }
}

}  // namespace

void TellNext(const ProgressCase& of, v1::Progress* progress) {
  v1::NextSteps* next = progress->mutable_next();
  // The more serious of what the programme and what today's facts say.
  next->set_gate(std::max(of.interpretation.gate(), of.due.gate()));
  const storage::v1::PauseFact* pause = PauseOn(of.facts, of.today);
  if (pause != nullptr) {
    *next->mutable_pause()->mutable_start_date() = pause->pause().start_date();
    if (pause->pause().has_end_date()) {
      *next->mutable_pause()->mutable_end_date() = pause->pause().end_date();
    }
    next->mutable_pause()->set_reason(pause->pause().reason());
  }
  if (next->gate() != v1::GATE_OK) return;
  TellSession(of, next);
  TellRetest(*progress, next);
  TellTests(of, next);
  for (v1::MeasureDue& due : MeasuresDue(of, *progress)) {
    next->add_measures()->Swap(&due);
  }
}

}  // namespace tonus::engine
