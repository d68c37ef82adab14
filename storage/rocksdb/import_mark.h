// SPDX-License-Identifier: Apache-2.0
// A file beside a store that is made for an import: until the import has its
// own mark in the store (transfer.h) an empty one must not be taken for whole.

#ifndef TONUS_STORAGE_ROCKSDB_IMPORT_MARK_H_
#define TONUS_STORAGE_ROCKSDB_IMPORT_MARK_H_

#include <string>

#include "absl/status/status.h"
#include "rocksdb/file_system.h"

namespace tonus::storage {

// Makes the mark beside `folder`, durably.
//   FAILED_PRECONDITION  this user may not.
//   UNAVAILABLE, RESOURCE_EXHAUSTED  the disk fails or is full.
absl::Status MakeImportMark(rocksdb::FileSystem& files,
                            const std::string& folder);

bool HasImportMark(rocksdb::FileSystem& files, const std::string& folder);

// Removes the mark, if there is one. One that stays is removed by the next
// opening of a store that holds something.
void RemoveImportMark(rocksdb::FileSystem& files, const std::string& folder);

// Says that an import into the store that was to be in `folder` was broken off.
absl::Status ImportMarkError(const std::string& folder);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_IMPORT_MARK_H_
