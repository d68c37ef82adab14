// SPDX-License-Identifier: Apache-2.0
#include "services/patient/commit_size.h"

#include <cstdint>
#include <optional>

#include "services/error.h"
#include "services/keys.h"
#include "services/patient/seal.h"

namespace tonus {
namespace {

// What the entry in the feed adds: its key, its value and the key of the mark.
constexpr int64_t kFeedEntryBytes = 512;

absl::Status TooLarge(const std::string& key) {
  const std::optional<keys::Key> parts = keys::Parse(key);
  if (parts.has_value() && parts->kind == keys::Kind::kEvent) {
    return MakeError(absl::StatusCode::kInvalidArgument, "REQUEST_TOO_LARGE",
                     "the request is too large to be stored; send less");
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, "PATIENT_RECORD_FULL",
                   "what is known of the patient has become too large to be "
                   "stored");
}

}  // namespace

absl::Status CheckCommitSize(absl::Span<const storage::Mutation> mutations) {
  int64_t bytes = kFeedEntryBytes;
  for (const storage::Mutation& mutation : mutations) {
    const int64_t value_bytes =
        static_cast<int64_t>(mutation.value.size()) + kSealBytes;
    if (value_bytes > storage::kMaxValueBytes) return TooLarge(mutation.key);
    bytes += static_cast<int64_t>(mutation.key.size()) + value_bytes;
  }
  if (bytes > storage::kMaxCommitBytes) return TooLarge("");
  return absl::OkStatus();
}

}  // namespace tonus
