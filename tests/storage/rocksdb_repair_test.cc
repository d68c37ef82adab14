// SPDX-License-Identifier: Apache-2.0
// Why `recover` does not use what RocksDB has for a lost manifest: it takes
// every table it finds for a part of the store, and can not know of one that it
// does not find. What comes of it opens without a word.

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "storage/rocksdb/rocksdb_options.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

namespace fs = std::filesystem;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();

class RocksdbRepairTest : public ::testing::Test {
 protected:
  std::string store() const { return folder_.path() + "/store"; }
  std::string aside() const { return folder_.path() + "/aside.sst"; }

  static void Commit(RocksdbStorage& storage, Mutation mutation) {
    const Mutation commit[] = {std::move(mutation)};
    ASSERT_THAT(storage.Commit(commit, kNever), IsOk());
  }

  static void Flush(RocksdbStorage& storage) {
    ASSERT_TRUE(storage.db().Flush(rocksdb::FlushOptions()).ok());
  }

  fs::path NewestTable() const {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(store())) {
      if (entry.path().extension() != ".sst") continue;
      newest = std::max(newest, entry.path());
    }
    return newest;
  }

  void CutManifest() const {
    for (const auto& entry : fs::directory_iterator(store())) {
      if (absl::StartsWith(entry.path().filename().string(), "MANIFEST-")) {
        fs::resize_file(entry.path(), fs::file_size(entry.path()) / 2);
      }
    }
  }

  // The store as RocksDB repairs it.
  std::unique_ptr<RocksdbStorage> Repaired() const {
    EXPECT_THAT(RocksdbStorage::Open(store()),
                StatusIs(absl::StatusCode::kDataLoss));
    const rocksdb::Status repaired =
        rocksdb::RepairDB(store(), ToRocksdb(RocksdbOptions()));
    EXPECT_TRUE(repaired.ok()) << repaired.ToString();
    auto storage = RocksdbStorage::Open(store());
    EXPECT_THAT(storage, IsOk());
    return storage.ok() ? *std::move(storage) : nullptr;
  }

  const TemporaryFolder folder_;
};

// RocksDB deletes tables that it has merged into others when it comes to it, so
// that a crash leaves some.
TEST_F(RocksdbRepairTest, WhatWasDeletedAndWhatWasReplacedIsThereAgain) {
  fs::path merged;
  {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                               RocksdbStorage::Open(store()));
    Commit(*storage, Mutation::Write("deleted", "old"));
    Commit(*storage, Mutation::Write("replaced", "old"));
    Flush(*storage);
    merged = NewestTable();
    fs::copy_file(merged, aside());
    Commit(*storage, Mutation::Delete("deleted"));
    Commit(*storage, Mutation::Write("replaced", "new"));
    Flush(*storage);
    rocksdb::CompactRangeOptions all;
    all.bottommost_level_compaction =
        rocksdb::BottommostLevelCompaction::kForce;
    ASSERT_TRUE(storage->db().CompactRange(all, nullptr, nullptr).ok());
    Commit(*storage, Mutation::Write("last", "acknowledged"));
    Flush(*storage);
  }
  ASSERT_FALSE(fs::exists(merged));
  fs::copy_file(aside(), merged);
  CutManifest();
  const auto storage = Repaired();
  ASSERT_NE(storage, nullptr);
  EXPECT_THAT(storage->Read("deleted", kNever), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Record replaced,
                             storage->Read("replaced", kNever));
  EXPECT_EQ(replaced.value, "old");
}

TEST_F(RocksdbRepairTest, ATableThatIsGoneIsNotMissed) {
  fs::path gone;
  {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto storage,
                               RocksdbStorage::Open(store()));
    for (const char* key : {"first", "second", "third"}) {
      Commit(*storage, Mutation::Write(key, "acknowledged"));
      Flush(*storage);
      if (key == absl::string_view("second")) gone = NewestTable();
    }
  }
  fs::remove(gone);
  CutManifest();
  const auto storage = Repaired();
  ASSERT_NE(storage, nullptr);
  EXPECT_THAT(storage->Read("third", kNever), IsOk());
  EXPECT_THAT(storage->Read("second", kNever),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tonus::storage
