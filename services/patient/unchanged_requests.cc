// SPDX-License-Identifier: Apache-2.0
#include "services/patient/unchanged_requests.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/keys.h"
#include "services/patient/live_requests.h"
#include "services/status_macros.h"
#include "services/timestamp.h"
#include "storage/storage.h"

namespace tonus {

absl::Status RememberUnchanged(SealedStorage* storage, const PatientRef& ref,
                               const std::string& request_id,
                               const storage::v1::RequestRecord& answer) {
  const std::string key = keys::Unchanged(ref.tenant, ref.patient);
  int64_t version = storage::kAbsent;
  storage::v1::UnchangedRequests live;
  const absl::StatusOr<storage::Record> record =
      storage->Read(key, ref.deadline);
  if (record.ok()) {
    version = record->version;
    TONUS_ASSIGN_OR_RETURN(
        live, ParseStored<storage::v1::UnchangedRequests>(record->value));
  } else if (!absl::IsNotFound(record.status())) {
    return record.status();
  }

  const absl::Time now = FromTimestamp(answer.create_time());
  std::vector<storage::Mutation> mutations;
  for (const std::string& id : ForgetRequests(now, live.mutable_requests())) {
    mutations.push_back(
        storage::Mutation::Delete(keys::Request(ref.tenant, ref.patient, id)));
  }
  RememberRequest(request_id, now, live.mutable_requests());
  mutations.push_back(
      storage::Mutation::Write(key, engine::DeterministicBytes(live), version));
  mutations.push_back(storage::Mutation::Write(
      keys::Request(ref.tenant, ref.patient, request_id),
      engine::DeterministicBytes(answer), storage::kAbsent));
  return storage->Commit(std::move(mutations), ref.deadline);
}

}  // namespace tonus
