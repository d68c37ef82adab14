// SPDX-License-Identifier: Apache-2.0
// Which of the files of a store is damaged.

#ifndef TONUS_STORAGE_ROCKSDB_STORE_FILES_H_
#define TONUS_STORAGE_ROCKSDB_STORE_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "rocksdb/file_system.h"
#include "rocksdb/status.h"

namespace tonus::storage {

// Returns OK if `folder` holds no store, or one whose files hang together as
// far as their names tell. To be asked before RocksDB: where the file CURRENT
// is gone it would make a new database in place of the old one.
//   DATA_LOSS    a file is missing or damaged; the message names it.
//   UNAVAILABLE  the folder can not be read.
absl::Status CheckStoreFiles(rocksdb::FileSystem& files,
                             const std::string& folder);

// The folder in which a restore makes the store of `folder`. It is there from
// the beginning of a restore until that has succeeded.
std::string RestoreDraft(const std::string& folder);

// Returns OK unless `folder` holds no database and a restore into it was begun:
// a new, empty store must not take the place of the one that was wanted.
//   FAILED_PRECONDITION  it was; the message says what to do.
absl::Status CheckNoRestore(rocksdb::FileSystem& files,
                            const std::string& folder);

// Whether `folder` holds a database, which may be damaged.
bool HasDatabase(rocksdb::FileSystem& files, const std::string& folder);

// Returns DATA_LOSS: the manifest does not name all tables that the log
// follows.
absl::Status LostManifestEnd(rocksdb::FileSystem& files,
                             const std::string& folder);

// Returns the path of the file of `folder` that `status` says is damaged; empty
// if it names none.
std::string DamagedFile(const std::string& folder,
                        const rocksdb::Status& status);

// Returns why the store in `folder` did not open, with the codes of
// FromFailedOpen; DATA_LOSS names the file. `refusal` is the name of a log that
// LogFilter refused, and why; or empty.
absl::Status NameDamage(rocksdb::FileSystem& files, const std::string& folder,
                        const rocksdb::Status& status,
                        const std::string& refusal);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_STORE_FILES_H_
