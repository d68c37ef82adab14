// SPDX-License-Identifier: Apache-2.0
// What one cell of a table says of a result.
//
// Complaints are INVALID_ARGUMENT and go on from the name of the column: "is
// '3,5', not a number such as 3 or -5.6; write 3.5".

#ifndef TONUS_SERVICES_CLIENT_RESULT_CELL_H_
#define TONUS_SERVICES_CLIENT_RESULT_CELL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/timestamp.pb.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::client {

// The complaint that a cell holds `text`, and what is `wanted` there.
absl::Status WrongCell(absl::string_view text, absl::string_view wanted);

absl::StatusOr<bool> ParseTruth(const std::string& text);

// Returns the time, or the beginning of the day, that `text` says.
absl::StatusOr<google::protobuf::Timestamp> ParseWhen(const std::string& text);

// Whether `text` is a number with a comma instead of a point.
bool IsDecimalComma(absl::string_view text);

// Whether the cells of `column` are about the result of their row.
bool IsResultColumn(absl::string_view column);

// Sets what the cell of a result's column says.
absl::Status SetResultCell(absl::string_view column, const std::string& text,
                           v1::TestResult* result);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_RESULT_CELL_H_
