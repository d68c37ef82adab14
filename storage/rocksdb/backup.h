// SPDX-License-Identifier: Apache-2.0
// Copies of a store in another folder: taken while it serves, each storing only
// what the ones before do not hold.

#ifndef TONUS_STORAGE_ROCKSDB_BACKUP_H_
#define TONUS_STORAGE_ROCKSDB_BACKUP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tonus::storage {

class RocksdbStorage;

struct Backup {
  int64_t id = 0;           // From 1, in the order in which they were taken.
  int64_t last_commit = 0;  // It holds all commits up to this one.
  int64_t size_bytes = 0;   // Shared files count in each backup.
  absl::Time time;
};

// Adds a backup of the open store to `folder`, which is created, for its owner
// alone, if it is not there, and deletes the oldest ones so that at most `keep`
// remain. The store serves on. One at a time.
//   FAILED_PRECONDITION  the folder holds backups of another store, or of this
//                        one before it was restored or recovered.
//   DATA_LOSS            a file of the store or of the backups is damaged.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::StatusOr<Backup> CreateBackup(RocksdbStorage& storage,
                                    const std::string& folder, int keep);

// Reads all backups in `folder` back, the oldest first.
//   FAILED_PRECONDITION  there is none.
//   DATA_LOSS            one is damaged; the message says which.
absl::StatusOr<std::vector<Backup>> VerifyBackups(const std::string& folder);

struct Restored {
  Backup from;
  int64_t last_commit = 0;  // The last commit that was restored.
};

// Makes a store in `store_folder` from the backups in `folder`: from the last
// one, or with `commit` as it was right after that commit, which must lie in
// the log of a backup or be the last of one.
//   FAILED_PRECONDITION  `store_folder` is not empty or in use, there is no
//                        backup, or none reaches the commit; the message tells
//                        which do.
//   DATA_LOSS            the backup is damaged. Nothing was made.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::StatusOr<Restored> RestoreBackup(const std::string& folder,
                                       const std::string& store_folder,
                                       std::optional<int64_t> commit);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_BACKUP_H_
