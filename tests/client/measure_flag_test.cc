// SPDX-License-Identifier: Apache-2.0
#include "services/client/measure_flag.h"

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
  std::string answers;
};

using AcceptedMeasureTest = ::testing::TestWithParam<Accepted>;

TEST_P(AcceptedMeasureTest, IsReadWhole) {
  EXPECT_THAT(ParseMeasure(GetParam().text),
              IsOkAndHolds(EqualsProto(GetParam().answers)));
}

INSTANTIATE_TEST_SUITE_P(
    Measures, AcceptedMeasureTest,
    ::testing::Values(
        Accepted{"odi:total=32", R"(measure: "odi" total: 32)"},
        Accepted{"psfs:total=5.7", R"(measure: "psfs" total: 5.7)"},
        Accepted{"groc:total=-3", R"(measure: "groc" total: -3)"},
        Accepted{"phq2:items=1,0",
                 R"(measure: "phq2" items { item: 1 answer: 1 }
                    items { item: 2 answer: 0 })"},
        Accepted{"groc:items=-2",
                 R"(measure: "groc" items { item: 1 answer: -2 })"},
        // An item without answer.
        Accepted{"odi:items=-,4,-,1",
                 R"(measure: "odi" items { item: 2 answer: 4 }
                    items { item: 4 answer: 1 })"},
        // From another item on.
        Accepted{"fabq_pa:items=2:6,5,12:1",
                 R"(measure: "fabq_pa" items { item: 2 answer: 6 }
                    items { item: 3 answer: 5 } items { item: 12 answer: 1 })"},
        Accepted{"phq2:total=1,items=1,0",
                 R"(measure: "phq2" total: 1 items { item: 1 answer: 1 }
                    items { item: 2 answer: 0 })"},
        Accepted{"phq2:items=1,0,total=1",
                 R"(measure: "phq2" total: 1 items { item: 1 answer: 1 }
                    items { item: 2 answer: 0 })"}));

struct Rejected {
  std::string text;
  std::string what;
};

using RejectedMeasureTest = ::testing::TestWithParam<Rejected>;

TEST_P(RejectedMeasureTest, IsQuotedWithWhatIsMissing) {
  EXPECT_THAT(ParseMeasure(GetParam().text).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("--measure " + GetParam().text),
                             HasSubstr(GetParam().what))));
}

INSTANTIATE_TEST_SUITE_P(
    Measures, RejectedMeasureTest,
    ::testing::Values(Rejected{"", "write MEASURE:total=SCORE"},
                      Rejected{"odi", "write MEASURE:total=SCORE"},
                      Rejected{":total=3", "write MEASURE:total=SCORE"},
                      Rejected{"odi:", "'' is neither total= nor items="},
                      Rejected{"odi:32", "'32' is neither total= nor items="},
                      Rejected{"odi:total=", "the total is ''"},
                      Rejected{"odi:total=nan", "the total is 'nan'"},
                      Rejected{"odi:total=x", "the total is 'x'"},
                      Rejected{"odi:items=", "the answer to item 1 is ''"},
                      Rejected{"odi:items=1,,2", "the answer to item 2 is ''"},
                      Rejected{"odi:items=1,2.5", "the answer to item 2"},
                      Rejected{"odi:items=x:1", "the item is 'x'"},
                      Rejected{"odi:items=0:1", "no measure has an item 0"},
                      Rejected{"odi:items=1001:1", "has an item 1001"},
                      Rejected{"odi:items=99999999999:1",
                               "the item is '99999999999'"}));

}  // namespace
}  // namespace tonus::client
