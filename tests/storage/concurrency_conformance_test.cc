// SPDX-License-Identifier: Apache-2.0
// What storage.h promises to callers that run at the same time.

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/key_range.h"
#include "tests/storage/backends.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::tonus::testing::IsOk;

constexpr int kThreads = 8;
constexpr int kRounds = 25;
constexpr int kWatchedWrites = 60;
constexpr int kTransfers = 5;  // Per thread; each is tried many times.

// Runs `body(thread)` in kThreads threads and waits for all.
void InThreads(const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

class ConcurrencyConformanceTest : public ConformanceTest {
 protected:
  // Adds 1 to the number at `key`, trying again until nobody came in between.
  void Increment(const std::string& key) {
    while (true) {
      const absl::StatusOr<Record> record = storage_->Read(key, kNever);
      int number = 0;
      int64_t version = kAbsent;
      if (record.ok()) {
        ASSERT_TRUE(absl::SimpleAtoi(record->value, &number));
        version = record->version;
      } else {
        ASSERT_TRUE(absl::IsNotFound(record.status())) << record.status();
      }
      const absl::Status status =
          Commit({Mutation::Write(key, absl::StrCat(number + 1), version)});
      if (status.ok()) return;
      ASSERT_TRUE(absl::IsAborted(status)) << status;
    }
  }
};
TONUS_RUN_ON_ALL_BACKENDS(ConcurrencyConformanceTest);

TEST_P(ConcurrencyConformanceTest, NoIncrementOfASharedCounterIsLost) {
  InThreads([this](int) {
    for (int i = 0; i < kRounds; ++i) Increment("counter");
  });
  EXPECT_EQ(ValueOf("counter"), absl::StrCat(kThreads * kRounds));
}

TEST_P(ConcurrencyConformanceTest, OnlyOneOfManyCreatesTheKey) {
  for (int round = 0; round < kRounds; ++round) {
    const std::string key = absl::StrCat("key", round);
    std::atomic<int> created = 0;
    InThreads([&](int thread) {
      const absl::Status status =
          Commit({Mutation::Write(key, absl::StrCat(thread), kAbsent)});
      if (status.ok()) {
        ++created;
      } else {
        EXPECT_TRUE(absl::IsAborted(status)) << status;
      }
    });
    EXPECT_EQ(created, 1);
  }
}

TEST_P(ConcurrencyConformanceTest,
       WritersOfDifferentKeysDoNotDisturbEachOther) {
  InThreads([this](int thread) {
    for (int i = 0; i < kRounds; ++i) {
      EXPECT_THAT(
          Commit({Mutation::Write(absl::StrCat(thread, "/", i), "1", kAbsent)}),
          IsOk());
    }
  });
  TONUS_ASSERT_OK_AND_ASSIGN(const Page page,
                             storage_->Scan(ScanPrefix(""), kNever));
  EXPECT_EQ(page.records.size(), kThreads * kRounds);
}

TEST_P(ConcurrencyConformanceTest, ACallerSeesItsAcknowledgedCommit) {
  InThreads([this](int thread) {
    const std::string key = absl::StrCat("own", thread);
    for (int i = 0; i < kRounds; ++i) {
      const std::string value = absl::StrCat(i);
      EXPECT_THAT(Put(key, value), IsOk());
      EXPECT_EQ(ValueOf(key), value);
      const absl::StatusOr<Page> page = storage_->Scan(ScanPrefix(key), kNever);
      ASSERT_TRUE(page.ok()) << page.status();
      ASSERT_EQ(page->records.size(), 1);
      EXPECT_EQ(page->records[0].value, value);
    }
  });
}

TEST_P(ConcurrencyConformanceTest, WhatWasSeenStaysSeen) {
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 1; i <= kWatchedWrites; ++i) {
      EXPECT_THAT(Put("number", absl::StrCat(i)), IsOk());
    }
    done = true;
  });
  InThreads([&](int) {
    int last = 0;
    while (!done) {
      const absl::StatusOr<Record> record = storage_->Read("number", kNever);
      if (!record.ok()) continue;  // Not written yet.
      int number = 0;
      ASSERT_TRUE(absl::SimpleAtoi(record->value, &number));
      ASSERT_GE(number, last);
      last = number;
    }
  });
  writer.join();
}

TEST_P(ConcurrencyConformanceTest, APageNeverShowsHalfACommit) {
  const auto write_all = [this](int number) {
    std::vector<Mutation> mutations;
    for (int i = 0; i < 10; ++i) {
      mutations.push_back(
          Mutation::Write(absl::StrCat("k", i), absl::StrCat(number)));
    }
    return Commit(mutations);
  };
  ASSERT_THAT(write_all(0), IsOk());
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 1; i <= kWatchedWrites; ++i) {
      EXPECT_THAT(write_all(i), IsOk());
    }
    done = true;
  });
  while (!done) {
    for (const auto direction : {Direction::kForward, Direction::kBackward}) {
      const absl::StatusOr<Page> page =
          storage_->Scan(ScanPrefix("k", direction), kNever);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) continue;
      EXPECT_EQ(page->records.size(), 10);
      for (const Record& record : page->records) {
        EXPECT_EQ(record.value, page->records[0].value);
        EXPECT_EQ(record.version, page->records[0].version);
      }
    }
  }
  writer.join();
}

TEST_P(ConcurrencyConformanceTest, SumsOverTwoKeysAreKept) {
  // Each transfer moves one unit from one account to the other.
  ASSERT_THAT(Commit({Mutation::Write("a", "1000"), Mutation::Write("b", "0")}),
              IsOk());
  InThreads([this](int thread) {
    const std::string from = thread % 2 == 0 ? "a" : "b";
    const std::string to = thread % 2 == 0 ? "b" : "a";
    for (int i = 0; i < kTransfers;) {
      const absl::StatusOr<Record> source = storage_->Read(from, kNever);
      const absl::StatusOr<Record> target = storage_->Read(to, kNever);
      ASSERT_TRUE(source.ok() && target.ok());
      int source_sum = 0;
      int target_sum = 0;
      ASSERT_TRUE(absl::SimpleAtoi(source->value, &source_sum));
      ASSERT_TRUE(absl::SimpleAtoi(target->value, &target_sum));
      const absl::Status status = Commit(
          {Mutation::Write(from, absl::StrCat(source_sum - 1), source->version),
           Mutation::Write(to, absl::StrCat(target_sum + 1), target->version)});
      if (status.ok()) ++i;
    }
  });
  EXPECT_EQ(ValueOf("a"), "1000");
  EXPECT_EQ(ValueOf("b"), "0");
}

}  // namespace
}  // namespace tonus::storage
