// SPDX-License-Identifier: Apache-2.0
#include "services/patient/seal.h"

#include "absl/strings/str_cat.h"

namespace tonus {
namespace {

constexpr char kPlain = 1;

}  // namespace

std::string Seal(absl::string_view /*key*/, absl::string_view bytes) {
  return absl::StrCat(absl::string_view(&kPlain, 1), bytes);
}

absl::StatusOr<std::string> Unseal(absl::string_view /*key*/,
                                   std::string sealed) {
  if (sealed.empty() || sealed[0] != kPlain) {
    return absl::DataLossError("a stored value has no known form");
  }
  sealed.erase(0, kSealBytes);
  return sealed;
}

}  // namespace tonus
