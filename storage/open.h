// SPDX-License-Identifier: Apache-2.0
// Opens the backend that a setting names.

#ifndef TONUS_STORAGE_OPEN_H_
#define TONUS_STORAGE_OPEN_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/health.h"
#include "storage/rocksdb/backup.h"
#include "storage/rocksdb/free_space.h"
#include "storage/storage.h"

namespace tonus::storage {

struct StorageSetting {
  // `memory`: gone with the process. `rocksdb`: kept in the folder `path`.
  // `postgres`: kept in the database of `connection`.
  std::string backend = "rocksdb";
  std::string path = {};  // Of `rocksdb` alone.

  // Of `postgres` alone: see postgres_options.h.
  std::string connection = {};
  std::string password = {};
  int connections = 0;  // 0: the backend's default.

  // Memory for what was read, in bytes. 0: the backend's default.
  int64_t cache_bytes = 0;

  // Whether records are to be imported. `rocksdb` refuses a store that is then
  // left without any until they are; see ImportStorage.
  bool for_import = false;

  // When `rocksdb` stops to write because the disk is filling up, and who hears
  // how it is.
  FreeSpaceLimits free_space = {};
  HealthListener on_health = {};
};

// Returns the opened storage.
//   INVALID_ARGUMENT  the setting has no such meaning; the message says why.
// Besides, whatever the backend's Open returns.
absl::StatusOr<std::unique_ptr<Storage>> OpenStorage(
    const StorageSetting& setting);

// Adds a backup of an open storage to a folder, see rocksdb/backup.h.
//   FAILED_PRECONDITION  the backend is not `rocksdb`.
// Besides, whatever CreateBackup returns.
absl::StatusOr<Backup> BackupStorage(Storage& storage,
                                     const std::string& folder, int keep);

// Exports all records as they are at one moment, see transfer.h. Others may
// write meanwhile.
absl::StatusOr<int64_t> ExportStorage(Storage& storage,
                                      const std::string& path);

// Imports records, see transfer.h, into a storage opened for it.
absl::StatusOr<int64_t> ImportStorage(Storage& storage,
                                      const std::string& path);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_OPEN_H_
