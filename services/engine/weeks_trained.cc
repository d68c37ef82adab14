// SPDX-License-Identifier: Apache-2.0
#include "services/engine/weeks_trained.h"

#include <algorithm>
#include <set>

#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/pauses.h"
#include "services/engine/week_days.h"

namespace tonus::engine {
namespace {

constexpr int kAll = 100;  // Percent.

// How many sessions of the week were due, none being so on a day of a pause.
int DueIn(const storage::v1::PatientFacts& facts, const v1::Routine& outline,
          int week) {
  int due = 0;
  for (const v1::Session& session : outline.sessions()) {
    if (session.week() != week) continue;
    due += PauseOn(facts, ToCivilDay(session.date())) == nullptr ? 1 : 0;
  }
  return due;
}

}  // namespace

std::vector<WeekTrained> ReadWeeks(const Knowledge& knowledge,
                                   const storage::v1::PatientFacts& facts,
                                   const v1::Routine& outline,
                                   const BlockDone& history,
                                   absl::CivilDay today) {
  std::vector<WeekTrained> weeks;
  if (outline.sessions().empty()) return weeks;
  const int block = BlockOf(knowledge, outline.sessions(0).number());
  for (const auto& [number, days] : DaysOfWeeks(outline)) {
    const int due = DueIn(facts, outline, number);
    if (days.end > today || due == 0) continue;
    WeekTrained week;
    week.position = -1;
    std::set<int> done;
    std::set<int> begun;
    for (size_t i = 0; i < history.sessions.size(); ++i) {
      const SessionDone& session = history.sessions[i];
      if (!session.IsSession() || session.day >= days.end ||
          BlockOf(knowledge, session.number) != block) {
        continue;
      }
      week.position = static_cast<int>(i);
      if (!days.Has(session.day) || !session.begun) continue;
      begun.insert(session.number);
      week.sessions.push_back(week.position);
      if (session.done) done.insert(session.number);
    }
    if (week.position < 0) continue;
    week.percent =
        std::min<int>(kAll, static_cast<int>(done.size()) * kAll / due);
    week.begun = static_cast<int>(begun.size());
    weeks.push_back(week);
  }
  return weeks;
}

}  // namespace tonus::engine
