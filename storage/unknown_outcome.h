// SPDX-License-Identifier: Apache-2.0
// A commit of which nobody can say whether it was applied.
//
// It may have been, may not, or may still be: the answer got lost. Who needs to
// know reads what the commit would have written; doing it again is safe when
// every attempt expects the same version of one key.

#ifndef TONUS_STORAGE_UNKNOWN_OUTCOME_H_
#define TONUS_STORAGE_UNKNOWN_OUTCOME_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tonus::storage {

// The payload's type URL. The payload is empty.
inline constexpr absl::string_view kUnknownOutcomeTypeUrl =
    "type.googleapis.com/tonus.storage.UnknownOutcome";

// Returns UNAVAILABLE, marked as leaving the outcome open.
absl::Status UnknownOutcomeError(absl::string_view message);

// Returns whether `status` of a commit leaves open whether it was applied.
bool IsUnknownOutcome(const absl::Status& status);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_UNKNOWN_OUTCOME_H_
