// SPDX-License-Identifier: Apache-2.0
#include "services/engine/weeks_trained.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "services/engine/facts.h"
#include "services/engine/fired_rows.h"
#include "services/engine/pauses.h"

namespace tonus::engine {
namespace {

constexpr int kDaysPerWeek = 7;
constexpr int kAll = 100;  // Percent.

// The days of a week, the end being that of the next.
struct Span {
  absl::CivilDay begin = absl::CivilDay::max();
  absl::CivilDay end = absl::CivilDay::max();
  int due = 0;
};

std::map<int, Span> SpansOf(const storage::v1::PatientFacts& facts,
                            const v1::Routine& outline) {
  std::map<int, Span> spans;
  for (const v1::Session& session : outline.sessions()) {
    Span& span = spans[session.week()];
    const absl::CivilDay day = ToCivilDay(session.date());
    span.begin = std::min(span.begin, day);
    span.due += PauseOn(facts, day) == nullptr ? 1 : 0;
  }
  for (auto span = spans.begin(); span != spans.end(); ++span) {
    const auto next = std::next(span);
    span->second.end = next == spans.end() ? span->second.begin + kDaysPerWeek
                                           : next->second.begin;
  }
  return spans;
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
  for (const auto& [number, span] : SpansOf(facts, outline)) {
    if (span.end > today || span.due == 0) continue;
    WeekTrained week;
    week.position = -1;
    std::set<int> done;
    std::set<int> begun;
    for (size_t i = 0; i < history.sessions.size(); ++i) {
      const SessionDone& session = history.sessions[i];
      if (!session.IsSession() || session.day >= span.end ||
          BlockOf(knowledge, session.number) != block) {
        continue;
      }
      week.position = static_cast<int>(i);
      if (session.day < span.begin || !session.begun) continue;
      begun.insert(session.number);
      week.sessions.push_back(week.position);
      if (session.done) done.insert(session.number);
    }
    if (week.position < 0) continue;
    week.percent =
        std::min<int>(kAll, static_cast<int>(done.size()) * kAll / span.due);
    week.begun = static_cast<int>(begun.size());
    weeks.push_back(week);
  }
  return weeks;
}

}  // namespace tonus::engine
