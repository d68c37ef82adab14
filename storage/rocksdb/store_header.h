// SPDX-License-Identifier: Apache-2.0
// What a store says about itself: its format and its last commit.

#ifndef TONUS_STORAGE_ROCKSDB_STORE_HEADER_H_
#define TONUS_STORAGE_ROCKSDB_STORE_HEADER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"

namespace tonus::storage {

// Returns the number of the last commit in `db`. A database without a single
// key becomes a store first.
//   FAILED_PRECONDITION  `db` has another format, or is no store at all.
//   DATA_LOSS            a number is damaged.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::StatusOr<int64_t> ReadOrCreateHeader(rocksdb::DB& db);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_STORE_HEADER_H_
