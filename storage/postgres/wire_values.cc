// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/wire_values.h"

#include <cstddef>

namespace tonus::storage {
namespace {

constexpr uint32_t kByteaOid = 17;
constexpr int kBitsPerByte = 8;

template <typename Number>
void Append(Number number, std::string* bytes) {
  for (int shift = (static_cast<int>(sizeof(Number)) - 1) * kBitsPerByte;
       shift >= 0; shift -= kBitsPerByte) {
    bytes->push_back(static_cast<char>(number >> shift));
  }
}

}  // namespace

std::string EncodeBigint(int64_t number) {
  std::string bytes;
  Append(static_cast<uint64_t>(number), &bytes);
  return bytes;
}

std::optional<int64_t> DecodeBigint(absl::string_view bytes) {
  if (bytes.size() != sizeof(int64_t)) return std::nullopt;
  uint64_t number = 0;
  for (const char byte : bytes) {
    number = number << kBitsPerByte | static_cast<unsigned char>(byte);
  }
  return static_cast<int64_t>(number);
}

std::string EncodeByteaArray(absl::Span<const absl::string_view> elements) {
  size_t size = 5 * sizeof(uint32_t);
  for (const absl::string_view element : elements) {
    size += sizeof(uint32_t) + element.size();
  }
  std::string bytes;
  bytes.reserve(size);
  Append<uint32_t>(elements.empty() ? 0 : 1, &bytes);  // Dimensions.
  Append<uint32_t>(0, &bytes);                         // No element is null.
  Append<uint32_t>(kByteaOid, &bytes);
  if (elements.empty()) return bytes;
  Append(static_cast<uint32_t>(elements.size()), &bytes);
  Append<uint32_t>(1, &bytes);  // The first index.
  for (const absl::string_view element : elements) {
    Append(static_cast<uint32_t>(element.size()), &bytes);
    bytes.append(element.data(), element.size());
  }
  return bytes;
}

}  // namespace tonus::storage
