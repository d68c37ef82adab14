// SPDX-License-Identifier: Apache-2.0
// What is known of a folder before it is used.

#ifndef TONUS_STORAGE_ROCKSDB_FOLDERS_H_
#define TONUS_STORAGE_ROCKSDB_FOLDERS_H_

#include <string>

#include "absl/status/statusor.h"

namespace tonus::storage {

// Returns whether there is a folder `path`.
//   FAILED_PRECONDITION  this user may not look; nothing is known of it.
absl::StatusOr<bool> IsFolder(const std::string& path);

// Whether both are one folder, or one lies in the other. Either may not exist.
bool Overlap(const std::string& path, const std::string& other);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_FOLDERS_H_
