// SPDX-License-Identifier: Apache-2.0
#include "services/patient/pack_store.h"

#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"

namespace tonus {

absl::Status PackStore::EnsureStored(const std::string& tenant,
                                     absl::Time deadline) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (tenants_.contains(tenant)) return absl::OkStatus();
  }
  const std::string key = keys::Pack(tenant, knowledge_->hash());
  absl::Status status = storage_->Read(key, deadline).status();
  if (absl::IsNotFound(status)) {
    status = storage_->Commit(
        {storage::Mutation::Write(
            key, engine::DeterministicBytes(knowledge_->pack()),
            storage::kAbsent)},
        deadline);
    // ABORTED: another server stored the same bytes first.
    if (absl::IsAborted(status)) status = absl::OkStatus();
  }
  TONUS_RETURN_IF_ERROR(status);
  const std::lock_guard<std::mutex> lock(mutex_);
  tenants_.insert(tenant);
  return absl::OkStatus();
}

}  // namespace tonus
