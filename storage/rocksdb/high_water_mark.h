// SPDX-License-Identifier: Apache-2.0
// A commit number that the store has certainly reached, in a file of its own.
//
// RocksDB does not notice that its newest log is gone: it opens without it, as
// if the commits in it had never been. A store that ends below its mark has
// lost commits and is not opened.

#ifndef TONUS_STORAGE_ROCKSDB_HIGH_WATER_MARK_H_
#define TONUS_STORAGE_ROCKSDB_HIGH_WATER_MARK_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/file_system.h"

namespace tonus::storage {

inline constexpr char kHighWaterFile[] = "high_water";

struct Mark {
  int64_t store_id = 0;  // A mark of another store says nothing.
  int64_t commit = 0;

  friend bool operator==(const Mark&, const Mark&) = default;
};

// Returns the mark in `folder`.
//   NOT_FOUND    there is no such file.
//   DATA_LOSS    the file is damaged; the message names it.
//   UNAVAILABLE  it can not be read.
absl::StatusOr<Mark> ReadMark(rocksdb::FileSystem& files,
                              const std::string& folder);

// Writes a mark where there is none, or in place of the one that is there.
absl::Status ReplaceMark(rocksdb::FileSystem& files, const std::string& folder,
                         const Mark& mark);

// The open file. Used by one thread at a time.
class HighWaterMark {
 public:
  // Opens the file, which holds `mark`.
  static absl::StatusOr<HighWaterMark> Open(rocksdb::FileSystem& files,
                                            const std::string& folder,
                                            const Mark& mark);

  // Writes and syncs the number of a commit that is durable, unless the mark
  // stands there already. The file has two places, written in turn: a write
  // that is torn leaves the other.
  absl::Status Raise(int64_t commit);

 private:
  HighWaterMark(std::unique_ptr<rocksdb::FSRandomRWFile> file, const Mark& mark)
      : file_(std::move(file)), mark_(mark) {}

  std::unique_ptr<rocksdb::FSRandomRWFile> file_;
  Mark mark_;
  int next_place_ = 1;
};

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_HIGH_WATER_MARK_H_
