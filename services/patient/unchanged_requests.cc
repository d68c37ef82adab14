// SPDX-License-Identifier: Apache-2.0
#include "services/patient/unchanged_requests.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/patient/state_fold.h"
#include "services/status_macros.h"
#include "services/timestamp.h"
#include "storage/storage.h"

namespace tonus {
namespace {

using storage::v1::UnchangedRequests;

// Takes those off `live` that are forgotten at `now`, and returns their ids.
std::vector<std::string> Forget(absl::Time now, UnchangedRequests* live) {
  std::vector<std::string> forgotten;
  auto* requests = live->mutable_requests();
  int count = 0;
  while (count < requests->size() && count < kMaxForgottenRequests &&
         (requests->size() - count >= kMaxUnchangedRequests ||
          FromTimestamp(requests->Get(count).expire_time()) <= now)) {
    forgotten.push_back(requests->Get(count).request_id());
    ++count;
  }
  requests->DeleteSubrange(0, count);
  return forgotten;
}

}  // namespace

absl::Status RememberUnchanged(SealedStorage* storage, const PatientRef& ref,
                               const std::string& request_id,
                               const storage::v1::RequestRecord& answer) {
  const std::string key = keys::Unchanged(ref.tenant, ref.patient);
  int64_t version = storage::kAbsent;
  UnchangedRequests live;
  const absl::StatusOr<storage::Record> record =
      storage->Read(key, ref.deadline);
  if (record.ok()) {
    version = record->version;
    TONUS_ASSIGN_OR_RETURN(live, ParseStored<UnchangedRequests>(record->value));
  } else if (!absl::IsNotFound(record.status())) {
    return record.status();
  }

  const absl::Time now = FromTimestamp(answer.create_time());
  std::vector<storage::Mutation> mutations;
  for (const std::string& id : Forget(now, &live)) {
    mutations.push_back(
        storage::Mutation::Delete(keys::Request(ref.tenant, ref.patient, id)));
  }
  auto* request = live.add_requests();
  request->set_request_id(request_id);
  *request->mutable_expire_time() = ToTimestamp(now + kRequestLifetime);
  mutations.push_back(
      storage::Mutation::Write(key, engine::DeterministicBytes(live), version));
  mutations.push_back(storage::Mutation::Write(
      keys::Request(ref.tenant, ref.patient, request_id),
      engine::DeterministicBytes(answer), storage::kAbsent));
  return storage->Commit(std::move(mutations), ref.deadline);
}

}  // namespace tonus
