// SPDX-License-Identifier: Apache-2.0
// A file system that keeps files until the store that they belong to is known
// to be whole.
//
// RocksDB deletes, while it opens, every file that its manifest does not name.
// If the manifest has lost its end, these are the data.

#ifndef TONUS_STORAGE_ROCKSDB_HELD_DELETES_H_
#define TONUS_STORAGE_ROCKSDB_HELD_DELETES_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "rocksdb/file_system.h"

namespace tonus::storage {

// Thread-safe. Holds tables and logs; their names are never used again.
class HeldDeletes : public rocksdb::FileSystemWrapper {
 public:
  explicit HeldDeletes(const std::shared_ptr<rocksdb::FileSystem>& below)
      : FileSystemWrapper(below) {}

  const char* Name() const override { return "tonus.HeldDeletes"; }

  // Deletes what was to be deleted, and from now on at once.
  void Release();

  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  std::mutex mutex_;  // Guards the rest.
  bool released_ = false;
  std::vector<std::string> held_;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_HELD_DELETES_H_
