// SPDX-License-Identifier: Apache-2.0
#include "storage/open.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "storage/memory/memory_storage.h"
#include "storage/rocksdb/rocksdb_storage.h"

namespace tonus::storage {

absl::StatusOr<std::unique_ptr<Storage>> OpenStorage(
    const StorageSetting& setting) {
  if (setting.cache_bytes < 0) {
    return absl::InvalidArgumentError("cache_bytes is below 0");
  }
  if (setting.backend == "memory") {
    if (!setting.path.empty()) {
      return absl::InvalidArgumentError("backend memory has no path");
    }
    return std::make_unique<MemoryStorage>();
  }
  if (setting.backend == "rocksdb") {
    if (setting.path.empty()) {
      return absl::InvalidArgumentError("backend rocksdb needs a path");
    }
    RocksdbOptions options;
    if (setting.cache_bytes > 0)
      options.block_cache_bytes = setting.cache_bytes;
    return RocksdbStorage::Open(setting.path, options);
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "backend is \"", setting.backend, "\", not memory or rocksdb"));
}

}  // namespace tonus::storage
