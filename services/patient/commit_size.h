// SPDX-License-Identifier: Apache-2.0
// Refuses a commit that storage would refuse, in words that help a client.

#ifndef TONUS_SERVICES_PATIENT_COMMIT_SIZE_H_
#define TONUS_SERVICES_PATIENT_COMMIT_SIZE_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/storage.h"

namespace tonus {

// Returns OK if every value, once sealed, and the whole commit fit.
//   INVALID_ARGUMENT     the request alone is too large; the reason is
//                        REQUEST_TOO_LARGE.
//   FAILED_PRECONDITION  what is known of the patient has become too large; the
//                        reason is PATIENT_RECORD_FULL.
absl::Status CheckCommitSize(absl::Span<const storage::Mutation> mutations);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_COMMIT_SIZE_H_
