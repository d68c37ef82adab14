// SPDX-License-Identifier: Apache-2.0
#include "services/client/result_flag.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/matchers.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOkAndHolds;
using ::tonus::testing::StatusIs;

struct Accepted {
  std::string text;
  std::string result;
};

using AcceptedTest = ::testing::TestWithParam<Accepted>;

TEST_P(AcceptedTest, IsReadWhole) {
  EXPECT_THAT(ParseResult(GetParam().text),
              IsOkAndHolds(EqualsProto(GetParam().result)));
}

INSTANTIATE_TEST_SUITE_P(
    Results, AcceptedTest,
    ::testing::Values(
        Accepted{"mod_thomas_hip:L=3",
                 R"(test: "mod_thomas_hip" side: SIDE_LEFT value: 3)"},
        Accepted{"mod_thomas_hip:r=-8.5",
                 R"(test: "mod_thomas_hip" side: SIDE_RIGHT value: -8.5)"},
        Accepted{"sorensen:M=0",
                 R"(test: "sorensen" side: SIDE_MIDLINE value: 0)"},
        Accepted{"a:left=1,pain_limited",
                 R"(test: "a" side: SIDE_LEFT value: 1 pain_limited: true)"},
        Accepted{"a:L=1,pelvis_controlled=false,warmed_up=true",
                 R"(test: "a" side: SIDE_LEFT value: 1
                    pelvis_controlled: false warmed_up: true)"},
        Accepted{"a:L=1,assessor=self,protocol=belt",
                 R"(test: "a" side: SIDE_LEFT value: 1
                    assessor: ASSESSOR_SELF
                    protocol: DYNAMOMETRY_PROTOCOL_BELT)"}));

struct Rejected {
  std::string text;
  std::string complaint;
};

using RejectedTest = ::testing::TestWithParam<Rejected>;

TEST_P(RejectedTest, NamesTheArgumentAndWhatToDo) {
  EXPECT_THAT(ParseResult(GetParam().text),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("--result " + GetParam().text + ": "),
                             HasSubstr(GetParam().complaint))));
}

INSTANTIATE_TEST_SUITE_P(
    Results, RejectedTest,
    ::testing::Values(
        Rejected{"", "write TEST:SIDE=VALUE"},
        Rejected{"mod_thomas_hip", "write TEST:SIDE=VALUE"},
        Rejected{"mod_thomas_hip=3", "write TEST:SIDE=VALUE"},
        Rejected{"mod_thomas_hip:L", "write TEST:SIDE=VALUE"},
        Rejected{":L=3", "write TEST:SIDE=VALUE"},
        Rejected{"a:X=3", "the side is 'X', not L, R or M"},
        Rejected{"a:=3", "the side is '', not L, R or M"},
        Rejected{"a:L=", "the value is '', not a number"},
        Rejected{"a:L=three", "the value is 'three', not a number"},
        Rejected{"a:L=3deg", "the value is '3deg', not a number"},
        Rejected{"a:L=nan", "the value is 'nan', not a number"},
        Rejected{"a:L=inf", "the value is 'inf', not a number"},
        Rejected{"a:L=1e999", "the value is '1e999', not a number"},
        Rejected{"a:L=3,cold", "unknown attribute 'cold'; known are"},
        Rejected{"a:L=3,", "unknown attribute ''; known are"},
        Rejected{"a:L=3,warmed_up=maybe",
                 "warmed_up is 'maybe', not true or false"},
        Rejected{"a:L=3,warmed_up=", "warmed_up is '', not true or false"},
        Rejected{"a:L=3,assessor=friend",
                 "assessor is 'friend', not clinician or self"},
        Rejected{"a:L=3,protocol", "protocol is 'true', not belt or manual"}));

TEST(MuscleSideTest, ReadsMuscleAndSide) {
  EXPECT_THAT(
      ParseMuscleSide("--tender", "iliopsoas:R"),
      IsOkAndHolds(EqualsProto(R"pb(muscle: "iliopsoas" side: SIDE_RIGHT)pb")));
}

TEST(MuscleSideTest, NamesTheFlagInAnError) {
  for (const char* text : {"iliopsoas", ":R", "", "iliopsoas:up"}) {
    EXPECT_THAT(ParseMuscleSide("--tender", text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr(std::string("--tender ") + text + ": ")));
  }
}

}  // namespace
}  // namespace tonus::client
