// SPDX-License-Identifier: Apache-2.0
// What one cell of a table says that a person told: answers to red flags and
// items of the history.

#ifndef TONUS_SERVICES_CLIENT_TOLD_CELL_H_
#define TONUS_SERVICES_CLIENT_TOLD_CELL_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/client/assessment_csv.h"

namespace tonus::client {

// Adds to `item` what the cell of `column` in row `line` says; nothing where
// the column is about something else. INVALID_ARGUMENT like that of
// SetResultCell().
absl::Status SetToldCell(absl::string_view column, const std::string& text,
                         int line, CsvItem* item);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_TOLD_CELL_H_
