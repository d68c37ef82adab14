// SPDX-License-Identifier: Apache-2.0
// A workload of 50 commits, with the first change of the disk failing, then the
// second, and so on until none fails: nothing is acknowledged that is not
// there afterwards, and the store opens again.

#include <memory>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/failing_file_system.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();
constexpr int kCommits = 50;

class RocksdbEveryFailureTest
    : public ::testing::TestWithParam<rocksdb::IOStatus> {
 protected:
  absl::StatusOr<std::unique_ptr<RocksdbStorage>> Open(
      const std::string& folder) {
    RocksdbOptions options;
    options.env = env_.get();
    options.block_cache_bytes = 1 << 20;
    options.write_buffer_bytes = 1 << 16;
    options.tending_pause = absl::Milliseconds(20);
    return RocksdbStorage::Open(folder, options);
  }

  // Opens the store, commits, flushes between, and closes. Returns the keys
  // that were acknowledged.
  std::set<std::string> Work(const std::string& folder) {
    std::set<std::string> acknowledged;
    const auto storage = Open(folder);
    if (!storage.ok()) return acknowledged;
    for (int i = 0; i < kCommits; ++i) {
      const std::string key = absl::StrCat(i);
      const Mutation write[] = {Mutation::Write(key, std::string(2000, 'v'))};
      if ((*storage)->Commit(write, kNever).ok()) acknowledged.insert(key);
      if (i % 20 == 10) {
        (*storage)->db().Flush(rocksdb::FlushOptions()).PermitUncheckedError();
      }
    }
    return acknowledged;
  }

  const std::shared_ptr<FailingFileSystem> disk_ =
      std::make_shared<FailingFileSystem>();
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(disk_);
};

TEST_P(RocksdbEveryFailureTest, NeverLosesWhatWasAcknowledged) {
  int changes = 0;
  int failures_that_hit = 0;
  for (int n = 1; n > 0; ++n) {
    const TemporaryFolder folder;
    disk_->Fail(n, GetParam(), /*times=*/1);
    const std::set<std::string> acknowledged = Work(folder.path());
    changes = disk_->changes();
    if (acknowledged.size() < kCommits) ++failures_that_hit;

    disk_->Fail(0, GetParam(), /*times=*/0);
    const auto storage = Open(folder.path());
    ASSERT_THAT(storage, IsOk()) << "change " << n;
    for (int i = 0; i < kCommits; ++i) {
      const std::string key = absl::StrCat(i);
      const auto record = (*storage)->Read(key, kNever);
      if (acknowledged.count(key) != 0) {
        ASSERT_THAT(record, IsOk()) << key << ", change " << n;
      } else if (!record.ok()) {
        ASSERT_THAT(record, StatusIs(absl::StatusCode::kNotFound));
      }
    }
    const Mutation write[] = {Mutation::Write("after", "v")};
    ASSERT_THAT((*storage)->Commit(write, kNever), IsOk()) << "change " << n;
    if (changes < n) break;  // None failed.
  }
  // Else the test would hold of a disk that never fails.
  EXPECT_GE(changes, 2 * kCommits);
  EXPECT_GE(failures_that_hit, kCommits);
}

INSTANTIATE_TEST_SUITE_P(
    Errors, RocksdbEveryFailureTest,
    ::testing::Values(rocksdb::IOStatus::IOError("broken on purpose"),
                      rocksdb::IOStatus::NoSpace("full on purpose")),
    [](const ::testing::TestParamInfo<rocksdb::IOStatus>& info) {
      return info.param.IsNoSpace() ? "NoSpace" : "IoError";
    });

}  // namespace
}  // namespace tonus::storage
