// SPDX-License-Identifier: Apache-2.0
// Hashes and random bytes, from OpenSSL.

#ifndef TONUS_SERVICES_DIGEST_H_
#define TONUS_SERVICES_DIGEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tonus {

// Returns the SHA-256 of `bytes`: 32 bytes.
std::string Sha256(absl::string_view bytes);

// Returns the HMAC-SHA-256 of `bytes` under `key`: 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view bytes);

// Returns `count` bytes that nobody can predict.
//   UNAVAILABLE  the system has no randomness to give.
absl::StatusOr<std::string> RandomBytes(int count);

}  // namespace tonus

#endif  // TONUS_SERVICES_DIGEST_H_
