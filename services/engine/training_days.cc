// SPDX-License-Identifier: Apache-2.0
#include "services/engine/training_days.h"

#include <algorithm>

#include "services/engine/facts.h"

namespace tonus::engine {

using knowledge::v1::SessionConstants;

namespace {

constexpr int kDaysPerWeek = 7;

// `start`'s day of the week, 0 for Monday.
int WeekdayOf(absl::CivilDay start) {
  return static_cast<int>(absl::GetWeekday(start));
}

// The training days as days after `first`, a day of the week from 0 for Monday.
std::vector<int> DaysAfter(const v1::Profile& profile, int first) {
  std::set<int> days;
  for (const int day : profile.training_days()) {
    if (day < v1::WEEKDAY_MONDAY || day > v1::WEEKDAY_SUNDAY) continue;
    const int weekday = day - v1::WEEKDAY_MONDAY;
    days.insert((weekday - first + kDaysPerWeek) % kDaysPerWeek);
  }
  return {days.begin(), days.end()};
}

// Adds to `chosen` the earliest of `days` from `from` on until there are
// enough. Returns whether there are; otherwise `chosen` is as before.
bool Choose(const SessionConstants& constants, const std::vector<int>& days,
            size_t from, std::vector<int>* chosen) {
  if (static_cast<int>(chosen->size()) == constants.sessions_per_week()) {
    // From the last to the first one of the next week.
    return chosen->size() < 2 ||
           chosen->front() + kDaysPerWeek - chosen->back() >=
               constants.days_between();
  }
  for (size_t i = from; i < days.size(); ++i) {
    if (!chosen->empty() &&
        days[i] - chosen->back() < constants.days_between()) {
      continue;
    }
    chosen->push_back(days[i]);
    if (Choose(constants, days, i + 1, chosen)) return true;
    chosen->pop_back();
  }
  return false;
}

}  // namespace

std::vector<int> SessionOffsets(const SessionConstants& constants,
                                const v1::Profile& profile,
                                absl::CivilDay start) {
  std::vector<int> chosen;
  if (Choose(constants, DaysAfter(profile, WeekdayOf(start)), 0, &chosen)) {
    return chosen;
  }
  for (int i = 0; i < constants.sessions_per_week(); ++i) {
    chosen.push_back(i * constants.days_between());
  }
  return chosen;
}

std::set<absl::Weekday> SessionWeekdays(const v1::Routine& routine) {
  std::set<absl::Weekday> weekdays;
  for (const v1::Session& session : routine.sessions()) {
    weekdays.insert(absl::GetWeekday(ToCivilDay(session.date())));
  }
  return weekdays;
}

absl::CivilDay NextOf(const std::set<absl::Weekday>& weekdays,
                      absl::CivilDay day) {
  while (!weekdays.empty() && !weekdays.contains(absl::GetWeekday(day))) ++day;
  return day;
}

bool FitTrainingDays(const SessionConstants& constants,
                     const v1::Profile& profile) {
  std::vector<int> chosen;
  return profile.training_days().empty() ||
         Choose(constants, DaysAfter(profile, /*first=*/0), 0, &chosen);
}

}  // namespace tonus::engine
