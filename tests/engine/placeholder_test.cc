// SPDX-License-Identifier: Apache-2.0
#include "services/engine/placeholder.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Bracketed(absl::string_view name) {
  return absl::StrCat("<", name, ">");
}

TEST(PlaceholderTest, NamesInBracesAreReplaced) {
  EXPECT_EQ(FillIn("{a} and {b}: {a}.", Bracketed), "<a> and <b>: <a>.");
  EXPECT_EQ(FillIn("no name", Bracketed), "no name");
  EXPECT_EQ(FillIn("", Bracketed), "");
}

TEST(PlaceholderTest, ABraceThatIsNeverClosedStays) {
  EXPECT_EQ(FillIn("{a} {b", Bracketed), "<a> {b");
  EXPECT_EQ(FillIn("a} b", Bracketed), "a} b");
}

TEST(PlaceholderTest, NamesComeInOrder) {
  EXPECT_THAT(NamesIn("{b} {a}{} {b}"), ElementsAre("b", "a", "", "b"));
  EXPECT_THAT(NamesIn("none } {"), IsEmpty());
}

}  // namespace
}  // namespace tonus::engine
