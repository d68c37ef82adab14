// SPDX-License-Identifier: Apache-2.0
// All that was ever logged, as the rows of the adaptation rules read it.
#include <memory>
#include <set>

#include "services/engine/breaks.h"
#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/home_exposures.h"
#include "services/engine/measurement.h"
#include "services/engine/pain_rise.h"
#include "services/engine/planned_relief.h"
#include "services/engine/relief_exposures.h"
#include "services/engine/weeks_trained.h"

namespace tonus::engine {

int BlockOf(const Knowledge& knowledge, int number) {
  const auto& weeks = knowledge.pack().week_shapes();
  return (number - 1) / weeks[weeks.size() - 1].last_session();
}

BlockDone ReadHistory(const Knowledge& knowledge,
                      const storage::v1::PatientFacts& facts,
                      const v1::Routine& outline, absl::CivilDay today,
                      absl::TimeZone zone) {
  v1::Routine all = outline;
  std::set<int> numbers;
  for (const v1::Session& session : outline.sessions()) {
    numbers.insert(session.number());
  }
  for (const storage::v1::LogFact& fact : facts.logs()) {
    const int number = fact.log().session_number();
    if (number < 1 || !numbers.insert(number).second) continue;
    v1::Session* session = all.add_sessions();
    session->set_number(number);
    session->set_week(knowledge.WeekOfSession(number).week());
    *session->mutable_date() =
        ToDate(absl::ToCivilDay(ToTime(fact.effective_time()), zone));
  }
  BlockDone history = ReadBlock(knowledge, facts, all, today, zone);
  AddReliefRuns(knowledge, facts, zone, &history);
  AddHomeDays(knowledge, facts, zone, &history);
  MarkPlannedRelief(knowledge, outline, &history);
  history.pain =
      std::make_shared<const PainHistory>(knowledge, facts, zone, history);
  history.weeks_trained = ReadWeeks(knowledge, facts, outline, history, today);
  history.breaks = ReadBreaks(knowledge, facts, outline, history, today);
  return history;
}

}  // namespace tonus::engine
