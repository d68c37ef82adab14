// SPDX-License-Identifier: Apache-2.0
// Values in the binary format of the PostgreSQL wire protocol.

#ifndef TONUS_STORAGE_POSTGRES_WIRE_VALUES_H_
#define TONUS_STORAGE_POSTGRES_WIRE_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tonus::storage {

// `bigint`: 8 bytes, the highest first.
std::string EncodeBigint(int64_t number);

// Returns nullopt if the bytes are no `bigint`.
std::optional<int64_t> DecodeBigint(absl::string_view bytes);

// `bytea[]`. A `bytea` is its own bytes.
std::string EncodeByteaArray(absl::Span<const absl::string_view> elements);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_POSTGRES_WIRE_VALUES_H_
