// SPDX-License-Identifier: Apache-2.0
// A table that a case holds has nothing more and nothing less.
#include "services/engine/table_differences.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using knowledge::v1::Pack;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::ParseText;

constexpr char kPack[] = R"pb(
  exercises {
    id: "cat_cow"
    display_name: "Cat and cow"
    targets: [ "lumbar_spine", "thoracic_spine" ]
    per_side: true
    sets { low: 1 high: 2 }
  }
  exercises { id: "open_book" targets: "thoracic_spine" }
  week_shapes { week: 1 }
)pb";

std::vector<std::string> Differences(const std::string& tables) {
  return TableDifferences(ParseText<Pack>(tables), ParseText<Pack>(kPack));
}

TEST(TableDifferencesTest, ATableThatIsNotGivenMayHoldAnything) {
  EXPECT_THAT(Differences(""), IsEmpty());
  EXPECT_THAT(Differences("week_shapes { week: 1 }"), IsEmpty());
}

TEST(TableDifferencesTest, TextsForPeopleCountWhereTheyAreGiven) {
  EXPECT_THAT(Differences(R"pb(
                exercises {
                  id: "cat_cow"
                  targets: [ "lumbar_spine", "thoracic_spine" ]
                  per_side: true
                  sets { low: 1 high: 2 }
                }
                exercises { id: "open_book" targets: "thoracic_spine" }
              )pb"),
              IsEmpty());
  EXPECT_THAT(
      TableDifferences(
          ParseText<Pack>(
              "exercises { id: 'open_book' display_name: 'Open book' }"),
          ParseText<Pack>(
              "exercises { id: 'open_book' display_name: 'Book' }")),
      ElementsAre("modified: exercises[0].display_name: \"Open book\" -> "
                  "\"Book\" in `open_book`"));
}

TEST(TableDifferencesTest, AFieldThatIsNotGivenMustNotBeThere) {
  EXPECT_THAT(TableDifferences(ParseText<Pack>("week_shapes { week: 1 }"),
                               ParseText<Pack>("week_shapes { week: 1 pnf: "
                                               "true pnf_cycles { low: 3 } }")),
              ElementsAre("added: week_shapes[0].pnf: true",
                          "added: week_shapes[0].pnf_cycles: { low: 3 }"));
}

TEST(TableDifferencesTest, TheOrderOfAListCounts) {
  EXPECT_THAT(
      TableDifferences(ParseText<Pack>("exercises { targets: ['a', 'b'] }"),
                       ParseText<Pack>("exercises { targets: ['b', 'a'] }")),
      SizeIs(2));
}

// Where a row is lost all that come after it are others.
TEST(TableDifferencesTest, AFewOfManyAreTold) {
  EXPECT_THAT(Differences("week_shapes { week: 1 } week_shapes { week: 2 }"),
              ElementsAre("deleted: week_shapes[1]: { week: 2 }"));
  EXPECT_THAT(Differences("exercises { id: 'open_book' }"), SizeIs(4));
}

}  // namespace
}  // namespace tonus::engine
