// SPDX-License-Identifier: Apache-2.0
// At most one storage on a folder.

#ifndef TONUS_STORAGE_ROCKSDB_FOLDER_LOCK_H_
#define TONUS_STORAGE_ROCKSDB_FOLDER_LOCK_H_

#include <string>

#include "absl/status/statusor.h"

namespace tonus::storage {

// Holds a folder until destroyed. The lock ends with the process, however that
// ends. Movable, not copyable.
//
// RocksDB has a lock of its own, but says in words alone that it is taken.
class FolderLock {
 public:
  // Returns the lock on `folder`, which is created, for its owner alone, if it
  // is not there.
  //   FAILED_PRECONDITION  it can not be created or written.
  //   ABORTED              another storage, of this process or another, holds
  //                        it; try again when that is closed.
  static absl::StatusOr<FolderLock> Acquire(const std::string& folder);

  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_FOLDER_LOCK_H_
