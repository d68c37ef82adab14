// SPDX-License-Identifier: Apache-2.0
// RocksDB's statuses in the terms of storage.h.

#ifndef TONUS_STORAGE_ROCKSDB_ROCKSDB_STATUS_H_
#define TONUS_STORAGE_ROCKSDB_ROCKSDB_STATUS_H_

#include "absl/status/status.h"
#include "rocksdb/status.h"
#include "storage/driver_detail.h"

namespace tonus::storage {

// Returns `status` with one of the codes of storage.h and our own wording; what
// RocksDB said is its driver detail.
absl::Status FromRocksdb(const rocksdb::Status& status);

// Returns the status of a group of commits whose write ended with `status`:
// an unknown outcome unless OK, since part of a failed write may be on disk.
absl::Status FromFailedWrite(const rocksdb::Status& status);

// Returns the status of an attempt to open a store. Besides the codes of
// FromRocksdb
//   FAILED_PRECONDITION  this RocksDB can not read what is there, or this user
//                        may not use a file; the message names it.
absl::Status FromFailedOpen(const rocksdb::Status& status);

// Returns DATA_LOSS: a record does not have the store's format.
absl::Status CorruptRecordError();

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_ROCKSDB_STATUS_H_
