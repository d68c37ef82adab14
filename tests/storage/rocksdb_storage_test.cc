// SPDX-License-Identifier: Apache-2.0
// What RocksdbStorage promises beyond storage.h: one owner, one format, numbers
// that go on, the options that durability hangs on.

#include "storage/rocksdb/rocksdb_storage.h"

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "rocksdb/file_checksum.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/utilities/options_util.h"
#include "storage/key_range.h"
#include "storage/rocksdb/record_format.h"
#include "storage/rocksdb/rocksdb_status.h"
#include "tests/storage/temporary_folder.h"
#include "tests/testing/matchers.h"

namespace tonus::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::StatusIs;

constexpr absl::Time kNever = absl::InfiniteFuture();

class RocksdbStorageTest : public ::testing::Test {
 protected:
  std::unique_ptr<RocksdbStorage> Open() const {
    auto storage = RocksdbStorage::Open(folder_.path());
    EXPECT_THAT(storage, IsOk());
    return storage.ok() ? *std::move(storage) : nullptr;
  }

  // Writes one raw key, as another program or another format would.
  void WriteRaw(const std::string& key, const std::string& value) const {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, folder_.path(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), key, value).ok());
  }

  static absl::Status Put(Storage& storage, const std::string& key,
                          const std::string& value) {
    const Mutation write[] = {Mutation::Write(key, value)};
    return storage.Commit(write, kNever);
  }

  const TemporaryFolder folder_;
};

// How the tables of the store are packed, each way once.
std::set<std::string> Compressions(rocksdb::DB& db) {
  rocksdb::TablePropertiesCollection tables;
  EXPECT_TRUE(db.GetPropertiesOfAllTables(&tables).ok());
  std::set<std::string> names;
  for (const auto& [file, properties] : tables) {
    names.insert(properties->compression_name);
  }
  return names;
}

TEST_F(RocksdbStorageTest, WhatStaysIsPackedTighter) {
  const auto storage = Open();
  ASSERT_THAT(Put(*storage, "a", std::string(10'000, 'a')), IsOk());
  ASSERT_TRUE(storage->db().Flush({}).ok());
  EXPECT_THAT(Compressions(storage->db()), ElementsAre("Snappy"));
  rocksdb::CompactRangeOptions all;
  all.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForceOptimized;
  ASSERT_TRUE(storage->db().CompactRange(all, nullptr, nullptr).ok());
  EXPECT_THAT(Compressions(storage->db()), ElementsAre("ZSTD"));
  TONUS_ASSERT_OK_AND_ASSIGN(const Record record, storage->Read("a", kNever));
  EXPECT_EQ(record.value, std::string(10'000, 'a'));
}

TEST_F(RocksdbStorageTest, ReopeningFindsEveryRecordWithItsVersion) {
  std::vector<Record> before;
  {
    const auto storage = Open();
    for (int i = 0; i < 100; ++i) {
      ASSERT_THAT(Put(*storage, absl::StrCat(i), absl::StrCat("v", i)), IsOk());
    }
    const Mutation deletion[] = {Mutation::Delete("7")};
    ASSERT_THAT(storage->Commit(deletion, kNever), IsOk());
    TONUS_ASSERT_OK_AND_ASSIGN(const Page page,
                               storage->Scan(ScanPrefix(""), kNever));
    before = page.records;
  }
  ASSERT_EQ(before.size(), 99);
  const auto storage = Open();
  TONUS_ASSERT_OK_AND_ASSIGN(const Page page,
                             storage->Scan(ScanPrefix(""), kNever));
  EXPECT_EQ(page.records, before);
}

TEST_F(RocksdbStorageTest, NumbersGoOnAfterReopeningEvenIfTheLastKeyIsGone) {
  {
    const auto storage = Open();
    ASSERT_THAT(Put(*storage, "a", "1"), IsOk());
    const Mutation deletion[] = {Mutation::Delete("a")};
    ASSERT_THAT(storage->Commit(deletion, kNever), IsOk());
  }
  const auto storage = Open();
  ASSERT_THAT(Put(*storage, "a", "1"), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const Record record, storage->Read("a", kNever));
  EXPECT_EQ(record.version, 3);
}

TEST_F(RocksdbStorageTest,
       ASecondStorageOnTheFolderIsRefusedWhileTheFirstIsOpen) {
  auto first = Open();
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()),
              StatusIs(absl::StatusCode::kAborted,
                       HasSubstr("in use by another program")));
  EXPECT_THAT(Put(*first, "a", "1"), IsOk());
  first.reset();
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()), IsOk());
}

TEST_F(RocksdbStorageTest, AStoreThatIsClosedLeavesNoLongLogToReplay) {
  constexpr int kRecords = 20;
  auto storage = Open();
  for (int i = 0; i < kRecords; ++i) {
    ASSERT_THAT(Put(*storage, std::to_string(i), std::string(1 << 20, 'v')),
                IsOk());
  }
  storage.reset();
  uintmax_t log_bytes = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder_.path())) {
    if (entry.path().extension() == ".log") log_bytes += entry.file_size();
  }
  EXPECT_LT(log_bytes, uintmax_t{1} << 20);
  storage = Open();
  for (int i = 0; i < kRecords; ++i) {
    EXPECT_THAT(storage->Read(std::to_string(i), kNever), IsOk());
  }
}

TEST_F(RocksdbStorageTest, ANewFolderIsForItsOwnerAlone) {
  const std::string folder = folder_.path() + "/new/store";
  ASSERT_THAT(RocksdbStorage::Open(folder), IsOk());
  struct stat found = {};
  ASSERT_EQ(stat(folder.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700U);
}

TEST_F(RocksdbStorageTest, AFolderThatCanNotBeCreatedIsNamed) {
  const std::string file = folder_.path() + "/file";
  std::ofstream(file) << "no folder";
  EXPECT_THAT(RocksdbStorage::Open(file + "/store"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(file)));
}

TEST_F(RocksdbStorageTest, AnotherFormatIsRefused) {
  Open().reset();
  WriteRaw(FormatKey(), EncodeNumber(2));
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "the store has format 2, this program reads format 1: "
                       "a newer program wrote it, start that one"));
}

TEST_F(RocksdbStorageTest, ADatabaseOfAnotherProgramIsRefused) {
  WriteRaw("some", "thing");
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("no store of this program")));
}

TEST_F(RocksdbStorageTest, ADatabaseWithMoreColumnFamiliesIsRefused) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, folder_.path(), &opened).ok());
  std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::ColumnFamilyHandle* family = nullptr;
  ASSERT_TRUE(db->CreateColumnFamily({}, "more", &family).ok());
  ASSERT_TRUE(db->DestroyColumnFamilyHandle(family).ok());
  db.reset();
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("can not read")));
}

TEST_F(RocksdbStorageTest, ADamagedCommitNumberIsDataLoss) {
  Open().reset();
  WriteRaw(LastCommitKey(), "short");
  EXPECT_THAT(RocksdbStorage::Open(folder_.path()),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RocksdbStorageTest, ARecordWithoutVersionIsDataLossForEveryMethod) {
  {
    const auto storage = Open();
    ASSERT_THAT(Put(*storage, "fine", "1"), IsOk());
  }
  WriteRaw(ToStoredKey("short"), "1234567");
  WriteRaw(ToStoredKey("zero"), EncodeNumber(0));
  const auto storage = Open();
  for (const char* key : {"short", "zero"}) {
    EXPECT_THAT(storage->Read(key, kNever),
                StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(storage->Scan(ScanPrefix(key), kNever),
                StatusIs(absl::StatusCode::kDataLoss));
    const Mutation mutations[] = {Mutation::Write("other", "1"),
                                  Mutation::Check(key, 1)};
    EXPECT_THAT(storage->Commit(mutations, kNever),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(storage->Read("other", kNever),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(storage->Read("fine", kNever), IsOk());
}

TEST_F(RocksdbStorageTest, TheStoresOwnKeysAreOutOfReach) {
  {
    const auto storage = Open();
    for (const std::string& key : {FormatKey(), LastCommitKey()}) {
      ASSERT_THAT(Put(*storage, key, "mine"), IsOk());
    }
    TONUS_ASSERT_OK_AND_ASSIGN(const Page page,
                               storage->Scan(ScanPrefix(""), kNever));
    EXPECT_EQ(page.records.size(), 2);
  }
  const auto storage = Open();
  TONUS_ASSERT_OK_AND_ASSIGN(const Record record,
                             storage->Read(FormatKey(), kNever));
  EXPECT_EQ(record.value, "mine");
}

TEST_F(RocksdbStorageTest, CommitsOfManyThreadsShareSyncs) {
  constexpr int kThreads = 32;
  constexpr int kRounds = 20;
  const auto storage = Open();
  const RocksdbStorage::Counters before = storage->counters();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&storage, thread] {
      for (int i = 0; i < kRounds; ++i) {
        EXPECT_THAT(Put(*storage, absl::StrCat(thread, "/", i), "v"), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const RocksdbStorage::Counters after = storage->counters();
  EXPECT_EQ(after.applied_commits - before.applied_commits, kThreads * kRounds);
  EXPECT_EQ(after.log_syncs - before.log_syncs,
            after.written_groups - before.written_groups);
  EXPECT_LT(after.log_syncs - before.log_syncs, kThreads * kRounds / 2);
  EXPECT_EQ(after.waiting_commits, 0);
}

TEST_F(RocksdbStorageTest, TheOptionsThatDurabilityHangsOnAreSet) {
  const auto storage = Open();
  rocksdb::DBOptions db;
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  ASSERT_TRUE(rocksdb::LoadLatestOptions(rocksdb::ConfigOptions(),
                                         folder_.path(), &db, &families)
                  .ok());
  EXPECT_EQ(db.wal_recovery_mode,
            rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords);
  EXPECT_TRUE(db.track_and_verify_wals_in_manifest);
  EXPECT_TRUE(db.paranoid_checks);
  EXPECT_TRUE(db.verify_sst_unique_id_in_manifest);
  EXPECT_EQ(db.recycle_log_file_num, 0);
  EXPECT_TRUE(db.avoid_unnecessary_blocking_io);
  EXPECT_EQ(db.max_total_wal_size, 256 << 20);
  EXPECT_EQ(db.max_open_files, 512);
  ASSERT_NE(db.file_checksum_gen_factory, nullptr);
  EXPECT_EQ(std::string(db.file_checksum_gen_factory->Name()),
            "FileChecksumGenCrc32cFactory");

  ASSERT_EQ(families.size(), 1);
  EXPECT_EQ(families[0].options.memtable_protection_bytes_per_key, 8);
  const auto* table =
      families[0]
          .options.table_factory->GetOptions<rocksdb::BlockBasedTableOptions>();
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->format_version, 5);
  EXPECT_TRUE(table->cache_index_and_filter_blocks);
  ASSERT_NE(table->filter_policy, nullptr);
  EXPECT_THAT(table->filter_policy->GetId(), HasSubstr("bloom"));
}

TEST(RocksdbStatusTest, WhatRocksdbSaysIsAPayloadAndNotInTheMessage) {
  const absl::Status status =
      FromRocksdb(rocksdb::Status::Corruption("bad block in 000042.sst"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("000042")));
  const auto detail = status.GetPayload(kDriverDetailTypeUrl);
  ASSERT_TRUE(detail.has_value());
  EXPECT_THAT(std::string(*detail), HasSubstr("000042"));
}

TEST(RocksdbStatusTest, EveryStatusHasACodeOfTheContract) {
  using Code = absl::StatusCode;
  EXPECT_THAT(FromRocksdb(rocksdb::Status::OK()), IsOk());
  EXPECT_THAT(FromRocksdb(rocksdb::Status::NotFound()),
              StatusIs(Code::kNotFound));
  EXPECT_THAT(FromRocksdb(rocksdb::Status::TimedOut()),
              StatusIs(Code::kDeadlineExceeded));
  EXPECT_THAT(FromRocksdb(rocksdb::Status::NoSpace()),
              StatusIs(Code::kResourceExhausted));
  EXPECT_THAT(FromRocksdb(rocksdb::Status::MemoryLimit()),
              StatusIs(Code::kResourceExhausted));
  EXPECT_THAT(FromRocksdb(rocksdb::Status::IOError()),
              StatusIs(Code::kUnavailable));
  EXPECT_THAT(FromRocksdb(rocksdb::Status::Busy()),
              StatusIs(Code::kUnavailable));
  EXPECT_THAT(FromFailedWrite(rocksdb::Status::NoSpace()),
              StatusIs(Code::kUnavailable));
}

TEST(RecordFormatTest, NumbersAreEightBytesBigEndian) {
  EXPECT_EQ(EncodeNumber(0x0102030405060708),
            "\x01\x02\x03\x04\x05\x06\x07\x08");
  for (const int64_t number : {int64_t{0}, int64_t{255}, INT64_MAX}) {
    EXPECT_EQ(DecodeNumber(EncodeNumber(number)), number);
  }
  EXPECT_EQ(DecodeNumber("1234567"), std::nullopt);
  EXPECT_EQ(DecodeNumber("123456789"), std::nullopt);
  EXPECT_EQ(DecodeNumber("\xff\xff\xff\xff\xff\xff\xff\xff"), std::nullopt);
}

}  // namespace
}  // namespace tonus::storage
