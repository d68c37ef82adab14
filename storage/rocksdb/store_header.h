// SPDX-License-Identifier: Apache-2.0
// What a store says about itself: its format, its id and its last commit.

#ifndef TONUS_STORAGE_ROCKSDB_STORE_HEADER_H_
#define TONUS_STORAGE_ROCKSDB_STORE_HEADER_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/file_system.h"
#include "storage/rocksdb/high_water_mark.h"

namespace tonus::storage {

// Returns the id of the store in `db` and the number of its last commit. A
// database without a single key becomes a store first, with a high-water mark
// in `folder`.
//   FAILED_PRECONDITION  `db` has another format, or is no store at all.
//   DATA_LOSS            a number is damaged, the mark is missing or damaged,
//                        or the store ends below it; the message names files.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::StatusOr<Mark> ReadOrCreateHeader(rocksdb::DB& db,
                                        rocksdb::FileSystem& files,
                                        const std::string& folder);

// Returns the number of the last commit in `db`, whatever its mark.
//   FAILED_PRECONDITION, DATA_LOSS  as above; NOT_FOUND: `db` is empty.
absl::StatusOr<int64_t> ReadLastCommit(rocksdb::DB& db);

// Lets the numbers of commits go on after `last_commit`, and makes a new mark.
// For stores that lost commits: a number that was given is not given again, so
// that no version repeats.
absl::Status SkipCommitNumbers(rocksdb::DB& db, rocksdb::FileSystem& files,
                               const std::string& folder, int64_t last_commit);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_STORE_HEADER_H_
