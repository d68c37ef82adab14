// SPDX-License-Identifier: Apache-2.0
// Whether the log of a store goes on where its tables end.
//
// A log is deleted when the manifest names the table that holds its records. A
// manifest that has lost its last entries whole is a valid one: RocksDB would
// open without those tables, replay the log behind the hole and delete them.

#ifndef TONUS_STORAGE_ROCKSDB_LOG_GAP_H_
#define TONUS_STORAGE_ROCKSDB_LOG_GAP_H_

#include <string>

#include "absl/status/status.h"
#include "rocksdb/options.h"

namespace tonus::storage {

// Returns OK if `folder` holds no database, or one whose first record in the
// log follows the last one in the tables. Changes nothing. To be asked before
// the database is opened with `options`.
//   DATA_LOSS  records between them are missing; the message names the file.
// Besides, what NameDamage returns.
absl::Status CheckNoLogGap(const rocksdb::Options& options,
                           const std::string& folder);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_LOG_GAP_H_
