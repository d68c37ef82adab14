// SPDX-License-Identifier: Apache-2.0
// A file system that tests can stall, break, or cut the power of.

#ifndef TONUS_TESTS_STORAGE_BREAKABLE_FILE_SYSTEM_H_
#define TONUS_TESTS_STORAGE_BREAKABLE_FILE_SYSTEM_H_

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "rocksdb/file_system.h"

namespace tonus::storage {

// Thread-safe. Works on the real file system below it. Only syncs of the
// write-ahead log are held or fail.
class BreakableFileSystem : public rocksdb::FileSystemWrapper {
 public:
  BreakableFileSystem();

  const char* Name() const override { return "BreakableFileSystem"; }

  // Lets no log sync begin until ReleaseSyncs.
  void HoldSyncs();
  void ReleaseSyncs();

  // Waits until a log sync is held.
  void WaitUntilHeld();

  // Lets `passing` more log syncs pass and fails the one after them.
  void FailSyncAfter(int passing);

  // Copies to `to` what would be left of folder `from` if the power went off
  // now: of each file the part that was synced.
  void CopySynced(const std::string& from, const std::string& to);

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  class File;

  // Waits while syncs are held, then says whether this one works.
  rocksdb::IOStatus BeginSync(const std::string& path);

  std::mutex mutex_;  // Guards the rest.
  std::condition_variable changed_;
  bool holding_ = false;
  int held_ = 0;
  int passing_syncs_ = -1;                        // Negative: all.
  std::map<std::string, uint64_t> synced_bytes_;  // By path.
};

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_BREAKABLE_FILE_SYSTEM_H_
