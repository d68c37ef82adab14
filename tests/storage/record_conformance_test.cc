// SPDX-License-Identifier: Apache-2.0
// What storage.h promises about keys, values and versions.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/key_range.h"
#include "storage/steady_now.h"
#include "tests/storage/backends.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::testing::AllOf;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::IsOkAndHolds;
using ::tonus::testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class RecordConformanceTest : public ConformanceTest {};
TONUS_RUN_ON_ALL_BACKENDS(RecordConformanceTest);

TEST_P(RecordConformanceTest, AKeyThatWasNeverWrittenIsNotFound) {
  EXPECT_THAT(storage_->Read("a", kNever),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(RecordConformanceTest, AReadReturnsTheKeyTheValueAndAVersion) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  EXPECT_THAT(
      storage_->Read("a", kNever),
      IsOkAndHolds(AllOf(Field(&Record::key, "a"), Field(&Record::value, "1"),
                         Field(&Record::version, ::testing::Gt(0)))));
}

TEST_P(RecordConformanceTest, AReadReturnsTheLastValueWritten) {
  for (const char* value : {"1", "2", "3"}) {
    ASSERT_THAT(Put("a", value), IsOk());
    EXPECT_EQ(ValueOf("a"), value);
  }
}

TEST_P(RecordConformanceTest, ADeletedKeyIsNotFound) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  ASSERT_THAT(Commit({Mutation::Delete("a")}), IsOk());
  EXPECT_THAT(storage_->Read("a", kNever),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(RecordConformanceTest, DeletingAKeyThatDoesNotExistIsOk) {
  EXPECT_THAT(Commit({Mutation::Delete("a")}), IsOk());
}

TEST_P(RecordConformanceTest, KeysDifferByCase) {
  ASSERT_THAT(Put("Ann", "1"), IsOk());
  EXPECT_EQ(ValueOf("ann"), "(absent)");
}

TEST_P(RecordConformanceTest, AKeyIsNotFoundByItsPrefixOrExtension) {
  ASSERT_THAT(Put("ab", "1"), IsOk());
  EXPECT_EQ(ValueOf("a"), "(absent)");
  EXPECT_EQ(ValueOf("abc"), "(absent)");
  EXPECT_EQ(ValueOf(std::string("ab\0", 3)), "(absent)");
}

TEST_P(RecordConformanceTest, KeysAndValuesMayHoldAnyByte) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  ASSERT_THAT(Put(all, all), IsOk());
  EXPECT_EQ(ValueOf(all), all);
  for (int byte = 0; byte < 256; ++byte) {
    const std::string key(1, static_cast<char>(byte));
    ASSERT_THAT(Put(key, key + all), IsOk()) << byte;
  }
  for (int byte = 0; byte < 256; ++byte) {
    const std::string key(1, static_cast<char>(byte));
    EXPECT_EQ(ValueOf(key), key + all) << byte;
  }
}

TEST_P(RecordConformanceTest, AnEmptyValueIsAValue) {
  ASSERT_THAT(Put("a", ""), IsOk());
  EXPECT_EQ(ValueOf("a"), "");
}

TEST_P(RecordConformanceTest, AKeyHas1To1024Bytes) {
  const std::string longest(1024, 'k');
  ASSERT_THAT(Put("k", "short"), IsOk());
  ASSERT_THAT(Put(longest, "long"), IsOk());
  EXPECT_EQ(ValueOf("k"), "short");
  EXPECT_EQ(ValueOf(longest), "long");
  for (const std::string& key : {std::string(), longest + "k"}) {
    EXPECT_THAT(storage_->Read(key, kNever),
                StatusIs(kInvalid, HasSubstr("key has")));
    EXPECT_THAT(Put(key, "1"),
                StatusIs(kInvalid, HasSubstr("mutations[0].key has")));
    EXPECT_THAT(Commit({Mutation::Delete(key)}), StatusIs(kInvalid));
    EXPECT_THAT(Commit({Mutation::Check(key, kAbsent)}), StatusIs(kInvalid));
  }
}

TEST_P(RecordConformanceTest, AValueHasUpTo1MiB) {
  const std::string longest(1 << 20, 'v');
  ASSERT_THAT(Put("a", longest), IsOk());
  EXPECT_TRUE(ValueOf("a") == longest);
  EXPECT_THAT(Put("a", longest + "v"),
              StatusIs(kInvalid, HasSubstr("mutations[0].value has")));
  EXPECT_TRUE(ValueOf("a") == longest);
}

TEST_P(RecordConformanceTest, EveryWriteChangesTheVersion) {
  std::set<int64_t> versions;
  for (int i = 0; i < 10; ++i) {
    ASSERT_THAT(Put("a", "same"), IsOk());
    versions.insert(VersionOf("a"));
  }
  EXPECT_EQ(versions.size(), 10);
}

TEST_P(RecordConformanceTest, AVersionDoesNotRepeatAfterADelete) {
  std::set<int64_t> versions;
  for (int i = 0; i < 10; ++i) {
    ASSERT_THAT(Put("a", "same"), IsOk());
    versions.insert(VersionOf("a"));
    ASSERT_THAT(Commit({Mutation::Delete("a")}), IsOk());
  }
  EXPECT_EQ(versions.size(), 10);
}

TEST_P(RecordConformanceTest, WritesOfOtherKeysLeaveTheVersion) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  const int64_t version = VersionOf("a");
  ASSERT_THAT(Put("b", "1"), IsOk());
  ASSERT_THAT(Commit({Mutation::Delete("b")}), IsOk());
  ASSERT_THAT(Commit({Mutation::Check("a", version)}), IsOk());
  EXPECT_EQ(VersionOf("a"), version);
}

TEST_P(RecordConformanceTest, AllKeysOfACommitGetTheSameVersion) {
  ASSERT_THAT(Commit({Mutation::Write("a", "1"), Mutation::Write("b", "1")}),
              IsOk());
  EXPECT_EQ(VersionOf("a"), VersionOf("b"));
}

TEST_P(RecordConformanceTest, AScanReturnsWhatReadsReturn) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  ASSERT_THAT(Put("b", "2"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Page page,
                             storage_->Scan(ScanPrefix(""), kNever));
  ASSERT_EQ(page.records.size(), 2);
  for (const Record& record : page.records) {
    EXPECT_THAT(storage_->Read(record.key, kNever), IsOkAndHolds(record));
  }
}

TEST_P(RecordConformanceTest,
       APassedDeadlineEndsEveryCallBeforeItDoesAnything) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  constexpr auto kLate = absl::StatusCode::kDeadlineExceeded;
  for (const absl::Time passed : {SteadyNow(), SteadyNow() - absl::Hours(1),
                                  absl::UnixEpoch(), absl::InfinitePast()}) {
    EXPECT_THAT(storage_->Read("a", passed), StatusIs(kLate));
    EXPECT_THAT(storage_->Scan(ScanPrefix(""), passed), StatusIs(kLate));
    const Mutation write[] = {Mutation::Write("a", "2")};
    EXPECT_THAT(storage_->Commit(write, passed), StatusIs(kLate));
  }
  EXPECT_EQ(ValueOf("a"), "1");
}

TEST_P(RecordConformanceTest, ADeadlineThatLiesAheadChangesNothing) {
  const absl::Time deadline = SteadyNow() + absl::Hours(1);
  const Mutation write[] = {Mutation::Write("a", "1")};
  EXPECT_THAT(storage_->Commit(write, deadline), IsOk());
  EXPECT_THAT(storage_->Read("a", deadline), IsOk());
  EXPECT_THAT(storage_->Scan(ScanPrefix(""), deadline),
              IsOkAndHolds(Field(&Page::records, ::testing::SizeIs(1))));
}

TEST_P(RecordConformanceTest, ArgumentsAreJudgedBeforeTheDeadline) {
  const absl::Time passed = absl::InfinitePast();
  EXPECT_THAT(storage_->Read("", passed), StatusIs(kInvalid));
  EXPECT_THAT(storage_->Scan({}, passed), StatusIs(kInvalid));
  EXPECT_THAT(storage_->Commit({}, passed), StatusIs(kInvalid));
}

TEST_P(RecordConformanceTest, MessagesHoldNeitherKeysNorValues) {
  ASSERT_THAT(Put("secret-key", "secret-value"), IsOk());
  std::vector<absl::Status> errors = {
      storage_->Read("secret-absent", kNever).status(),
      Commit({Mutation::Check("secret-key", kAbsent)}),
      Commit({Mutation::Write("secret-key", "secret-value", -1)}),
      Commit({Mutation::Delete("secret-key"), Mutation::Delete("secret-key")}),
      storage_->Scan({.begin = "secret-b", .end = "secret-a"}, kNever).status(),
  };
  for (const absl::Status& error : errors) {
    EXPECT_FALSE(error.ok());
    EXPECT_THAT(std::string(error.message()), Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace tonus::storage
