// SPDX-License-Identifier: Apache-2.0
// Reads days and times as people type them.

#ifndef TONUS_SERVICES_CLIENT_TIME_FLAG_H_
#define TONUS_SERVICES_CLIENT_TIME_FLAG_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "tonus/v1/date.pb.h"

namespace tonus::client {

// Returns the day written as YYYY-MM-DD. `argument` is the flag to name.
//   INVALID_ARGUMENT  it is no day of the calendar.
absl::StatusOr<v1::Date> ParseDate(absl::string_view argument,
                                   absl::string_view text);

// Returns the time written as RFC 3339, for example 2026-03-01T07:30:00Z.
//   INVALID_ARGUMENT  it is no time.
absl::StatusOr<google::protobuf::Timestamp> ParseTime(
    absl::string_view argument, absl::string_view text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_TIME_FLAG_H_
