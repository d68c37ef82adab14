// SPDX-License-Identifier: Apache-2.0
#include "services/patient/patient_id.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "services/digest.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr int kIdBytes = 16;

// RFC 4648 base 32 without padding, in lower case.
std::string Base32(absl::string_view bytes) {
  constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
  std::string text;
  uint32_t pending = 0;
  int bits = 0;
  for (const unsigned char byte : bytes) {
    pending = (pending << 8 | byte) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) {
      text.push_back(kAlphabet[pending >> (bits - 5) & 31]);
    }
  }
  if (bits > 0) text.push_back(kAlphabet[pending << (5 - bits) & 31]);
  return text;
}

}  // namespace

absl::StatusOr<std::string> MakePatientId(const Principal& principal,
                                          absl::string_view request_id) {
  if (request_id.empty()) {
    TONUS_ASSIGN_OR_RETURN(const std::string random, RandomBytes(kIdBytes));
    return Base32(random);
  }
  // A zero byte, which none of the three holds, keeps them apart.
  const absl::string_view zero("\0", 1);
  const std::string digest = Sha256(absl::StrCat(
      principal.tenant, zero, principal.subject, zero, request_id));
  return Base32(absl::string_view(digest).substr(0, kIdBytes));
}

}  // namespace tonus
