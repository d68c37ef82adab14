// SPDX-License-Identifier: Apache-2.0
// Reads what is written after --result, --tender and --feels-tight.

#ifndef TONUS_SERVICES_CLIENT_RESULT_FLAG_H_
#define TONUS_SERVICES_CLIENT_RESULT_FLAG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::client {

// Returns the result written as TEST:SIDE=VALUE, the side being L, R or M, and
// then any of `,pain_limited`, `,pelvis_controlled=true|false`,
// `,warmed_up=true|false`, `,assessor=clinician|self` and
// `,protocol=belt|manual`. Whether the test exists and takes the value is the
// server's to judge.
//   INVALID_ARGUMENT  the message quotes `text` and says what is missing.
absl::StatusOr<v1::TestResult> ParseResult(absl::string_view text);

// Returns the test and side written as TEST:SIDE, or as TEST with the side
// unspecified, and no value. `flag` is the argument to name in an error.
//   INVALID_ARGUMENT  the message quotes `text` and says what is missing.
absl::StatusOr<v1::TestResult> ParseResultPlace(absl::string_view flag,
                                                absl::string_view text);

// Returns the target written as MUSCLE:SIDE. `argument` is the flag to name in
// an error.
//   INVALID_ARGUMENT  the message quotes `text` and says what is missing.
absl::StatusOr<v1::MuscleSide> ParseMuscleSide(absl::string_view flag,
                                               absl::string_view text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_RESULT_FLAG_H_
