// SPDX-License-Identifier: Apache-2.0
// The checksum of what the store writes besides RocksDB.

#ifndef TONUS_STORAGE_CRC32C_H_
#define TONUS_STORAGE_CRC32C_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace tonus::storage {

// Returns the CRC-32C (Castagnoli) of `bytes` after those that gave `before`.
uint32_t Crc32c(absl::string_view bytes, uint32_t before = 0);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_CRC32C_H_
