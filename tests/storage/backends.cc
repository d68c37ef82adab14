// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/backends.h"

#include <utility>

#include "storage/memory/memory_storage.h"
#include "storage/rocksdb/rocksdb_storage.h"
#include "tests/storage/reopening_storage.h"

namespace tonus::storage {
namespace {

// A small cache, so that a test run stays small.
RocksdbOptions SmallRocksdb() {
  RocksdbOptions options;
  options.block_cache_bytes = 1 << 20;
  return options;
}

std::unique_ptr<Storage> OpenRocksdb(const std::string& folder) {
  absl::StatusOr<std::unique_ptr<Storage>> storage =
      RocksdbStorage::Open(folder, SmallRocksdb());
  EXPECT_TRUE(storage.ok()) << storage.status();
  return storage.ok() ? *std::move(storage) : nullptr;
}

}  // namespace

std::vector<Backend> AllBackends() {
  return {
      {"Memory",
       [](const std::string&) { return std::make_unique<MemoryStorage>(); }},
      {"Rocksdb", OpenRocksdb},
      {"RocksdbReopened",
       [](const std::string& folder) {
         return std::make_unique<ReopeningStorage>(
             [folder] { return OpenRocksdb(folder); });
       }},
  };
}

std::string ConformanceTest::ValueOf(const std::string& key) const {
  const absl::StatusOr<Record> record = storage_->Read(key, kNever);
  if (absl::IsNotFound(record.status())) return "(absent)";
  return record.ok() ? record->value : "(error)";
}

int64_t ConformanceTest::VersionOf(const std::string& key) const {
  const absl::StatusOr<Record> record = storage_->Read(key, kNever);
  EXPECT_TRUE(record.ok()) << record.status();
  return record.ok() ? record->version : -1;
}

}  // namespace tonus::storage
