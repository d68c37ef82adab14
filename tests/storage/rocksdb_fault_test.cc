// SPDX-License-Identifier: Apache-2.0
// RocksdbStorage on a disk that stalls, fails or loses its power.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "storage/key_range.h"
#include "storage/rocksdb/high_water_mark.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "storage/steady_now.h"
#include "storage/unknown_outcome.h"
#include "tests/storage/breakable_file_system.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();

class RocksdbFaultTest : public ::testing::Test {
 protected:
  RocksdbFaultTest() { Reopen(); }

  void Reopen() {
    storage_.reset();
    RocksdbOptions options;
    options.env = env_.get();
    options.tending_pause = tending_pause_;
    auto storage = RocksdbStorage::Open(folder_.path(), options);
    ASSERT_THAT(storage, IsOk());
    storage_ = *std::move(storage);
  }

  absl::Status Put(const std::string& key, absl::Time deadline = kNever) {
    const Mutation write[] = {Mutation::Write(key, "v")};
    return storage_->Commit(write, deadline);
  }

  bool Exists(const std::string& key) const {
    return storage_->Read(key, kNever).ok();
  }

  // Returns once `count` commits wait for a group.
  void WaitUntilWaiting(int count) const {
    while (storage_->counters().waiting_commits < count) {
      std::this_thread::yield();
    }
  }

  fs::path LogFile() const {
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      if (entry.path().extension() == ".log") return entry.path();
    }
    ADD_FAILURE() << "no log file";
    return {};
  }

  const TemporaryFolder folder_;
  const std::shared_ptr<BreakableFileSystem> disk_ =
      std::make_shared<BreakableFileSystem>();
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(disk_);
  absl::Duration tending_pause_ = absl::Milliseconds(250);
  std::unique_ptr<RocksdbStorage> storage_;
};

TEST_F(RocksdbFaultTest, CommitsThatWaitDuringASyncShareTheNext) {
  constexpr int kWaiting = 31;
  const RocksdbStorage::Counters before = storage_->counters();
  disk_->HoldSyncs();
  std::vector<std::thread> threads;
  threads.emplace_back([this] { EXPECT_THAT(Put("first"), IsOk()); });
  disk_->WaitUntilHeld();
  for (int i = 0; i < kWaiting; ++i) {
    threads.emplace_back(
        [this, i] { EXPECT_THAT(Put(absl::StrCat(i)), IsOk()); });
  }
  WaitUntilWaiting(kWaiting);
  disk_->ReleaseSyncs();
  for (std::thread& thread : threads) thread.join();
  const RocksdbStorage::Counters after = storage_->counters();
  EXPECT_EQ(after.applied_commits - before.applied_commits, kWaiting + 1);
  EXPECT_EQ(after.written_groups - before.written_groups, 2);
  EXPECT_EQ(after.log_syncs - before.log_syncs, 2);
}

TEST_F(RocksdbFaultTest, AFailedExpectationFailsOnlyItsCommitInTheGroup) {
  disk_->HoldSyncs();
  std::vector<std::thread> threads;
  threads.emplace_back([this] { EXPECT_THAT(Put("first"), IsOk()); });
  disk_->WaitUntilHeld();
  // All create the same key, in one group: one wins against the others.
  constexpr int kWaiting = 10;
  std::atomic<int> created = 0;
  std::atomic<int> aborted = 0;
  for (int i = 0; i < kWaiting; ++i) {
    threads.emplace_back([&, i] {
      const Mutation mutations[] = {
          Mutation::Write("contended", absl::StrCat(i), kAbsent),
          Mutation::Write(absl::StrCat("own", i), "v")};
      const absl::Status status = storage_->Commit(mutations, kNever);
      if (status.ok()) ++created;
      if (absl::IsAborted(status)) ++aborted;
      EXPECT_EQ(Exists(absl::StrCat("own", i)), status.ok());
    });
  }
  WaitUntilWaiting(kWaiting);
  disk_->ReleaseSyncs();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(created, 1);
  EXPECT_EQ(aborted, kWaiting - 1);
  EXPECT_EQ(storage_->counters().written_groups, 2);
}

TEST_F(RocksdbFaultTest, NothingIsSeenBeforeItIsSynced) {
  disk_->HoldSyncs();
  std::thread writer([this] { EXPECT_THAT(Put("a"), IsOk()); });
  disk_->WaitUntilHeld();
  EXPECT_FALSE(Exists("a"));
  disk_->ReleaseSyncs();
  writer.join();
  EXPECT_TRUE(Exists("a"));
}

TEST_F(RocksdbFaultTest, ADeadlineEndsTheWaitForAGroupButNotAGroup) {
  disk_->HoldSyncs();
  const absl::Time deadline = SteadyNow() + absl::Milliseconds(200);
  std::thread picked([&] { EXPECT_THAT(Put("picked", deadline), IsOk()); });
  disk_->WaitUntilHeld();
  EXPECT_THAT(Put("waiting", deadline),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_GE(SteadyNow(), deadline);
  disk_->ReleaseSyncs();
  picked.join();
  ASSERT_THAT(Put("later"), IsOk());  // Its group would have taken `waiting`.
  EXPECT_TRUE(Exists("picked"));
  EXPECT_FALSE(Exists("waiting"));
}

TEST_F(RocksdbFaultTest, AFailedSyncIsNeverAcknowledgedAndStopsTheStore) {
  ASSERT_THAT(Put("before"), IsOk());
  disk_->FailSyncAfter(0);
  const absl::Status failed = Put("failed");
  EXPECT_THAT(failed, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(failed.GetPayload(kDriverDetailTypeUrl).has_value());
  EXPECT_TRUE(IsUnknownOutcome(failed));

  disk_->FailSyncAfter(-1);  // The disk is well again; the store is not.
  const absl::Status refused = Put("after");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable,
                                HasSubstr("has stopped")));
  EXPECT_FALSE(IsUnknownOutcome(refused));
  EXPECT_TRUE(Exists("before"));
  EXPECT_FALSE(Exists("failed"));
  EXPECT_FALSE(Exists("after"));

  Reopen();
  EXPECT_TRUE(Exists("before"));
  EXPECT_FALSE(Exists("after"));
  EXPECT_THAT(Put("after"), IsOk());
}

TEST_F(RocksdbFaultTest, AFailedSyncFailsEveryCommitOfItsGroup) {
  disk_->HoldSyncs();
  disk_->FailSyncAfter(1);
  std::vector<std::thread> threads;
  threads.emplace_back([this] { EXPECT_THAT(Put("first"), IsOk()); });
  disk_->WaitUntilHeld();
  constexpr int kWaiting = 5;
  for (int i = 0; i < kWaiting; ++i) {
    threads.emplace_back([this] {
      // All but one fail their expectation, against a write that then fails.
      const Mutation write[] = {Mutation::Write("contended", "v", kAbsent)};
      EXPECT_THAT(storage_->Commit(write, kNever),
                  StatusIs(absl::StatusCode::kUnavailable, "the write failed"));
    });
  }
  WaitUntilWaiting(kWaiting);
  disk_->ReleaseSyncs();
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(Exists("first"));
  EXPECT_FALSE(Exists("contended"));
}

TEST_F(RocksdbFaultTest, APowerCutAtAnyMomentLosesNothingAcknowledged) {
  constexpr int kCuts = 5;
  constexpr int kThreads = 4;
  std::mutex mutex;
  std::vector<std::string> acknowledged;  // Guarded by `mutex`.
  std::atomic<bool> done = false;
  std::vector<std::thread> writers;
  for (int thread = 0; thread < kThreads; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; !done; ++i) {
        const std::string key = absl::StrCat(thread, "/", i);
        if (!Put(key).ok()) continue;
        const std::lock_guard<std::mutex> lock(mutex);
        acknowledged.push_back(key);
      }
    });
  }
  const auto acknowledged_now = [&] {
    const std::lock_guard<std::mutex> lock(mutex);
    return acknowledged;
  };
  for (size_t cut = 1; cut <= kCuts; ++cut) {
    while (acknowledged_now().size() < 20 * cut) std::this_thread::yield();
    const std::vector<std::string> keys = acknowledged_now();
    const TemporaryFolder remains;
    disk_->CopySynced(folder_.path(), remains.path());
    TONUS_ASSERT_OK_AND_ASSIGN(const auto survivor,
                               RocksdbStorage::Open(remains.path()));
    for (const std::string& key : keys) {
      EXPECT_THAT(survivor->Read(key, kNever), IsOk()) << key;
    }
  }
  done = true;
  for (std::thread& writer : writers) writer.join();
}

TEST_F(RocksdbFaultTest, APowerCutBeforeTheSyncLosesTheCommit) {
  // Shows that the test above can fail.
  ASSERT_THAT(Put("synced"), IsOk());
  disk_->HoldSyncs();
  std::thread writer([this] { EXPECT_THAT(Put("unsynced"), IsOk()); });
  disk_->WaitUntilHeld();
  const TemporaryFolder remains;
  disk_->CopySynced(folder_.path(), remains.path());
  disk_->ReleaseSyncs();
  writer.join();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto survivor,
                             RocksdbStorage::Open(remains.path()));
  EXPECT_THAT(survivor->Read("synced", kNever), IsOk());
  EXPECT_THAT(survivor->Read("unsynced", kNever),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(RocksdbFaultTest, DamageInTheMiddleOfTheLogIsNotOpened) {
  for (int i = 0; i < 100; ++i) ASSERT_THAT(Put(absl::StrCat(i)), IsOk());
  storage_.reset();
  const fs::path log = LogFile();
  const auto middle = static_cast<std::streamoff>(fs::file_size(log) / 2);
  std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(middle);
  const char byte = static_cast<char>(file.get());
  file.seekp(middle);
  file.put(static_cast<char>(byte ^ 1));
  file.close();
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()),
              StatusIs(absl::StatusCode::kDataLoss));
}

// Cuts the last bytes off the log, as a crash in the middle of a write does.
void CutLog(const std::string& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".log") continue;
    fs::resize_file(entry.path(), fs::file_size(entry.path()) - 3);
  }
}

TEST_F(RocksdbFaultTest, ACutOffLastRecordAboveTheMarkIsDropped) {
  tending_pause_ = absl::Hours(1);  // Only opening raises the mark.
  Reopen();
  for (int i = 0; i < 100; ++i) ASSERT_THAT(Put(absl::StrCat(i)), IsOk());
  const TemporaryFolder remains;
  disk_->CopySynced(folder_.path(), remains.path());
  CutLog(remains.path());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto survivor,
                             RocksdbStorage::Open(remains.path()));
  EXPECT_THAT(survivor->Read("98", kNever), IsOk());
  EXPECT_THAT(survivor->Read("99", kNever),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(RocksdbFaultTest, ACutOffLastRecordBelowTheMarkIsNoticed) {
  for (int i = 0; i < 100; ++i) ASSERT_THAT(Put(absl::StrCat(i)), IsOk());
  storage_.reset();  // In order: the mark stands at the last commit.
  CutLog(folder_.path());
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("high_water says that commit 100 was "
                                 "acknowledged, but the store ends at commit "
                                 "99")));
}

TEST_F(RocksdbFaultTest, TheMarkFollowsCommitsWhileTheStoreIsOpen) {
  tending_pause_ = absl::Milliseconds(1);
  Reopen();
  for (int i = 0; i < 5; ++i) ASSERT_THAT(Put(absl::StrCat(i)), IsOk());
  const auto mark = [this] {
    return ReadMark(*rocksdb::FileSystem::Default(), folder_.path());
  };
  while (!mark().ok() || mark()->commit < 5) std::this_thread::yield();
  EXPECT_EQ(mark()->commit, 5);
}

TEST_F(RocksdbFaultTest, AStoreOfAProgramThatKnewNoMarkGetsOne) {
  ASSERT_THAT(Put("a"), IsOk());
  storage_.reset();
  fs::remove(folder_.path() + "/high_water");
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("high_water is missing")));
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open({}, folder_.path(), &opened).ok());
  ASSERT_TRUE(opened->Delete({}, StoreIdKey()).ok());
  delete opened;
  Reopen();
  EXPECT_TRUE(Exists("a"));
  storage_.reset();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const Mark mark,
      ReadMark(*rocksdb::FileSystem::Default(), folder_.path()));
  EXPECT_EQ(mark.commit, 1);
}

}  // namespace
}  // namespace tonus::storage
