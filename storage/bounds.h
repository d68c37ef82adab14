// SPDX-License-Identifier: Apache-2.0
// The bounds that storage.h promises, checked once for all backends.

#ifndef TONUS_STORAGE_BOUNDS_H_
#define TONUS_STORAGE_BOUNDS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/storage.h"

namespace tonus::storage {

// Returns OK if the arguments of the method are in bounds.
//   INVALID_ARGUMENT  they are not; the message names the argument.
absl::Status CheckRead(absl::string_view key);
absl::Status CheckScan(const ScanRequest& request);
absl::Status CheckCommit(absl::Span<const Mutation> mutations);

// Returns OK if `deadline` lies ahead.
//   DEADLINE_EXCEEDED  it has passed.
absl::Status CheckDeadline(absl::Time deadline);

// Returns the size of all keys and values, in bytes.
int64_t CommitBytes(absl::Span<const Mutation> mutations);

}  // namespace tonus::storage

#endif  // TONUS_STORAGE_BOUNDS_H_
