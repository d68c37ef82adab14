// SPDX-License-Identifier: Apache-2.0
// Reads comma-separated values (RFC 4180): quotes, doubled quotes, line breaks
// inside quotes, CRLF or LF, a byte order mark.

#ifndef TONUS_SERVICES_CLIENT_CSV_READER_H_
#define TONUS_SERVICES_CLIENT_CSV_READER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tonus::client {

inline constexpr size_t kMaxCsvBytes = size_t{64} << 20;
inline constexpr size_t kMaxCsvFieldBytes = 4096;

struct CsvRow {
  int line = 0;  // On which the row begins, from 1.
  std::vector<std::string> fields;
};

// Returns the rows of `text`, without blank lines. White space around a field
// that is not quoted is no part of it.
//   INVALID_ARGUMENT  the text is not UTF-8, too large, or not CSV: a quote
//                     stands inside a field, text follows a closing quote, or
//                     one is missing. The message begins with the line.
absl::StatusOr<std::vector<CsvRow>> ReadCsv(absl::string_view text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_CSV_READER_H_
