// SPDX-License-Identifier: Apache-2.0
// What a driver said of an error. For the operator's log, never for a client:
// it may name files and machines. It holds neither keys nor values.

#ifndef TONUS_STORAGE_DRIVER_DETAIL_H_
#define TONUS_STORAGE_DRIVER_DETAIL_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tonus::storage {

// The payload that holds it.
inline constexpr absl::string_view kDriverDetailTypeUrl =
    "type.googleapis.com/tonus.storage.DriverDetail";

// Returns `status`, which is not OK, with `detail` as payload.
absl::Status WithDriverDetail(absl::Status status, absl::string_view detail);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_DRIVER_DETAIL_H_
