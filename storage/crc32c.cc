// SPDX-License-Identifier: Apache-2.0
#include "storage/crc32c.h"

#include <array>
#include <cstddef>

namespace tonus::storage {
namespace {

constexpr uint32_t kPolynomial = 0x82F63B78;  // Castagnoli's, reflected.
constexpr int kBitsPerByte = 8;
constexpr size_t kBytes = 256;

// Eight bytes at a time: eight times as fast as one at a time, with no
// instruction that not every processor has.
constexpr size_t kStep = 8;

using Table = std::array<uint32_t, kBytes>;

// Table `i` holds the remainders of a byte that `i` zero bytes follow.
constexpr std::array<Table, kStep> MakeTables() {
  std::array<Table, kStep> tables = {};
  for (size_t byte = 0; byte < kBytes; ++byte) {
    auto remainder = static_cast<uint32_t>(byte);
    for (int bit = 0; bit < kBitsPerByte; ++bit) {
      remainder = (remainder >> 1) ^ ((remainder & 1) != 0 ? kPolynomial : 0);
    }
    tables[0][byte] = remainder;
  }
  for (size_t i = 1; i < kStep; ++i) {
    for (size_t byte = 0; byte < kBytes; ++byte) {
      const uint32_t shorter = tables[i - 1][byte];
      tables[i][byte] =
          tables[0][shorter & (kBytes - 1)] ^ (shorter >> kBitsPerByte);
    }
  }
  return tables;
}

constexpr std::array<Table, kStep> kTables = MakeTables();

// The four bytes from `at` on, the first as the lowest.
uint32_t Word(absl::string_view bytes, size_t at) {
  uint32_t word = 0;
  for (size_t i = 0; i < sizeof word; ++i) {
    word |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[at + i]))
            << (kBitsPerByte * i);
  }
  return word;
}

// What the four bytes of `word` give that `zeros` bytes follow.
uint32_t Remainder(uint32_t word, size_t zeros) {
  const auto byte = [word](int i) {
    return (word >> (kBitsPerByte * i)) & (kBytes - 1);
  };
  return kTables[zeros + 3][byte(0)] ^ kTables[zeros + 2][byte(1)] ^
         kTables[zeros + 1][byte(2)] ^ kTables[zeros][byte(3)];
}

}  // namespace

uint32_t Crc32c(absl::string_view bytes, uint32_t before) {
  uint32_t crc = ~before;
  for (; bytes.size() >= kStep; bytes.remove_prefix(kStep)) {
    crc = Remainder(crc ^ Word(bytes, 0), 4) ^ Remainder(Word(bytes, 4), 0);
  }
  for (const char byte : bytes) {
    crc = kTables[0][(crc ^ static_cast<unsigned char>(byte)) & (kBytes - 1)] ^
          (crc >> kBitsPerByte);
  }
  return ~crc;
}

}  // namespace tonus::storage
