// SPDX-License-Identifier: Apache-2.0
#include "services/patient/request_record.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/digest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/keys.h"
#include "services/status_macros.h"
#include "storage/storage.h"

namespace tonus {

std::string RequestDigest(absl::string_view method,
                          const google::protobuf::MessageLite& request) {
  return Sha256(absl::StrCat(method, absl::string_view("\0", 1),
                             engine::DeterministicBytes(request)));
}

absl::Status RequestIdReused() {
  return MakeError(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED",
                   "request_id was used for another request; use a new one");
}

absl::StatusOr<std::optional<storage::v1::RequestRecord>> FindRequest(
    SealedStorage* storage, const PatientRef& ref, absl::string_view request_id,
    absl::string_view digest) {
  if (request_id.empty()) return std::nullopt;
  const absl::StatusOr<storage::Record> record = storage->Read(
      keys::Request(ref.tenant, ref.patient, request_id), ref.deadline);
  if (absl::IsNotFound(record.status())) return std::nullopt;
  if (!record.ok()) return record.status();
  TONUS_ASSIGN_OR_RETURN(
      auto remembered, ParseStored<storage::v1::RequestRecord>(record->value));
  if (remembered.digest() != digest) return RequestIdReused();
  // To repeat the answer is to acknowledge the write once more: the server that
  // made it may not have been sure of it.
  TONUS_RETURN_IF_ERROR(storage->Commit(
      {storage::Mutation::Check(record->key, record->version)}, ref.deadline));
  return remembered;
}

std::string FactId(absl::string_view request_id,
                   const google::protobuf::MessageLite& fact) {
  if (!request_id.empty()) return std::string(request_id);
  return absl::BytesToHexString(Sha256(engine::DeterministicBytes(fact)));
}

}  // namespace tonus
