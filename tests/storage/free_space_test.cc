// SPDX-License-Identifier: Apache-2.0
// What the store does while its disk fills up and empties again.

#include "storage/rocksdb/free_space.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int64_t kMiB = 1 << 20;
constexpr int64_t kGiB = int64_t{1} << 30;

FreeSpaceLimits Limits() {
  return {.warn_percent = 15,
          .warn_bytes = 2 * kGiB,
          .read_only_percent = 8,
          .read_only_bytes = kGiB,
          .ballast_percent = 3,
          .ballast_bytes = 256 * kMiB};
}

struct RungCase {
  std::string name;
  int64_t total;
  int64_t free;
  int64_t missing_ballast;
  SpaceRung rung;
};

class RungTest : public ::testing::TestWithParam<RungCase> {};

TEST_P(RungTest, FollowsFromTheFreeSpace) {
  const RungCase& c = GetParam();
  EXPECT_EQ(RungOf(Limits(), {c.total, c.free}, c.missing_ballast), c.rung);
}

INSTANTIATE_TEST_SUITE_P(
    Rungs, RungTest,
    ::testing::ValuesIn(std::vector<RungCase>{
        {"LargeAtWarn", 100 * kGiB, 15 * kGiB, 0, SpaceRung::kEnough},
        {"LargeBelowWarn", 100 * kGiB, 15 * kGiB - 1, 0, SpaceRung::kWarn},
        {"LargeAtReadOnly", 100 * kGiB, 8 * kGiB, 0, SpaceRung::kWarn},
        {"LargeBelowReadOnly", 100 * kGiB, 8 * kGiB - 1, 0,
         SpaceRung::kReadOnly},
        {"LargeAtBallast", 100 * kGiB, 3 * kGiB, 0, SpaceRung::kReadOnly},
        {"LargeBelowBallast", 100 * kGiB, 3 * kGiB - 1, 0, SpaceRung::kBallast},
        // 8 % are less than 1 GiB here.
        {"BytesAtReadOnly", 10 * kGiB, kGiB, 0, SpaceRung::kWarn},
        {"BytesBelowReadOnly", 10 * kGiB, kGiB - 1, 0, SpaceRung::kReadOnly},
        // 1 GiB would be half of it; 16 % are the most.
        {"SmallAtReadOnly", 2 * kGiB, 2 * kGiB / 100 * 16, 0, SpaceRung::kWarn},
        {"SmallBelowReadOnly", 2 * kGiB, 2 * kGiB / 100 * 16 - 1, 0,
         SpaceRung::kReadOnly},
        {"AMissingBallastCountsAsUsed", 100 * kGiB, 15 * kGiB, 1,
         SpaceRung::kWarn},
        {"Full", 100 * kGiB, 0, 256 * kMiB, SpaceRung::kBallast},
    }),
    [](const ::testing::TestParamInfo<RungCase>& info) {
      return info.param.name;
    });

TEST(RungTest, WithoutLimitsThereIsAlwaysEnough) {
  EXPECT_EQ(RungOf({}, {100 * kGiB, 0}, 0), SpaceRung::kEnough);
}

TEST(BallastTest, IsSmallOnASmallDisk) {
  EXPECT_EQ(BallastBytes(Limits(), {100 * kGiB, 0}), 256 * kMiB);
  EXPECT_EQ(BallastBytes(Limits(), {100 * kMiB, 0}), 3 * kMiB);
}

TEST(ProbeDiskTest, TellsOfARealDisk) {
  const TemporaryFolder folder;
  TONUS_ASSERT_OK_AND_ASSIGN(const DiskSpace space, ProbeDisk(folder.path()));
  EXPECT_GT(space.free_bytes, 0);
  EXPECT_GE(space.total_bytes, space.free_bytes);
  EXPECT_THAT(ProbeDisk(folder.path() + "/none"),
              StatusIs(absl::StatusCode::kUnavailable));
}

// A store on a disk of 1 GiB whose free space the test sets.
class FillingDiskTest : public ::testing::Test {
 protected:
  FillingDiskTest() {
    RocksdbOptions options;
    options.free_space = Limits();
    options.free_space.ballast_bytes = kMiB;
    options.space_probe = [this]() -> absl::StatusOr<DiskSpace> {
      return DiskSpace{100 * kMiB, free_};
    };
    options.on_health = [this](Health health, absl::string_view) {
      const std::lock_guard<std::mutex> lock(mutex_);
      told_.push_back(health);
    };
    options.tending_pause = absl::Milliseconds(1);
    auto storage = RocksdbStorage::Open(folder_.path(), options);
    EXPECT_THAT(storage, IsOk());
    storage_ = *std::move(storage);
  }

  // Sets the free space and waits until the store is as expected.
  void SetFree(int64_t bytes, Health expected) {
    free_ = bytes;
    while (storage_->health() != expected) std::this_thread::yield();
  }

  absl::Status Put(const std::string& key) {
    const Mutation write[] = {Mutation::Write(key, "v")};
    return storage_->Commit(write, kNever);
  }

  bool HasBallast() const { return fs::exists(folder_.path() + "/ballast"); }

  std::vector<Health> told() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return told_;
  }

  const TemporaryFolder folder_;
  std::atomic<int64_t> free_{50 * kMiB};
  std::mutex mutex_;
  std::vector<Health> told_;  // Guarded by `mutex_`.
  std::unique_ptr<RocksdbStorage> storage_;
};

TEST_F(FillingDiskTest, WarnsThenRefusesWritesThenGivesUpTheBallast) {
  EXPECT_TRUE(HasBallast());
  ASSERT_THAT(Put("a"), IsOk());
  SetFree(20 * kMiB, Health::kWarning);
  EXPECT_THAT(Put("b"), IsOk());
  SetFree(10 * kMiB, Health::kReadOnly);
  EXPECT_THAT(Put("c"), StatusIs(absl::StatusCode::kResourceExhausted,
                                 HasSubstr("nearly full")));
  EXPECT_TRUE(HasBallast());
  EXPECT_THAT(storage_->Read("b", kNever), IsOk());
  free_ = kMiB;
  while (HasBallast()) std::this_thread::yield();
  EXPECT_THAT(Put("c"), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(storage_->Read("a", kNever), IsOk());

  SetFree(50 * kMiB, Health::kServing);
  EXPECT_THAT(Put("c"), IsOk());
  while (!HasBallast()) std::this_thread::yield();
  EXPECT_THAT(told(), ElementsAre(Health::kWarning, Health::kReadOnly,
                                  Health::kServing));
}

// RocksDB has met the limit of its tables, which is raised only when the disk
// is tended again: a write that comes before is not the end of the store.
TEST(SpaceLimitTest, AWriteWhileTheStoreMendsItselfIsRefused) {
  const TemporaryFolder folder;
  std::atomic<int64_t> free = 1;
  std::atomic<bool> stopped = false;
  RocksdbOptions options;
  options.space_probe = [&free]() -> absl::StatusOr<DiskSpace> {
    return DiskSpace{100 * kMiB, free};
  };
  options.on_health = [&stopped](Health health, absl::string_view) {
    if (health == Health::kStopped) stopped = true;
  };
  options.tending_pause = absl::Milliseconds(1);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                             RocksdbStorage::Open(folder.path(), options));
  const Mutation write[] = {Mutation::Write("a", std::string(kMiB / 2, 'v'))};
  ASSERT_THAT(storage->Commit(write, kNever), IsOk());
  EXPECT_FALSE(storage->db().Flush(rocksdb::FlushOptions()).ok());
  EXPECT_THAT(storage->Commit(write, kNever),
              StatusIs(absl::StatusCode::kUnavailable));
  free = 50 * kMiB;
  while (!stopped && !storage->Commit(write, kNever).ok()) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(stopped);
}

TEST_F(FillingDiskTest, ACommitLooksAtTheDiskItself) {
  free_ = 10 * kMiB;  // No time to tend.
  EXPECT_THAT(Put("a"), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(FillingDiskTest, ChecksNeedNoSpace) {
  ASSERT_THAT(Put("a"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Record a, storage_->Read("a", kNever));
  free_ = 10 * kMiB;
  const Mutation holds[] = {Mutation::Check("a", a.version)};
  EXPECT_THAT(storage_->Commit(holds, kNever), IsOk());
  const Mutation moved[] = {Mutation::Check("a", kAbsent)};
  EXPECT_THAT(storage_->Commit(moved, kNever),
              StatusIs(absl::StatusCode::kAborted));
}

TEST_F(FillingDiskTest, TheSpaceOfTheBallastIsNotTakenForFreeSpace) {
  free_ = kMiB;
  while (HasBallast()) std::this_thread::yield();
  // All that came free is the ballast: it is not laid again and again.
  free_ = 2 * kMiB;
  EXPECT_THAT(Put("a"), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_FALSE(HasBallast());
}

}  // namespace
}  // namespace tonus::storage
