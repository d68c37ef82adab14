// SPDX-License-Identifier: Apache-2.0
#include "services/patient/due_outline.h"

#include <algorithm>
#include <set>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/pauses.h"
#include "services/engine/training_days.h"

namespace tonus {
namespace {

using storage::v1::CurrentRoutine;

// Whether `day` is one of a pause whose end is known.
bool IsLeftOut(const v1::Pause& pause, absl::CivilDay day) {
  return pause.has_end_date() && engine::IsPaused(pause, day);
}

// The first of `weekdays` from `day` on that is in no pause whose end is known.
absl::CivilDay NextFree(const CurrentRoutine& current,
                        const std::set<absl::Weekday>& weekdays,
                        absl::CivilDay day) {
  while (true) {
    day = engine::NextOf(weekdays, day);
    const auto pause = absl::c_find_if(
        current.pauses(),
        [&](const v1::Pause& one) { return IsLeftOut(one, day); });
    if (pause == current.pauses().end()) return day;
    day = engine::ToCivilDay(pause->end_date()) + 1;
  }
}

// The days on which the person may train; none for all.
std::set<absl::Weekday> TrainingDays(const CurrentRoutine& current) {
  std::set<absl::Weekday> weekdays;
  for (const int day : current.training_days()) {
    weekdays.insert(static_cast<absl::Weekday>(day - v1::WEEKDAY_MONDAY));
  }
  return weekdays;
}

}  // namespace

const v1::Pause* PauseOn(const CurrentRoutine& current, absl::CivilDay day) {
  const auto found = absl::c_find_if(
      current.pauses(),
      [&](const v1::Pause& pause) { return engine::IsPaused(pause, day); });
  return found == current.pauses().end() ? nullptr : &*found;
}

bool IsOpen(const CurrentRoutine& current, int number) {
  return absl::c_linear_search(current.open_sessions(), number);
}

bool WaitsForEnd(const CurrentRoutine& current, absl::CivilDay today,
                 absl::CivilDay day) {
  const v1::Pause* pause = PauseOn(current, std::max(today, day));
  return pause != nullptr && !pause->has_end_date();
}

bool IsOverdue(const CurrentRoutine& current, absl::CivilDay today) {
  if (!current.missed_sessions().empty() ||
      WaitsForEnd(current, today, today)) {
    return false;
  }
  const auto& sessions = current.outline().sessions();
  const auto next = absl::c_find_if(sessions, [&](const v1::Session& line) {
    return IsOpen(current, line.number());
  });
  return next != sessions.end() && engine::ToCivilDay(next->date()) < today;
}

namespace {

absl::CivilDay DayOfNext(const CurrentRoutine& current, absl::CivilDay today) {
  return engine::DayOfNext(
      [&](absl::CivilDay day) { return PauseOn(current, day); }, today);
}

}  // namespace

int NextSessionOn(const CurrentRoutine& current, absl::CivilDay today) {
  return engine::NextSessionOn(
      current.outline(),
      {current.open_sessions().begin(), current.open_sessions().end()},
      current.missed_sessions(), DayOfNext(current, today));
}

absl::CivilDay DueDayOfNext(const CurrentRoutine& current,
                            const v1::Session& next, absl::CivilDay today) {
  if (IsOverdue(current, today)) {
    return NextFree(current, TrainingDays(current), today);
  }
  const absl::CivilDay planned = engine::ToCivilDay(next.date());
  return current.missed_sessions().empty()
             ? planned
             : std::max(planned, DayOfNext(current, today));
}

v1::Routine DueOutline(const engine::Knowledge& knowledge,
                       const CurrentRoutine& current, absl::CivilDay today) {
  v1::Routine due = current.outline();
  const std::set<absl::Weekday> weekdays = engine::SessionWeekdays(due);
  const int next = NextSessionOn(current, today);
  absl::CivilDay earliest = absl::CivilDay::min();
  for (v1::Session& line : *due.mutable_sessions()) {
    if (!IsOpen(current, line.number())) continue;
    absl::CivilDay day = engine::ToCivilDay(line.date());
    if (line.number() == next) {
      day = DueDayOfNext(current, line, today);
    } else if (day < earliest) {
      day = NextFree(current, weekdays, earliest);
    }
    *line.mutable_date() = engine::ToDate(day);
    earliest = day + knowledge.pack().session().days_between();
  }
  return due;
}

}  // namespace tonus
