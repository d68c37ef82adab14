// SPDX-License-Identifier: Apache-2.0
// The database of a store without the store: for those who restore and recover.

#ifndef TONUS_STORAGE_ROCKSDB_RAW_STORE_H_
#define TONUS_STORAGE_ROCKSDB_RAW_STORE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "storage/rocksdb/log_filter.h"

namespace tonus::storage {

// Commit numbers that are left out after a restore or a loss: more than can
// have been given since, so that no version repeats.
inline constexpr int64_t kSkippedCommits = int64_t{1} << 40;

// Opens the database in `folder`, which must be there, with `mode` for its log.
// `filter` outlives the call.
//   DATA_LOSS  it is damaged; the message names the file.
// Besides, what FromFailedOpen returns.
absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenRawStore(
    const std::string& folder, rocksdb::WALRecoveryMode mode,
    LogFilter* filter);

// Reads all tables.
//   DATA_LOSS  one is damaged; the message names it.
absl::Status VerifyTables(rocksdb::DB& db, const std::string& folder);

// Copies a store to `to`, a new folder for its owner alone: tables, which never
// change, by a link, the rest whole.
//   FAILED_PRECONDITION  this user may not read a file; the message names it.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::Status CopyStore(const std::string& from, const std::string& to);

// Renames a folder, and syncs the one it is in.
absl::Status MoveFolder(const std::string& from, const std::string& to);

// Lets two folders change names, at one moment where the file system can.
absl::Status SwapFolders(const std::string& first, const std::string& second);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_RAW_STORE_H_
