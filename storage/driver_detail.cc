// SPDX-License-Identifier: Apache-2.0
#include "storage/driver_detail.h"

#include "absl/strings/cord.h"

namespace tonus::storage {

absl::Status WithDriverDetail(absl::Status status, absl::string_view detail) {
  status.SetPayload(kDriverDetailTypeUrl, absl::Cord(detail));
  return status;
}

}  // namespace tonus::storage
