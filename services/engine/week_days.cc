// SPDX-License-Identifier: Apache-2.0
#include "services/engine/week_days.h"

#include <algorithm>
#include <iterator>

#include "services/engine/facts.h"

namespace tonus::engine {

std::map<int, WeekDays> DaysOfWeeks(const v1::Routine& outline) {
  constexpr int kDaysPerWeek = 7;
  std::map<int, WeekDays> weeks;
  for (const v1::Session& session : outline.sessions()) {
    WeekDays& week = weeks[session.week()];
    week.begin = std::min(week.begin, ToCivilDay(session.date()));
  }
  for (auto week = weeks.begin(); week != weeks.end(); ++week) {
    const auto next = std::next(week);
    week->second.end = next == weeks.end() ? week->second.begin + kDaysPerWeek
                                           : next->second.begin;
  }
  if (!weeks.empty()) weeks.begin()->second.begin = absl::CivilDay::min();
  return weeks;
}

}  // namespace tonus::engine
