// SPDX-License-Identifier: Apache-2.0
// Reads what is written after --self-test.

#ifndef TONUS_SERVICES_CLIENT_SELF_TEST_FLAG_H_
#define TONUS_SERVICES_CLIENT_SELF_TEST_FLAG_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/progress.pb.h"

namespace tonus::client {

// Returns the test written as TEST:SIDE and one or both of `,before=VALUE` and
// `,after=VALUE`, in the unit of the test. Whether the test exists and takes
// the values is the server's to judge.
//   INVALID_ARGUMENT  the message quotes `text` and says what is missing.
absl::StatusOr<v1::SelfTest> ParseSelfTest(absl::string_view text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_SELF_TEST_FLAG_H_
