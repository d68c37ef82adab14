// SPDX-License-Identifier: Apache-2.0
#include "services/patient/sealed_storage.h"

#include "services/patient/seal.h"
#include "storage/moved_key.h"

namespace tonus {

absl::StatusOr<storage::Record> SealedStorage::Read(absl::string_view key,
                                                    absl::Time deadline) const {
  TONUS_ASSIGN_OR_RETURN(storage::Record record, storage_->Read(key, deadline));
  TONUS_ASSIGN_OR_RETURN(record.value,
                         Unseal(record.key, std::move(record.value)));
  return record;
}

absl::StatusOr<storage::Page> SealedStorage::Scan(
    const storage::ScanRequest& request, absl::Time deadline) const {
  TONUS_ASSIGN_OR_RETURN(storage::Page page, storage_->Scan(request, deadline));
  for (storage::Record& record : page.records) {
    TONUS_ASSIGN_OR_RETURN(record.value,
                           Unseal(record.key, std::move(record.value)));
  }
  return page;
}

absl::Status SealedStorage::Commit(std::vector<storage::Mutation> mutations,
                                   absl::Time deadline) {
  for (storage::Mutation& mutation : mutations) SealValue(&mutation);
  std::string moved_key;
  return CommitSealed(mutations, deadline, &moved_key);
}

void SealedStorage::SealValue(storage::Mutation* mutation) {
  if (mutation->kind != storage::Mutation::Kind::kWrite) return;
  mutation->value = Seal(mutation->key, mutation->value);
}

absl::Status SealedStorage::CommitSealed(
    absl::Span<const storage::Mutation> mutations, absl::Time deadline,
    std::string* moved_key) {
  absl::Status status = storage_->Commit(mutations, deadline);
  if (absl::IsAborted(status)) {
    *moved_key = storage::MovedKey(status).value_or("");
    return absl::AbortedError("another write came first");
  }
  if (absl::IsInvalidArgument(status)) {
    return absl::InternalError(status.message());
  }
  return status;
}

}  // namespace tonus
