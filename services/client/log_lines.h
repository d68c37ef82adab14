// SPDX-License-Identifier: Apache-2.0
// Reads logs that were kept in a file, one in a line.

#ifndef TONUS_SERVICES_CLIENT_LOG_LINES_H_
#define TONUS_SERVICES_CLIENT_LOG_LINES_H_

#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/log_entry.pb.h"

namespace tonus::client {

// A log and the number of its line, from 1.
struct LogOfLine {
  int line = 0;
  v1::LogEntry entry;
};

// Returns the logs of `input`, a tonus.v1.LogEntry in JSON in each line that is
// not empty. `name` is that of the file.
//   INVALID_ARGUMENT  a line is no such log, or too long; the message names it.
absl::StatusOr<std::vector<LogOfLine>> ReadLogLines(absl::string_view name,
                                                    std::istream& input);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_LOG_LINES_H_
