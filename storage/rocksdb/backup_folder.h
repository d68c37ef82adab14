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

// Used by one thread at a time.
class BackupFolder {
 public:
  //   FAILED_PRECONDITION  there is no backup in `folder`, not even a damaged
  //                        one.
  static absl::StatusOr<BackupFolder> Open(const std::string& folder);

  // Ids of all backups of which there is something, ascending.
  const std::vector<int64_t>& ids() const { return ids_; }

  // Ids of those that have files and no list of them: the backup was broken
  // off, or its list is lost, which looks the same. Ascending.
  const std::vector<int64_t>& unlisted() const { return unlisted_; }

  // Returns OK if the backup has a list of files, and all of them are there.
  //   FAILED_PRECONDITION  there is no such backup.
  //   DATA_LOSS            it is damaged.
  absl::Status Find(int64_t id) const;

  // For all below: Find(id) is OK. They return DATA_LOSS for a damaged backup.

  // Opens a backup where it lies and returns what it holds.
  absl::StatusOr<Backup> Describe(int64_t id) const;

  // Compares all bytes of a backup with their checksums.
  absl::Status Verify(int64_t id) const;

  // Copies a backup to the empty folder `to`.
  absl::Status CopyTo(int64_t id, const std::string& to) const;

 private:
  BackupFolder(std::string folder,
               std::unique_ptr<rocksdb::BackupEngineReadOnly> engine);

  absl::StatusOr<Backup> Read(int64_t id) const;

  // Returns `status`, or what Verify has to say of damage that is behind it.
  absl::Status NameFile(const absl::Status& status, int64_t id) const;

  std::string folder_;
  std::unique_ptr<rocksdb::BackupEngineReadOnly> engine_;
  std::vector<int64_t> ids_;
  std::vector<int64_t> corrupt_;
  std::vector<int64_t> unlisted_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_BACKUP_FOLDER_H_
