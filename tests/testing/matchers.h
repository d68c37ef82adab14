// SPDX-License-Identifier: Apache-2.0
// Matchers for statuses and messages, which Debian's Abseil does not ship.

#ifndef TONUS_TESTS_TESTING_MATCHERS_H_
#define TONUS_TESTS_TESTING_MATCHERS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace tonus::testing {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}

template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "has status code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message,
           "has status code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg);
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(
             message, std::string(StatusOf(arg).message()), result_listener);
}

MATCHER_P(IsOkAndHolds, matcher, "is OK and holds a value that fits") {
  if (!arg.ok()) {
    *result_listener << arg.status();
    return false;
  }
  return ::testing::SafeMatcherCast<decltype(*arg)>(matcher).MatchAndExplain(
      *arg, result_listener);
}

// Parses text proto; a text that does not parse fails the test.
template <typename Message>
Message ParseText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

// Compares with a message given as text proto.
MATCHER_P(EqualsProto, text, "equals " + std::string(text)) {
  std::decay_t<decltype(arg)> expected;
  if (!google::protobuf::TextFormat::ParseFromString(text, &expected)) {
    *result_listener << "expectation does not parse";
    return false;
  }
  google::protobuf::util::MessageDifferencer differencer;
  std::string difference;
  differencer.ReportDifferencesToString(&difference);
  const bool equal = differencer.Compare(expected, arg);
  *result_listener << difference;
  return equal;
}

}  // namespace tonus::testing

#define TONUS_ASSERT_OK_AND_ASSIGN(declaration, expression)              \
  TONUS_ASSERT_OK_AND_ASSIGN_INNER(TONUS_TEST_CONCAT(result_, __LINE__), \
                                   declaration, expression)
#define TONUS_TEST_CONCAT_INNER(a, b) a##b
#define TONUS_TEST_CONCAT(a, b) TONUS_TEST_CONCAT_INNER(a, b)
#define TONUS_ASSERT_OK_AND_ASSIGN_INNER(result, declaration, expression) \
  auto result = (expression);                                             \
  ASSERT_TRUE((result).ok()) << (result).status();                        \
  declaration = *std::move(result)

#endif  // TONUS_TESTS_TESTING_MATCHERS_H_
