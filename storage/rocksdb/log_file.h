// SPDX-License-Identifier: Apache-2.0
// Finds damage in the files that RocksDB writes as logs, of which it says only
// that there is some.

#ifndef TONUS_STORAGE_ROCKSDB_LOG_FILE_H_
#define TONUS_STORAGE_ROCKSDB_LOG_FILE_H_

#include "absl/strings/string_view.h"

namespace tonus::storage {

// Returns whether every record in `bytes`, the content of a write-ahead log or
// a manifest, has its checksum. A last record that is cut off does no harm.
bool IsWholeLog(absl::string_view bytes);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_LOG_FILE_H_
