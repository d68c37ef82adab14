// SPDX-License-Identifier: Apache-2.0
// What storage.h promises about scans.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/key_range.h"
#include "tests/storage/backends.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class ScanConformanceTest : public ConformanceTest {
 protected:
  void PutAll(const std::vector<std::string>& keys) {
    std::vector<Mutation> batch;
    for (const std::string& key : keys) {
      batch.push_back(Mutation::Write(key, ""));
      if (batch.size() == kMaxCommitMutations) {
        ASSERT_THAT(Commit(batch), IsOk());
        batch.clear();
      }
    }
    if (!batch.empty()) {
      ASSERT_THAT(Commit(batch), IsOk());
    }
  }

  Page Scan(const ScanRequest& request) const {
    absl::StatusOr<Page> page = storage_->Scan(request, kNever);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? *std::move(page) : Page();
  }

  static std::vector<std::string> Keys(const Page& page) {
    std::vector<std::string> keys;
    for (const Record& record : page.records) keys.push_back(record.key);
    return keys;
  }

  std::vector<std::string> KeysOf(const ScanRequest& request) const {
    return Keys(Scan(request));
  }

  // Returns the keys of all pages.
  std::vector<std::string> FollowPages(ScanRequest request) const {
    std::vector<std::string> all;
    while (true) {
      const Page page = Scan(request);
      for (const Record& record : page.records) all.push_back(record.key);
      if (!page.more || page.records.empty()) return all;
      request = ScanAfter(request, page.records.back().key);
    }
  }
};
TONUS_RUN_ON_ALL_BACKENDS(ScanConformanceTest);

TEST_P(ScanConformanceTest, AnEmptyStoreHasAnEmptyPage) {
  for (const auto direction : {Direction::kForward, Direction::kBackward}) {
    const Page page = Scan(ScanPrefix("", direction));
    EXPECT_THAT(page.records, IsEmpty());
    EXPECT_FALSE(page.more);
  }
}

TEST_P(ScanConformanceTest, KeysAreOrderedByUnsignedByteInBothDirections) {
  std::vector<std::string> ordered = {std::string("\0", 1),
                                      std::string("\0\0", 2),
                                      "A",
                                      "Z",
                                      "a",
                                      std::string("a\0", 2),
                                      std::string("a\0b", 3),
                                      "aa",
                                      "b",
                                      "z\x7f",
                                      "z\x80",
                                      "\x7f",
                                      "\x80",
                                      "\xff",
                                      "\xff\xff"};
  std::vector<std::string> shuffled = ordered;
  std::rotate(shuffled.begin(), shuffled.begin() + 7, shuffled.end());
  PutAll(shuffled);
  EXPECT_EQ(KeysOf(ScanPrefix("")), ordered);
  std::reverse(ordered.begin(), ordered.end());
  EXPECT_EQ(KeysOf(ScanPrefix("", Direction::kBackward)), ordered);
}

TEST_P(ScanConformanceTest, TheBeginIsIncludedAndTheEndIsNot) {
  PutAll({"a", "b", "c", "d"});
  EXPECT_THAT(KeysOf({.begin = "b", .end = "d"}), ElementsAre("b", "c"));
  EXPECT_THAT(
      KeysOf({.begin = "b", .end = "d", .direction = Direction::kBackward}),
      ElementsAre("c", "b"));
}

TEST_P(ScanConformanceTest, TheEndsOfARangeNeedNotExist) {
  PutAll({"b", "d", "f"});
  EXPECT_THAT(KeysOf({.begin = "a", .end = "e"}), ElementsAre("b", "d"));
  EXPECT_THAT(
      KeysOf({.begin = "c", .end = "z", .direction = Direction::kBackward}),
      ElementsAre("f", "d"));
}

TEST_P(ScanConformanceTest, ARangeWithoutRecordsGivesAnEmptyPage) {
  PutAll({"a", "c"});
  for (const auto direction : {Direction::kForward, Direction::kBackward}) {
    for (const char* end : {"b", "bb", "c"}) {
      const Page page =
          Scan({.begin = "b", .end = end, .direction = direction});
      EXPECT_THAT(page.records, IsEmpty()) << end;
      EXPECT_FALSE(page.more) << end;
    }
    EXPECT_THAT(
        Scan({.begin = "a", .end = "a", .direction = direction}).records,
        IsEmpty());
  }
}

TEST_P(ScanConformanceTest, ABeginAboveTheEndIsRefused) {
  EXPECT_THAT(storage_->Scan({.begin = "b", .end = "a"}, kNever),
              StatusIs(kInvalid, HasSubstr("begin is above end")));
  EXPECT_THAT(storage_->Scan({.begin = "\x80", .end = "\x7f"}, kNever),
              StatusIs(kInvalid, HasSubstr("begin is above end")));
}

TEST_P(ScanConformanceTest, TheEndIsNeverForgotten) {
  EXPECT_THAT(storage_->Scan({.begin = "a", .end = ""}, kNever),
              StatusIs(kInvalid, HasSubstr("end has 0 bytes")));
}

TEST_P(ScanConformanceTest, ARangeEndHasUpToOneByteMoreThanAKey) {
  const std::string longest(kMaxKeyBytes, '\xff');
  const std::string beyond = longest + '\xff';
  PutAll({"a", longest});
  EXPECT_THAT(KeysOf({.begin = "", .end = longest}), ElementsAre("a"));
  EXPECT_THAT(KeysOf({.begin = "", .end = beyond}), ElementsAre("a", longest));
  EXPECT_THAT(KeysOf({.begin = longest + '\0', .end = beyond}), IsEmpty());
  EXPECT_THAT(storage_->Scan({.begin = "", .end = beyond + 'x'}, kNever),
              StatusIs(kInvalid, HasSubstr("end has 1026 bytes")));
  EXPECT_THAT(
      storage_->Scan({.begin = beyond + 'x', .end = beyond + 'x'}, kNever),
      StatusIs(kInvalid, HasSubstr("begin has 1026 bytes")));
}

TEST_P(ScanConformanceTest, APrefixHoldsExactlyTheKeysThatStartWithIt) {
  PutAll({"t", "t/", "t/a", "t/\xff", "t/\xff\xff", "t0", "u/a", "\xff",
          "\xff\xff", "\xff\xff\x01"});
  EXPECT_THAT(KeysOf(ScanPrefix("t/")),
              ElementsAre("t/", "t/a", "t/\xff", "t/\xff\xff"));
  EXPECT_THAT(KeysOf(ScanPrefix("t/\xff")),
              ElementsAre("t/\xff", "t/\xff\xff"));
  EXPECT_THAT(KeysOf(ScanPrefix("\xff\xff")),
              ElementsAre("\xff\xff", "\xff\xff\x01"));
}

TEST_P(ScanConformanceTest, DeletedKeysAreNotInAScan) {
  PutAll({"a", "b", "c"});
  ASSERT_THAT(Commit({Mutation::Delete("b"), Mutation::Delete("c")}), IsOk());
  const Page page = Scan(ScanPrefix("", Direction::kForward, 1));
  EXPECT_THAT(Keys(page), ElementsAre("a"));
  EXPECT_FALSE(page.more);
}

TEST_P(ScanConformanceTest, TheLimitIsIn1To1000) {
  PutAll({"a", "b"});
  for (const int limit : {-1, 0, 1001}) {
    EXPECT_THAT(
        storage_->Scan(ScanPrefix("", Direction::kForward, limit), kNever),
        StatusIs(kInvalid, HasSubstr("limit is")))
        << limit;
  }
  EXPECT_THAT(KeysOf(ScanPrefix("", Direction::kForward, 1)), ElementsAre("a"));
  EXPECT_THAT(KeysOf(ScanPrefix("", Direction::kForward, 1000)),
              ElementsAre("a", "b"));
}

TEST_P(ScanConformanceTest, APageTellsWhetherTheRangeHoldsMore) {
  PutAll({"a", "b", "c", "z"});
  for (const auto direction : {Direction::kForward, Direction::kBackward}) {
    ScanRequest request = {.begin = "a", .end = "d", .direction = direction};
    request.limit = 2;
    EXPECT_TRUE(Scan(request).more);
    request.limit = 3;  // `z` is beyond the range.
    EXPECT_FALSE(Scan(request).more);
    request.limit = 4;
    EXPECT_FALSE(Scan(request).more);
  }
}

TEST_P(ScanConformanceTest, APageEndsAfter1000Records) {
  std::vector<std::string> keys;
  for (int i = 0; i < 1001; ++i) keys.push_back(absl::StrCat("k", 1000 + i));
  PutAll(keys);
  for (const auto direction : {Direction::kForward, Direction::kBackward}) {
    const Page page = Scan(ScanPrefix("k", direction));
    EXPECT_EQ(page.records.size(), 1000);
    EXPECT_TRUE(page.more);
  }
  ASSERT_THAT(Commit({Mutation::Delete(keys.back())}), IsOk());
  const Page full = Scan(ScanPrefix("k"));
  EXPECT_EQ(full.records.size(), 1000);
  EXPECT_FALSE(full.more);
}

TEST_P(ScanConformanceTest, APageEndsBeforeTheRecordThatCarriesItBeyond1MiB) {
  // Key and value of both are exactly 1 MiB together.
  ASSERT_THAT(Put("a", std::string((1 << 19) - 1, 'x')), IsOk());
  ASSERT_THAT(Put("b", std::string((1 << 19) - 1, 'x')), IsOk());
  for (const auto direction : {Direction::kForward, Direction::kBackward}) {
    const Page page = Scan(ScanPrefix("", direction));
    EXPECT_EQ(page.records.size(), 2);
    EXPECT_FALSE(page.more);
  }
  ASSERT_THAT(Put("b", std::string(1 << 19, 'x')), IsOk());  // One byte more.
  for (const auto direction : {Direction::kForward, Direction::kBackward}) {
    const Page page = Scan(ScanPrefix("", direction));
    EXPECT_EQ(page.records.size(), 1);
    EXPECT_TRUE(page.more);
  }
}

TEST_P(ScanConformanceTest, APageHoldsARecordHoweverLarge) {
  const std::string key(kMaxKeyBytes, 'k');
  const std::string value(kMaxValueBytes, 'v');
  ASSERT_THAT(Put(key, value), IsOk());
  ASSERT_THAT(Put("z", ""), IsOk());
  const Page page = Scan(ScanPrefix(""));
  EXPECT_THAT(Keys(page), ElementsAre(key));
  EXPECT_TRUE(page.records.front().value == value);
  EXPECT_TRUE(page.more);
}

TEST_P(ScanConformanceTest, PagesFollowEachOtherWithoutGapOrRepetition) {
  std::vector<std::string> keys;
  for (int i = 0; i < 25; ++i) {
    keys.push_back(absl::StrCat("k", 10 + i));
    keys.push_back(keys.back() + '\0');  // The very next key.
  }
  PutAll(keys);
  for (const int limit : {1, 7, 50, 1000}) {
    EXPECT_EQ(FollowPages(ScanPrefix("k", Direction::kForward, limit)), keys)
        << limit;
  }
  std::reverse(keys.begin(), keys.end());
  for (const int limit : {1, 7, 50, 1000}) {
    EXPECT_EQ(FollowPages(ScanPrefix("k", Direction::kBackward, limit)), keys)
        << limit;
  }
}

}  // namespace
}  // namespace tonus::storage
