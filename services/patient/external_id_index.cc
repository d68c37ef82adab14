// SPDX-License-Identifier: Apache-2.0
#include "services/patient/external_id_index.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/digest.h"
#include "services/keys.h"

namespace tonus {
namespace {

constexpr int kSecretBytes = 32;

}  // namespace

absl::StatusOr<std::string> ExternalIdIndex::KeyOf(
    absl::string_view tenant, absl::string_view external_id,
    absl::Time deadline) {
  TONUS_ASSIGN_OR_RETURN(const std::string secret, Secret(deadline));
  const std::string hash = HmacSha256(
      secret, absl::StrCat(tenant, absl::string_view("\0", 1), external_id));
  return keys::ExternalId(tenant, absl::BytesToHexString(hash));
}

absl::StatusOr<std::string> ExternalIdIndex::Secret(absl::Time deadline) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!secret_.empty()) return secret_;
  }
  absl::StatusOr<storage::Record> stored =
      storage_->Read(keys::kExternalIdSecret, deadline);
  if (absl::IsNotFound(stored.status())) {
    TONUS_ASSIGN_OR_RETURN(const std::string made, RandomBytes(kSecretBytes));
    const absl::Status committed =
        storage_->Commit({storage::Mutation::Write(keys::kExternalIdSecret,
                                                   made, storage::kAbsent)},
                         deadline);
    // ABORTED: another caller or another server made it first.
    if (!committed.ok() && !absl::IsAborted(committed)) return committed;
    stored = storage_->Read(keys::kExternalIdSecret, deadline);
  }
  if (!stored.ok()) return stored.status();
  const std::lock_guard<std::mutex> lock(mutex_);
  secret_ = stored->value;
  return secret_;
}

}  // namespace tonus
