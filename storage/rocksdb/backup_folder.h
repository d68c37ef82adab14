// SPDX-License-Identifier: Apache-2.0
// The backups that a folder holds.

#ifndef TONUS_STORAGE_ROCKSDB_BACKUP_FOLDER_H_
#define TONUS_STORAGE_ROCKSDB_BACKUP_FOLDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/utilities/backup_engine.h"
#include "storage/rocksdb/backup.h"

namespace tonus::storage {

// How RocksDB lays them out.
rocksdb::BackupEngineOptions BackupOptions(const std::string& folder);

// What RocksDB says of a backup, in the terms of storage.h.
absl::Status FromBackupEngine(const rocksdb::Status& status,
                              const std::string& folder, int64_t id);

// Used by one thread at a time.
class BackupFolder {
 public:
  //   FAILED_PRECONDITION  there is no backup in `folder`.
  //   DATA_LOSS            RocksDB can not make out one of the backups.
  static absl::StatusOr<BackupFolder> Open(const std::string& folder);

  // Ids of the backups, ascending.
  const std::vector<int64_t>& ids() const { return ids_; }

  // Opens a backup where it lies and returns what it holds.
  absl::StatusOr<Backup> Describe(int64_t id) const;

  // Compares all bytes of a backup with their checksums.
  absl::Status Verify(int64_t id) const;

  // Copies a backup to the empty folder `to`.
  absl::Status CopyTo(int64_t id, const std::string& to) const;

 private:
  BackupFolder(std::string folder,
               std::unique_ptr<rocksdb::BackupEngineReadOnly> engine,
               std::vector<int64_t> ids);

  std::string folder_;
  std::unique_ptr<rocksdb::BackupEngineReadOnly> engine_;
  std::vector<int64_t> ids_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_BACKUP_FOLDER_H_
