// SPDX-License-Identifier: Apache-2.0
// A file system whose n-th change fails.

#ifndef TONUS_TESTS_STORAGE_FAILING_FILE_SYSTEM_H_
#define TONUS_TESTS_STORAGE_FAILING_FILE_SYSTEM_H_

#include <atomic>
#include <memory>
#include <string>

#include "rocksdb/file_system.h"

namespace tonus::storage {

// Thread-safe. Counts what changes the disk: creating, writing, syncing,
// renaming and deleting files, syncing folders. What works is not really
// synced: the power stays on, and the test is fast.
class FailingFileSystem : public rocksdb::FileSystemWrapper {
 public:
  FailingFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  const char* Name() const override { return "FailingFileSystem"; }

  // Lets change number `n`, from 1 and counted from now, fail with `error`, and
  // `times` in all.
  void Fail(int n, const rocksdb::IOStatus& error, int times);

  // Returns how many changes were asked for since Fail.
  int changes() const { return changes_; }

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewRandomRWFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSRandomRWFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(const std::string& path,
                                 const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* folder,
                                 rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  // Counts a change and says whether it works.
  rocksdb::IOStatus Change();

 private:
  std::atomic<int> changes_{0};
  std::atomic<int> first_{0};
  std::atomic<int> after_last_{0};
  rocksdb::IOStatus error_;
};

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_FAILING_FILE_SYSTEM_H_
