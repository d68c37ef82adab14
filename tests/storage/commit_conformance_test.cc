// SPDX-License-Identifier: Apache-2.0
// What storage.h promises about commits.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/moved_key.h"
#include "storage/unknown_outcome.h"
#include "tests/storage/backends.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

class CommitConformanceTest : public ConformanceTest {};
TONUS_RUN_ON_ALL_BACKENDS(CommitConformanceTest);

// What a mutation expects of the key, told from what is there.
enum class Expectation { kNone, kAbsent, kTheVersion, kAnOlderVersion };

struct ExpectationCase {
  bool exists;
  Expectation expectation;
  bool passes;
};

constexpr ExpectationCase kExpectations[] = {
    {false, Expectation::kNone, true},
    {false, Expectation::kAbsent, true},
    {false, Expectation::kAnOlderVersion, false},
    {true, Expectation::kNone, true},
    {true, Expectation::kAbsent, false},
    {true, Expectation::kTheVersion, true},
    {true, Expectation::kAnOlderVersion, false},
};

TEST_P(CommitConformanceTest, EveryKindOfMutationHonoursEveryExpectation) {
  int row = 0;
  for (const ExpectationCase& expected : kExpectations) {
    for (const auto kind : {Mutation::Kind::kWrite, Mutation::Kind::kDelete,
                            Mutation::Kind::kCheck}) {
      if (kind == Mutation::Kind::kCheck &&
          expected.expectation == Expectation::kNone) {
        continue;  // Refused; see below.
      }
      SCOPED_TRACE(++row);
      const std::string key = absl::StrCat("key", row);
      ASSERT_THAT(Put(key, "older"), IsOk());
      const int64_t older = VersionOf(key);
      ASSERT_THAT(expected.exists ? Put(key, "before")
                                  : Commit({Mutation::Delete(key)}),
                  IsOk());
      const std::string before = ValueOf(key);

      Mutation mutation;
      mutation.kind = kind;
      mutation.key = key;
      if (kind == Mutation::Kind::kWrite) mutation.value = "after";
      switch (expected.expectation) {
        case Expectation::kNone:
          break;
        case Expectation::kAbsent:
          mutation.expected_version = kAbsent;
          break;
        case Expectation::kTheVersion:
          mutation.expected_version = VersionOf(key);
          break;
        case Expectation::kAnOlderVersion:
          mutation.expected_version = older;
          break;
      }
      const absl::Status status = Commit({mutation});
      if (!expected.passes) {
        EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
        EXPECT_EQ(ValueOf(key), before);
        continue;
      }
      EXPECT_THAT(status, IsOk());
      EXPECT_EQ(ValueOf(key), kind == Mutation::Kind::kWrite    ? "after"
                              : kind == Mutation::Kind::kDelete ? "(absent)"
                                                                : before);
    }
  }
}

TEST_P(CommitConformanceTest, ACheckLeavesTheVersion) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  const int64_t version = VersionOf("a");
  ASSERT_THAT(Commit({Mutation::Check("a", version)}), IsOk());
  ASSERT_THAT(
      Commit({Mutation::Check("a", version), Mutation::Write("b", "1")}),
      IsOk());
  EXPECT_EQ(VersionOf("a"), version);
}

TEST_P(CommitConformanceTest, ACheckGuardsTheOtherMutations) {
  ASSERT_THAT(Put("guard", "1"), IsOk());
  const int64_t version = VersionOf("guard");
  ASSERT_THAT(Put("guard", "2"), IsOk());
  EXPECT_THAT(
      Commit({Mutation::Write("b", "1"), Mutation::Check("guard", version)}),
      StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ValueOf("b"), "(absent)");
}

TEST_P(CommitConformanceTest, ACheckNeedsAnExpectation) {
  Mutation check;
  check.kind = Mutation::Kind::kCheck;
  check.key = "a";
  EXPECT_THAT(Commit({check}),
              StatusIs(kInvalid, HasSubstr("mutations[0] is a check")));
}

TEST_P(CommitConformanceTest, OnlyAWriteHasAValue) {
  Mutation deletion = Mutation::Delete("a");
  deletion.value = "1";
  EXPECT_THAT(Commit({deletion}), StatusIs(kInvalid));
  Mutation check = Mutation::Check("a", kAbsent);
  check.value = "1";
  EXPECT_THAT(Commit({check}), StatusIs(kInvalid));
}

TEST_P(CommitConformanceTest, AnExpectedVersionIsNotNegative) {
  EXPECT_THAT(Commit({Mutation::Write("a", "1", -1)}),
              StatusIs(kInvalid, HasSubstr("expected_version")));
}

TEST_P(CommitConformanceTest, ACommitAppliesAllItsMutations) {
  ASSERT_THAT(Put("gone", "1"), IsOk());
  ASSERT_THAT(Put("same", "1"), IsOk());
  ASSERT_THAT(Commit({Mutation::Write("new", "1", kAbsent),
                      Mutation::Delete("gone", VersionOf("gone")),
                      Mutation::Check("same", VersionOf("same"))}),
              IsOk());
  EXPECT_EQ(ValueOf("new"), "1");
  EXPECT_EQ(ValueOf("gone"), "(absent)");
  EXPECT_EQ(ValueOf("same"), "1");
}

TEST_P(CommitConformanceTest,
       AFailedExpectationChangesNothingWhereverItStands) {
  ASSERT_THAT(Put("x", "1"), IsOk());
  const int64_t version = VersionOf("x");
  for (int place = 0; place < 3; ++place) {
    std::vector<Mutation> mutations = {Mutation::Write("a", "1"),
                                       Mutation::Delete("x")};
    mutations.insert(mutations.begin() + place,
                     Mutation::Write("moved", "1", version));
    EXPECT_THAT(Commit(mutations), StatusIs(absl::StatusCode::kAborted));
    EXPECT_EQ(ValueOf("a"), "(absent)");
    EXPECT_EQ(ValueOf("moved"), "(absent)");
    EXPECT_EQ(VersionOf("x"), version);
  }
}

TEST_P(CommitConformanceTest, AbortedNamesTheFirstKeyThatMoved) {
  const std::string moved("moved\0\xff", 7);
  EXPECT_THAT(
      MovedKey(Commit({Mutation::Write("a", "1", kAbsent),
                       Mutation::Check(moved, 77), Mutation::Delete("z", 78)})),
      Optional(moved));
}

TEST_P(CommitConformanceTest, OnlyAbortedNamesAKey) {
  EXPECT_EQ(MovedKey(Commit({Mutation::Write("a", "1")})), std::nullopt);
  EXPECT_EQ(MovedKey(Commit({})), std::nullopt);
}

TEST_P(CommitConformanceTest, WhatWasRefusedLeavesNoOutcomeOpen) {
  const Mutation write[] = {Mutation::Write("a", "1", 77)};
  for (const absl::Status& refused :
       {Commit(std::vector<Mutation>()), Commit({write[0]}),
        storage_->Commit(write, absl::InfinitePast())}) {
    EXPECT_FALSE(refused.ok());
    EXPECT_FALSE(IsUnknownOutcome(refused)) << refused;
  }
}

TEST_P(CommitConformanceTest, ACallerThatReadsAgainAfterAbortedCanCommit) {
  ASSERT_THAT(Put("a", "1"), IsOk());
  ASSERT_THAT(Commit({Mutation::Write("a", "2", kAbsent)}),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(Commit({Mutation::Write("a", "2", VersionOf("a"))}), IsOk());
  EXPECT_EQ(ValueOf("a"), "2");
}

TEST_P(CommitConformanceTest, AKeyStandsAtMostOnceInACommit) {
  const std::vector<Mutation> each = {Mutation::Write("a", "1"),
                                      Mutation::Delete("a"),
                                      Mutation::Check("a", kAbsent)};
  for (const Mutation& first : each) {
    for (const Mutation& second : each) {
      EXPECT_THAT(Commit({first, Mutation::Write("b", "1"), second}),
                  StatusIs(kInvalid, HasSubstr("mutations[2].key")));
    }
  }
  EXPECT_EQ(ValueOf("b"), "(absent)");
}

TEST_P(CommitConformanceTest, ACommitHas1To256Mutations) {
  std::vector<Mutation> mutations;
  EXPECT_THAT(Commit(mutations),
              StatusIs(kInvalid, HasSubstr("commit has 0 mutations")));
  for (int i = 0; i < 256; ++i) {
    mutations.push_back(Mutation::Write(absl::StrCat("k", i), "1"));
  }
  ASSERT_THAT(Commit(mutations), IsOk());
  EXPECT_EQ(ValueOf("k0"), "1");
  EXPECT_EQ(ValueOf("k255"), "1");
  for (Mutation& mutation : mutations) mutation.value = "2";
  mutations.push_back(Mutation::Write("k256", "2"));
  EXPECT_THAT(Commit(mutations),
              StatusIs(kInvalid, HasSubstr("commit has 257 mutations")));
  EXPECT_EQ(ValueOf("k0"), "1");
}

TEST_P(CommitConformanceTest, ACommitHasUpTo4MiBOfKeysAndValues) {
  std::vector<Mutation> mutations;
  for (const char* key : {"a", "b", "c", "d"}) {
    mutations.push_back(Mutation::Write(key, std::string((1 << 20) - 1, 'v')));
  }
  ASSERT_THAT(Commit(mutations), IsOk());
  mutations.push_back(Mutation::Delete("e"));
  EXPECT_THAT(Commit(mutations), StatusIs(kInvalid, HasSubstr("commit has")));
}

TEST_P(CommitConformanceTest, ABadMutationChangesNothing) {
  EXPECT_THAT(Commit({Mutation::Write("a", "1"), Mutation::Write("", "1")}),
              StatusIs(kInvalid, HasSubstr("mutations[1].key has 0 bytes")));
  EXPECT_EQ(ValueOf("a"), "(absent)");
}

}  // namespace
}  // namespace tonus::storage
