// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/log_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "storage/crc32c.h"

namespace tonus::storage {
namespace {

// The format: blocks of 32 KiB; a record lies in one block and begins with the
// checksum of what follows the length, the length, little-endian, and its type.
constexpr size_t kBlockBytes = 32768;
constexpr size_t kLengthAt = 4;
constexpr size_t kTypeAt = 6;
constexpr size_t kHeaderBytes = 7;
constexpr int kBitsPerByte = 8;

uint32_t Byte(absl::string_view bytes, size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

// A checksum is not stored as it is, so that one over bytes that hold
// checksums still tells something.
uint32_t Masked(uint32_t crc) {
  constexpr uint32_t kDelta = 0xa282ead8;
  constexpr int kTurn = 15;
  constexpr int kBits = 32;
  return ((crc >> kTurn) | (crc << (kBits - kTurn))) + kDelta;
}

bool IsWholeBlock(absl::string_view block) {
  while (block.size() >= kHeaderBytes) {
    uint32_t stored = 0;
    for (size_t i = 0; i < kLengthAt; ++i) {
      stored |= Byte(block, i) << (kBitsPerByte * i);
    }
    const size_t length = Byte(block, kLengthAt) | Byte(block, kLengthAt + 1)
                                                       << kBitsPerByte;
    if (kHeaderBytes + length > block.size()) return true;  // Cut off.
    if (Masked(Crc32c(block.substr(kTypeAt, length + 1))) != stored) {
      return false;
    }
    block.remove_prefix(kHeaderBytes + length);
  }
  return true;  // What is left of a block is too short for a record.
}

}  // namespace

bool IsWholeLog(absl::string_view bytes) {
  while (!bytes.empty()) {
    if (!IsWholeBlock(bytes.substr(0, kBlockBytes))) return false;
    bytes.remove_prefix(std::min(bytes.size(), kBlockBytes));
  }
  return true;
}

}  // namespace tonus::storage
