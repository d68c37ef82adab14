// SPDX-License-Identifier: Apache-2.0
#include "storage/crc32c.h"

#include <array>
#include <cstddef>

namespace tonus::storage {
namespace {

constexpr uint32_t kPolynomial = 0x82F63B78;  // Castagnoli's, reflected.
constexpr int kBitsPerByte = 8;
constexpr size_t kBytes = 256;

constexpr std::array<uint32_t, kBytes> MakeTable() {
  std::array<uint32_t, kBytes> table = {};
  for (size_t byte = 0; byte < kBytes; ++byte) {
    auto remainder = static_cast<uint32_t>(byte);
    for (int bit = 0; bit < kBitsPerByte; ++bit) {
      remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? kPolynomial : 0);
    }
    table[byte] = remainder;
  }
  return table;
}

constexpr std::array<uint32_t, kBytes> kTable = MakeTable();

}  // namespace

uint32_t Crc32c(absl::string_view bytes, uint32_t before) {
  uint32_t crc = ~before;
  for (const char byte : bytes) {
    crc = kTable[(crc ^ static_cast<unsigned char>(byte)) & (kBytes - 1)] ^
          (crc >> kBitsPerByte);
  }
  return ~crc;
}

}  // namespace tonus::storage
