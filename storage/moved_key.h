// SPDX-License-Identifier: Apache-2.0
// Which key made a commit fail with ABORTED.
//
// The key travels as a payload of the status, apart from the message: messages
// reach clients and logs, keys name tenants and patients.

#ifndef TONUS_STORAGE_MOVED_KEY_H_
#define TONUS_STORAGE_MOVED_KEY_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tonus::storage {

// The payload's type URL. The payload is the key, byte by byte.
inline constexpr absl::string_view kMovedKeyTypeUrl =
    "type.googleapis.com/tonus.storage.MovedKey";

// Returns ABORTED with `key` as payload.
absl::Status KeyMovedError(absl::string_view key);

// Returns the key that was not at its expected version, or nullopt if `status`
// is not from KeyMovedError.
std::optional<std::string> MovedKey(const absl::Status& status);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_MOVED_KEY_H_
