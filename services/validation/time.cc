// SPDX-License-Identifier: Apache-2.0
#include "services/validation/time.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"
#include "services/engine/facts.h"

namespace tonus {
namespace {

constexpr absl::string_view kNotADate =
    "must be a day of the calendar from 1900 to 2200";

bool IsCalendarDay(const v1::Date& date) {
  if (date.year() < 1900 || date.year() > 2200) return false;
  // A civil day normalises what the calendar does not have.
  const absl::CivilDay day(date.year(), date.month(), date.day());
  return day.month() == date.month() && day.day() == date.day() &&
         day.year() == date.year();
}

// The time zone library also opens files by path; only names may pass.
bool LooksLikeAZoneName(absl::string_view name) {
  return name.size() <= 64 && absl::ascii_isalpha(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '_' || c == '+' || c == '-' ||
                  c == '/';
         });
}

}  // namespace

void CheckPastTime(absl::string_view field,
                   const google::protobuf::Timestamp& time, absl::Time now,
                   Violations* violations) {
  const absl::Time value =
      absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
  const absl::Time earliest =
      absl::FromCivil(absl::CivilDay(1900, 1, 1), absl::UTCTimeZone());
  if (time.nanos() < 0 || time.nanos() > 999999999 || value < earliest) {
    violations->Add(field, "must be a valid time not before 1900");
  } else if (value > now + kClockTolerance) {
    violations->Add(field, "must not lie more than 5 minutes in the future");
  }
}

void CheckDate(absl::string_view field, const v1::Date& date,
               Violations* violations) {
  if (!IsCalendarDay(date)) violations->Add(field, kNotADate);
}

void CheckPastDate(absl::string_view field, const v1::Date& date,
                   absl::Time now, Violations* violations) {
  if (!IsCalendarDay(date)) {
    violations->Add(field, kNotADate);
    return;
  }
  // The first places to see a day are 14 hours ahead of UTC.
  const absl::CivilDay latest =
      absl::ToCivilDay(now + absl::Hours(14), absl::UTCTimeZone());
  if (engine::ToCivilDay(date) > latest) {
    violations->Add(field, "must not lie in the future");
  }
}

void CheckTimeZone(absl::string_view field, absl::string_view time_zone,
                   Violations* violations) {
  if (time_zone.empty()) return;
  absl::TimeZone zone;
  if (!LooksLikeAZoneName(time_zone) || !absl::LoadTimeZone(time_zone, &zone)) {
    violations->Add(field,
                    "must be an IANA time zone such as Europe/Berlin, or empty "
                    "for UTC");
  }
}

}  // namespace tonus
