// SPDX-License-Identifier: Apache-2.0
// Reads what is written after --measure.

#ifndef TONUS_SERVICES_CLIENT_MEASURE_FLAG_H_
#define TONUS_SERVICES_CLIENT_MEASURE_FLAG_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/outcome.pb.h"

namespace tonus::client {

// Returns the answers written as MEASURE:total=SCORE, MEASURE:items=ANSWERS or
// both with a comma between them. ANSWERS are whole numbers in the order of the
// items, from item 1, with `-` for an item that was not answered; NUMBER:ANSWER
// goes on from that item. Whether the measure exists and takes the answers is
// the server's to judge.
//   INVALID_ARGUMENT  the message quotes `text` and says what is missing.
absl::StatusOr<v1::MeasureAnswers> ParseMeasure(absl::string_view text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_MEASURE_FLAG_H_
