// SPDX-License-Identifier: Apache-2.0
#include "services/client/time_flag.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace tonus::client {

absl::StatusOr<v1::Date> ParseDate(absl::string_view argument,
                                   absl::string_view text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) {
    return absl::InvalidArgumentError(absl::StrCat(
        argument, " ", text, ": write a day as YYYY-MM-DD, for example ",
        "2026-03-01"));
  }
  v1::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

absl::StatusOr<google::protobuf::Timestamp> ParseTime(
    absl::string_view argument, absl::string_view text) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat(argument, " ", text,
                     ": write a time with its zone, for example "
                     "2026-03-01T07:30:00Z"));
  }
  google::protobuf::Timestamp timestamp;
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int>((time - absl::FromUnixSeconds(seconds)) /
                                       absl::Nanoseconds(1)));
  return timestamp;
}

}  // namespace tonus::client
