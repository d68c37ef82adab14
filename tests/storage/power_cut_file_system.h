// SPDX-License-Identifier: Apache-2.0
// A file system whose power is cut in the middle of a program's life.

#ifndef TONUS_TESTS_STORAGE_POWER_CUT_FILE_SYSTEM_H_
#define TONUS_TESTS_STORAGE_POWER_CUT_FILE_SYSTEM_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>

#include "rocksdb/file_system.h"

namespace tonus::storage {

// How the process ends when the power is cut.
inline constexpr int kPowerCutExit = 99;

struct PowerCut {
  // The folder that loses its power, without folders in it; what is there
  // already is taken to be on the disk.
  std::string folder;

  // Where to put what is on the disk when the power is cut. Created.
  std::string left_folder;

  // Syncs are said to be done, and are not.
  bool lie = false;

  // Of how much more than what was synced is left of a file.
  uint64_t seed = 1;
};

// Thread-safe. Works on the real file system below it. On the disk are the
// synced part of a file and a random part of what was appended since, and the
// names as they were when the folder was last synced: without that a new file
// is gone, a renamed one has its old name, a deleted one is there again.
class PowerCutFileSystem : public rocksdb::FileSystemWrapper {
 public:
  explicit PowerCutFileSystem(PowerCut cut);

  const char* Name() const override { return "PowerCutFileSystem"; }

  // Lets that many changes (append, sync, new file, rename, deletion, sync of
  // the folder) pass from now on, and cuts the power right before the next.
  void CutAfter(int64_t changes);

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

 private:
  class Appended;
  class Rewritten;
  class Folder;

  // A file, whatever its name.
  struct Node {
    std::string path;  // Where its bytes are now.
    uint64_t synced_bytes = 0;
    // Of a file that is written in place: what it was when it was synced.
    std::optional<std::string> synced_content;
  };
  using Names = std::map<std::string, std::shared_ptr<Node>>;

  // Counts a change that is about to be made, or ends the process.
  void Change();

  // Puts what is on the disk into the other folder, and ends the process.
  [[noreturn]] void Cut();

  // Keeps the bytes of the file of that name, which is to lose it.
  void Bury(const std::string& path);

  const PowerCut cut_;
  std::mutex mutex_;      // Guards the rest.
  int64_t passing_ = -1;  // Negative: all.
  int64_t buried_ = 0;
  Names names_;   // As the program sees them, by path.
  Names synced_;  // As they are on the disk.
  std::mt19937_64 random_;
};

}  // namespace tonus::storage

#endif  // TONUS_TESTS_STORAGE_POWER_CUT_FILE_SYSTEM_H_
