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

// Where a record begins.
constexpr char kWholeRecord = 1;
constexpr char kFirstPart = 2;

// Goes on through the parts of a block. Only in the `last` one a part may be
// cut off.
void ReadBlock(absl::string_view block, bool last, LogDamage* damage) {
  while (block.size() >= kHeaderBytes) {
    uint32_t stored = 0;
    for (size_t i = 0; i < kLengthAt; ++i) {
      stored |= Byte(block, i) << (kBitsPerByte * i);
    }
    const size_t length = Byte(block, kLengthAt) | Byte(block, kLengthAt + 1)
                                                       << kBitsPerByte;
    if (kHeaderBytes + length > block.size()) {
      if (!last && *damage == LogDamage::kNone) *damage = LogDamage::kEnd;
      return;
    }
    const char type = block[kTypeAt];
    if (Masked(Crc32c(block.substr(kTypeAt, length + 1))) != stored) {
      if (*damage == LogDamage::kNone) *damage = LogDamage::kEnd;
    } else if (*damage == LogDamage::kEnd &&
               (type == kWholeRecord || type == kFirstPart)) {
      *damage = LogDamage::kMiddle;
    }
    block.remove_prefix(kHeaderBytes + length);
  }
}

}  // namespace

LogDamage FindDamage(absl::string_view bytes) {
  LogDamage damage = LogDamage::kNone;
  while (!bytes.empty()) {
    ReadBlock(bytes.substr(0, kBlockBytes), bytes.size() <= kBlockBytes,
              &damage);
    bytes.remove_prefix(std::min(bytes.size(), kBlockBytes));
  }
  return damage;
}

}  // namespace tonus::storage
