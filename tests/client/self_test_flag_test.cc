// SPDX-License-Identifier: Apache-2.0
#include "services/client/self_test_flag.h"

#include "gtest/gtest.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using testing::EqualsProto;
using ::testing::HasSubstr;
using testing::IsOkAndHolds;
using testing::StatusIs;

TEST(SelfTestFlagTest, ValuesBeforeAndAfterOrOneOfThem) {
  EXPECT_THAT(ParseSelfTest("ftf:M,before=9,after=-7.5"),
              IsOkAndHolds(EqualsProto(
                  "test: 'ftf' side: SIDE_MIDLINE before: 9 after: -7.5")));
  EXPECT_THAT(
      ParseSelfTest("pslr:R,after=70"),
      IsOkAndHolds(EqualsProto("test: 'pslr' side: SIDE_RIGHT after: 70")));
}

TEST(SelfTestFlagTest, WhatIsMissingIsNamed) {
  for (const char* text :
       {"ftf,before=9", "ftf:M", "ftf:M,before", "ftf:M,before=far",
        "ftf:M,before=nan", "ftf:M,later=7", "ftf:M,"}) {
    EXPECT_THAT(ParseSelfTest(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("ftf:M,before=9,after=7")))
        << text;
  }
  for (const char* text : {"", ":M,before=9", "ftf:X,before=9"}) {
    EXPECT_THAT(
        ParseSelfTest(text),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--self-test")))
        << text;
  }
}

}  // namespace
}  // namespace tonus::client
