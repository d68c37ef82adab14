// SPDX-License-Identifier: Apache-2.0
// The first row of a table, which names its columns, and what a spreadsheet may
// have made of it.

#ifndef TONUS_SERVICES_CLIENT_CSV_HEADER_H_
#define TONUS_SERVICES_CLIENT_CSV_HEADER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/client/csv_reader.h"

namespace tonus::client {

// INVALID_ARGUMENT when the first line of `text` is separated by tabs,
// semicolons or bars instead of commas; the message says what to do.
absl::Status CheckSeparator(absl::string_view text);

// Returns the columns that `row` names, each in the letters of `known`,
// whatever case it is written in. A column without a name is "".
//   INVALID_ARGUMENT  a name is not known, or stands twice. The message begins
//                     with the line.
absl::StatusOr<std::vector<std::string>> ReadHeader(
    const CsvRow& row, absl::Span<const absl::string_view> known);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_CSV_HEADER_H_
