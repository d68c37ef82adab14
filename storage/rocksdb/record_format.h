// SPDX-License-Identifier: Apache-2.0
// How keys, versions and values lie in RocksDB: the store format, number 1.
//
// Keys of callers and keys of the store itself differ in their first byte, so
// that no caller can reach the latter. A value is its version, 8 bytes
// big-endian, and then the caller's bytes. A version is the number of the
// commit that wrote it; commits are numbered from 1 and the last number is
// stored with each of them.

#ifndef TONUS_STORAGE_ROCKSDB_RECORD_FORMAT_H_
#define TONUS_STORAGE_ROCKSDB_RECORD_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "rocksdb/slice.h"

namespace tonus::storage {

// Changes with every change of this page.
inline constexpr int64_t kStoreFormat = 1;

// The store's own keys. Their values are numbers.
inline constexpr char kStoreKeyPrefix = '\x00';
std::string FormatKey();
std::string LastCommitKey();
std::string StoreIdKey();  // Random; a store of an older program has none.

// Keys of callers.
inline constexpr char kUserKeyPrefix = '\x01';
std::string ToStoredKey(absl::string_view key);
absl::string_view FromStoredKey(const rocksdb::Slice& stored);

// A number of 0 or more, in 8 bytes.
std::string EncodeNumber(int64_t number);

// Returns nullopt if `bytes` are not from EncodeNumber.
std::optional<int64_t> DecodeNumber(const rocksdb::Slice& bytes);

// A stored value, taken apart. `value` points into the stored bytes.
struct VersionedValue {
  int64_t version = 0;
  absl::string_view value;
};

// Returns nullopt if `stored` does not begin with a version: it is corrupt.
std::optional<VersionedValue> DecodeValue(const rocksdb::Slice& stored);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_ROCKSDB_RECORD_FORMAT_H_
