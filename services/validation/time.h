// SPDX-License-Identifier: Apache-2.0
// Checks days, times and time zones.

#ifndef TONUS_SERVICES_VALIDATION_TIME_H_
#define TONUS_SERVICES_VALIDATION_TIME_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/error.h"
#include "tonus/v1/date.pb.h"

namespace tonus {

// How far ahead of ours a client's clock may be.
inline constexpr absl::Duration kClockTolerance = absl::Minutes(5);

// Adds a violation unless `time` lies between 1900 and `now` plus
// kClockTolerance.
void CheckPastTime(absl::string_view field,
                   const google::protobuf::Timestamp& time, absl::Time now,
                   Violations* violations);

// Adds a violation unless `date` is a day of the calendar, from 1900 to 2200.
void CheckDate(absl::string_view field, const v1::Date& date,
               Violations* violations);

// The same, and a violation of a day that has not begun anywhere on Earth.
void CheckPastDate(absl::string_view field, const v1::Date& date,
                   absl::Time now, Violations* violations);

// Adds a violation unless `time_zone` is empty or a zone of the IANA database.
void CheckTimeZone(absl::string_view field, absl::string_view time_zone,
                   Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_TIME_H_
