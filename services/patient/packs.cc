// SPDX-License-Identifier: Apache-2.0
#include "services/patient/packs.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/digest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/keys.h"
#include "services/patient/event_chain.h"
#include "services/patient/seal.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr size_t kMaxPackBytes = storage::kMaxValueBytes - kSealBytes;

absl::Status Unusable(absl::string_view hash, absl::string_view complaints) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "PACK_UNUSABLE",
      absl::StrCat("this version of the server can not use the stored pack: ",
                   complaints.substr(0, complaints.find('\n')),
                   "; migrate the routine, or activate another pack"),
      {{"pack_hash", std::string(hash)}});
}

}  // namespace

std::string EtagOf(const storage::v1::RecordedActivation& recorded) {
  return Etag(recorded.revision(),
              recorded.revision() == 0
                  ? ""
                  : Sha256(engine::DeterministicBytes(recorded)));
}

absl::StatusOr<SharedPack> Packs::OfRoutine(absl::string_view tenant,
                                            const v1::Routine& routine,
                                            absl::Time deadline) {
  if (routine.pack_hash().empty()) return Active(tenant, deadline);
  absl::StatusOr<SharedPack> pack = Find(tenant, routine.pack_hash(), deadline);
  if (absl::IsNotFound(pack.status())) {
    return absl::DataLossError("the pack of a routine is not stored");
  }
  return pack;
}

absl::StatusOr<SharedPack> Packs::Active(absl::string_view tenant,
                                         absl::Time deadline) {
  TONUS_ASSIGN_OR_RETURN(const StoredActivePack stored,
                         ReadActive(tenant, deadline));
  return ActiveOf(tenant, stored.active, deadline);
}

absl::StatusOr<SharedPack> Packs::ActiveOf(
    absl::string_view tenant, const storage::v1::ActivePack& active,
    absl::Time deadline) {
  if (!active.has_current()) return own_;
  absl::StatusOr<SharedPack> pack =
      Find(tenant, active.current().activation().hash(), deadline);
  if (absl::IsNotFound(pack.status())) {
    return absl::DataLossError("the active pack of a tenant is not stored");
  }
  return pack;
}

absl::StatusOr<SharedPack> Packs::Find(absl::string_view tenant,
                                       absl::string_view hash,
                                       absl::Time deadline) {
  if (hash == own_->hash()) return own_;
  const std::string key = keys::Pack(tenant, hash);
  if (SharedPack held = FindHeld(key, hash); held != nullptr) return held;
  const absl::StatusOr<storage::Record> record = storage_->Read(key, deadline);
  if (absl::IsNotFound(record.status())) {
    return NotFound("tonus.v1.Pack", hash);
  }
  if (!record.ok()) return record.status();
  if (absl::BytesToHexString(Sha256(record->value)) != hash) {
    return absl::DataLossError("a stored pack was altered");
  }
  TONUS_ASSIGN_OR_RETURN(knowledge::v1::Pack pack,
                         ParseStored<knowledge::v1::Pack>(record->value));
  absl::StatusOr<engine::Knowledge> knowledge =
      engine::Knowledge::Compile(std::move(pack), std::string(hash));
  if (!knowledge.ok()) return Unusable(hash, knowledge.status().message());
  return Hold(key, std::make_shared<engine::Knowledge>(*std::move(knowledge)));
}

SharedPack Packs::FindHeld(const std::string& key, absl::string_view hash) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!stored_.contains(key)) return nullptr;
  const auto held = std::find_if(
      held_.begin(), held_.end(),
      [&](const SharedPack& pack) { return pack->hash() == hash; });
  if (held == held_.end()) return nullptr;
  held_.splice(held_.begin(), held_, held);
  return held_.front();
}

SharedPack Packs::Hold(const std::string& key, SharedPack pack) {
  const std::lock_guard<std::mutex> lock(mutex_);
  stored_.insert(key);
  const auto held = std::find_if(
      held_.begin(), held_.end(),
      [&](const SharedPack& other) { return other->hash() == pack->hash(); });
  if (held != held_.end()) return *held;
  held_.push_front(std::move(pack));
  if (held_.size() > kMaxHeld) held_.pop_back();
  return held_.front();
}

absl::Status Packs::EnsureStored(absl::string_view tenant,
                                 const engine::Knowledge& pack,
                                 absl::Time deadline) {
  const std::string key = keys::Pack(tenant, pack.hash());
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stored_.contains(key)) return absl::OkStatus();
  }
  absl::Status status = storage_->Read(key, deadline).status();
  if (absl::IsNotFound(status)) {
    std::string bytes = engine::DeterministicBytes(pack.pack());
    if (bytes.size() > kMaxPackBytes) {
      return MakeError(
          absl::StatusCode::kInvalidArgument, "PACK_TOO_LARGE",
          absl::StrCat("the pack has ", bytes.size(), " bytes; at most ",
                       kMaxPackBytes, " can be stored"));
    }
    status = storage_->Commit(
        {storage::Mutation::Write(key, std::move(bytes), storage::kAbsent)},
        deadline);
    // ABORTED: another server stored the same bytes first.
    if (absl::IsAborted(status)) status = absl::OkStatus();
  }
  TONUS_RETURN_IF_ERROR(status);
  const std::lock_guard<std::mutex> lock(mutex_);
  stored_.insert(key);
  return absl::OkStatus();
}

absl::StatusOr<StoredActivePack> Packs::ReadActive(absl::string_view tenant,
                                                   absl::Time deadline) const {
  const absl::StatusOr<storage::Record> record =
      storage_->Read(keys::ActivePack(tenant), deadline);
  if (absl::IsNotFound(record.status())) return StoredActivePack();
  if (!record.ok()) return record.status();
  StoredActivePack stored;
  stored.version = record->version;
  TONUS_ASSIGN_OR_RETURN(stored.active,
                         ParseStored<storage::v1::ActivePack>(record->value));
  return stored;
}

absl::Status Packs::WriteActive(absl::string_view tenant,
                                const storage::v1::ActivePack& active,
                                int64_t version, absl::Time deadline) {
  return storage_->Commit(
      {storage::Mutation::Write(keys::ActivePack(tenant),
                                engine::DeterministicBytes(active), version)},
      deadline);
}

}  // namespace tonus
