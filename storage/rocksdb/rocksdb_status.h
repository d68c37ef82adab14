// SPDX-License-Identifier: Apache-2.0
// RocksDB's statuses in the terms of storage.h.

#ifndef TONUS_STORAGE_ROCKSDB_ROCKSDB_STATUS_H_
#define TONUS_STORAGE_ROCKSDB_ROCKSDB_STATUS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "rocksdb/status.h"

namespace tonus::storage {

// The payload that keeps what RocksDB said. For the operator's log, never for a
// client: it may name files.
inline constexpr absl::string_view kDriverDetailTypeUrl =
    "type.googleapis.com/tonus.storage.DriverDetail";

// Returns `status` with one of the codes of storage.h and our own wording.
absl::Status FromRocksdb(const rocksdb::Status& status);

// Returns the status of a group of commits whose write ended with `status`:
// UNAVAILABLE unless OK, since part of a failed write may be on disk.
absl::Status FromFailedWrite(const rocksdb::Status& status);

// Returns the status of an attempt to open a store. Besides the codes of
// FromRocksdb
//   FAILED_PRECONDITION  this RocksDB can not read what is there.
absl::Status FromFailedOpen(const rocksdb::Status& status);

// Returns DATA_LOSS: a record does not have the store's format.
absl::Status CorruptRecordError();

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_ROCKSDB_STATUS_H_
