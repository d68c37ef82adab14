// SPDX-License-Identifier: Apache-2.0
#include "storage/unknown_outcome.h"

#include "absl/strings/cord.h"

namespace tonus::storage {

absl::Status UnknownOutcomeError(absl::string_view message) {
  absl::Status status = absl::UnavailableError(message);
  status.SetPayload(kUnknownOutcomeTypeUrl, absl::Cord());
  return status;
}

bool IsUnknownOutcome(const absl::Status& status) {
  return status.GetPayload(kUnknownOutcomeTypeUrl).has_value();
}

}  // namespace tonus::storage
