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
  absl::Time time = {};

  // Of a backup just taken: ids of which files without a list were cleared
  // away, of backups that were broken off or had lost their list.
  std::vector<int64_t> cleared = {};
};

// Adds a backup of the open store to `folder`, which is created, for its owner
// alone, if it is not there, and deletes the oldest ones so that at most `keep`
// remain. What a backup that was broken off left is deleted, and its id may be
// given again. The store serves on. One at a time.
//   FAILED_PRECONDITION  the folder holds backups of another store, or of this
//                        one before it was restored or recovered; or it holds
//                        the store or lies in it.
//   DATA_LOSS            a file of the store is damaged, or a backup in the
//                        folder, with which the new one might share files:
//                        nothing was added.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::StatusOr<Backup> CreateBackup(RocksdbStorage& storage,
                                    const std::string& folder, int keep);

struct VerifiedBackup {
  Backup backup;       // Only the id where it can not be read.
  absl::Status state;  // DATA_LOSS: it is damaged; the message says how.
};

// Reads all backups in `folder` back, the oldest first.
//   FAILED_PRECONDITION  there is none.
//   UNAVAILABLE          the disk fails.
absl::StatusOr<std::vector<VerifiedBackup>> VerifyBackups(
    const std::string& folder);

// Which backup to restore, and how much of it. Without either the last one.
struct RestorePoint {
  std::optional<int64_t> backup = {};  // Id.

  // As it was right after that commit, which must lie in the log of a backup or
  // be the last of one.
  std::optional<int64_t> commit = {};
};

struct Restored {
  Backup from;
  int64_t last_commit = 0;  // The last commit that was restored.
};

// Makes a store in `store_folder` from the backups in `folder`. Where the last
// one is damaged, an older one is taken only if `point` asks for it.
//   FAILED_PRECONDITION  `store_folder` is not empty, there is no such backup,
//                        or none reaches the commit; the message tells which
//                        do.
//   ABORTED              another program uses `store_folder`.
//   DATA_LOSS            the backup is damaged. Nothing was made; the message
//                        says how to take another.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::StatusOr<Restored> RestoreBackup(const std::string& folder,
                                       const std::string& store_folder,
                                       const RestorePoint& point);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_BACKUP_H_
