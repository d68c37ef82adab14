// SPDX-License-Identifier: Apache-2.0
#include "services/patient/due_outline.h"

#include <set>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/pauses.h"
#include "services/engine/training_days.h"

namespace tonus {
namespace {

using storage::v1::CurrentRoutine;

bool IsOpen(const CurrentRoutine& current, int number) {
  return absl::c_linear_search(current.open_sessions(), number);
}

// The day for an overdue session: today, or the next one on which the person
// may train.
absl::CivilDay DayForOverdue(const CurrentRoutine& current,
                             absl::CivilDay today) {
  std::set<absl::Weekday> weekdays;
  for (const int day : current.training_days()) {
    weekdays.insert(static_cast<absl::Weekday>(day - v1::WEEKDAY_MONDAY));
  }
  return engine::NextOf(weekdays, today);
}

}  // namespace

const v1::Pause* PauseOn(const CurrentRoutine& current, absl::CivilDay day) {
  const auto found = absl::c_find_if(
      current.pauses(),
      [&](const v1::Pause& pause) { return engine::IsPaused(pause, day); });
  return found == current.pauses().end() ? nullptr : &*found;
}

bool IsOverdue(const CurrentRoutine& current, absl::CivilDay today) {
  if (!current.missed_sessions().empty() ||
      PauseOn(current, today) != nullptr) {
    return false;
  }
  const auto& sessions = current.outline().sessions();
  const auto next = absl::c_find_if(sessions, [&](const v1::Session& line) {
    return IsOpen(current, line.number());
  });
  return next != sessions.end() && engine::ToCivilDay(next->date()) < today;
}

v1::Routine DueOutline(const engine::Knowledge& knowledge,
                       const CurrentRoutine& current, absl::CivilDay today) {
  v1::Routine due = current.outline();
  const std::set<absl::Weekday> weekdays = engine::SessionWeekdays(due);
  bool overdue = IsOverdue(current, today);
  absl::CivilDay earliest = absl::CivilDay::min();
  for (v1::Session& line : *due.mutable_sessions()) {
    if (!IsOpen(current, line.number())) continue;
    absl::CivilDay day = engine::ToCivilDay(line.date());
    if (overdue) {
      day = DayForOverdue(current, today);
      overdue = false;
    } else if (day < earliest) {
      day = engine::NextOf(weekdays, earliest);
    }
    *line.mutable_date() = engine::ToDate(day);
    earliest = day + knowledge.pack().session().days_between();
  }
  return due;
}

}  // namespace tonus
