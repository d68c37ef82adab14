// SPDX-License-Identifier: Apache-2.0
// Whether the logs of a store go on where its tables end, and each where the
// one before it ends.
//
// A log is deleted when the manifest names the table that holds its records. A
// manifest that has lost its last entries whole is a valid one: RocksDB would
// open without those tables, replay the log behind the hole and delete them. So
// it would where older files of a store were copied over newer ones. A log that
// repeats another ends the program.

#ifndef TONUS_STORAGE_ROCKSDB_LOG_GAP_H_
#define TONUS_STORAGE_ROCKSDB_LOG_GAP_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "rocksdb/options.h"

namespace tonus::storage {

// Returns OK if `folder` holds no database, or one whose logs are those of
// `store_id` (nullopt: of any), the first of which follows the tables, and no
// record is missing in between. With an `options` that stops replay at the
// first record that is damaged it looks only as far as this. Changes nothing.
// To be asked before the database is opened with `options`.
//   DATA_LOSS  it is not so; the message names the file.
// Besides, what NameDamage returns.
absl::Status CheckNoLogGap(const rocksdb::Options& options,
                           const std::string& folder,
                           std::optional<int64_t> store_id);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_LOG_GAP_H_
