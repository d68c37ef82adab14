// SPDX-License-Identifier: Apache-2.0
// Finds damage in the files that RocksDB writes as logs, of which it says only
// that there is some.

#ifndef TONUS_STORAGE_ROCKSDB_LOG_FILE_H_
#define TONUS_STORAGE_ROCKSDB_LOG_FILE_H_

#include "absl/strings/string_view.h"

namespace tonus::storage {

enum class LogDamage {
  kNone,    // A last record that is cut off does no harm.
  kEnd,     // In the last record, as of a write that was broken off.
  kMiddle,  // Another record begins after it.
};

// Returns where `bytes`, the content of a write-ahead log or a manifest, do not
// have their checksum.
LogDamage FindDamage(absl::string_view bytes);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_LOG_FILE_H_
