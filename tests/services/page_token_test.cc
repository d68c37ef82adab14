// SPDX-License-Identifier: Apache-2.0
#include "services/page_token.h"

#include <string>

#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::tonus::testing::IsOkAndHolds;
using ::tonus::testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(PageTokenTest, GivesBackThePosition) {
  for (const std::string& position :
       {std::string("patients/a"), std::string("\0\xff", 2), std::string()}) {
    EXPECT_THAT(ParsePageToken("list", MakePageToken("list", position)),
                IsOkAndHolds(position));
  }
}

TEST(PageTokenTest, IsSafeInAUrl) {
  EXPECT_THAT(MakePageToken("list", "\xfb\xff\xfe?&="),
              MatchesRegex("[A-Za-z0-9_-]+"));
}

TEST(PageTokenTest, AnEmptyTokenMeansTheFirstPage) {
  EXPECT_THAT(ParsePageToken("list", ""), IsOkAndHolds(std::string()));
}

TEST(PageTokenTest, RefusesATokenOfAnotherList) {
  EXPECT_THAT(ParsePageToken("other", MakePageToken("list", "a")),
              StatusIs(kInvalid, HasSubstr("page_token")));
}

TEST(PageTokenTest, RefusesAChangeOfAnyCharacter) {
  const std::string token = MakePageToken("list", "position");
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(ParsePageToken("list", changed), StatusIs(kInvalid)) << i;
  }
  EXPECT_THAT(ParsePageToken("list", token.substr(1)), StatusIs(kInvalid));
  EXPECT_THAT(ParsePageToken("list", token + "="), StatusIs(kInvalid));
  EXPECT_THAT(ParsePageToken("list", "%%%"), StatusIs(kInvalid));
  EXPECT_THAT(ParsePageToken("list", "AAAA"), StatusIs(kInvalid));
}

TEST(PageSizeTest, ClampsToTheLargestAndFillsTheDefault) {
  EXPECT_THAT(PageSize(0, 100, 500), IsOkAndHolds(100));
  EXPECT_THAT(PageSize(1, 100, 500), IsOkAndHolds(1));
  EXPECT_THAT(PageSize(500, 100, 500), IsOkAndHolds(500));
  EXPECT_THAT(PageSize(501, 100, 500), IsOkAndHolds(500));
  EXPECT_THAT(PageSize(-1, 100, 500),
              StatusIs(kInvalid, HasSubstr("page_size")));
}

}  // namespace
}  // namespace tonus
