// SPDX-License-Identifier: Apache-2.0
#include "storage/moved_key.h"

#include "absl/strings/cord.h"

namespace tonus::storage {

absl::Status KeyMovedError(absl::string_view key) {
  absl::Status status =
      absl::AbortedError("a key is not at its expected version");
  status.SetPayload(kMovedKeyTypeUrl, absl::Cord(key));
  return status;
}

std::optional<std::string> MovedKey(const absl::Status& status) {
  const absl::optional<absl::Cord> key = status.GetPayload(kMovedKeyTypeUrl);
  if (!key.has_value()) return std::nullopt;
  return std::string(*key);
}

}  // namespace tonus::storage
