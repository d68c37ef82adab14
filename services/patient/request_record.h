// SPDX-License-Identifier: Apache-2.0
// Recognises a request that was answered before.

#ifndef TONUS_SERVICES_PATIENT_REQUEST_RECORD_H_
#define TONUS_SERVICES_PATIENT_REQUEST_RECORD_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message_lite.h"
#include "services/patient/patient_records.h"
#include "services/patient/sealed_storage.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// Returns the SHA-256 of the method and the request.
std::string RequestDigest(absl::string_view method,
                          const google::protobuf::MessageLite& request);

// Returns what is remembered of the request, or nullopt when it is new or
// `request_id` is empty. The answer may be given again: that it is durable is
// certain.
//   INVALID_ARGUMENT  the id belongs to another request; the reason is
//                     REQUEST_ID_REUSED.
absl::StatusOr<std::optional<storage::v1::RequestRecord>> FindRequest(
    SealedStorage* storage, const PatientRef& ref, absl::string_view request_id,
    absl::string_view digest);

// The error of a request id that belongs to another request.
absl::Status RequestIdReused();

// Returns what names a fact: the request id, or the hex digest of `fact` when
// there is none. The fact's own `fact_id` must be empty.
std::string FactId(absl::string_view request_id,
                   const google::protobuf::MessageLite& fact);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_REQUEST_RECORD_H_
