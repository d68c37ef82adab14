// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/record_format.h"

#include <cstddef>

namespace tonus::storage {
namespace {

constexpr size_t kNumberBytes = 8;
constexpr int kBitsPerByte = 8;

std::string Prefixed(char prefix, absl::string_view key) {
  std::string stored;
  stored.reserve(key.size() + 1);
  stored.push_back(prefix);
  stored.append(key.data(), key.size());
  return stored;
}

}  // namespace

std::string FormatKey() { return Prefixed(kStoreKeyPrefix, "format"); }

std::string LastCommitKey() { return Prefixed(kStoreKeyPrefix, "last_commit"); }

std::string StoreIdKey() { return Prefixed(kStoreKeyPrefix, "store_id"); }

std::string ToStoredKey(absl::string_view key) {
  return Prefixed(kUserKeyPrefix, key);
}

absl::string_view FromStoredKey(const rocksdb::Slice& stored) {
  return {stored.data() + 1, stored.size() - 1};
}

std::string EncodeNumber(int64_t number) {
  std::string bytes;
  bytes.reserve(kNumberBytes);
  for (int shift = 56; shift >= 0; shift -= kBitsPerByte) {
    bytes.push_back(static_cast<char>(static_cast<uint64_t>(number) >> shift));
  }
  return bytes;
}

std::optional<int64_t> DecodeNumber(const rocksdb::Slice& bytes) {
  if (bytes.size() != kNumberBytes) return std::nullopt;
  uint64_t number = 0;
  for (size_t i = 0; i < kNumberBytes; ++i) {
    number = number << kBitsPerByte | static_cast<unsigned char>(bytes[i]);
  }
  if (number > INT64_MAX) return std::nullopt;
  return static_cast<int64_t>(number);
}

std::optional<VersionedValue> DecodeValue(const rocksdb::Slice& stored) {
  if (stored.size() < kNumberBytes) return std::nullopt;
  const std::optional<int64_t> version =
      DecodeNumber(rocksdb::Slice(stored.data(), kNumberBytes));
  if (version.value_or(0) == 0) return std::nullopt;
  return VersionedValue{
      *version, {stored.data() + kNumberBytes, stored.size() - kNumberBytes}};
}

}  // namespace tonus::storage
