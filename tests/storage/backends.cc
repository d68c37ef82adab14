// SPDX-License-Identifier: Apache-2.0
// The rows of the conformance suite that need nothing but this machine.

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

}  // namespace tonus::storage
