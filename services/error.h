// SPDX-License-Identifier: Apache-2.0
// Errors that leave the service: a canonical status with google.rpc details.
//
// The details travel as payloads of absl::Status under their type URL
// (`type.googleapis.com/google.rpc.ErrorInfo`) and become the details of
// google.rpc.Status at the edge. No message may hold personal data.

#ifndef TONUS_SERVICES_ERROR_H_
#define TONUS_SERVICES_ERROR_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace tonus {

// The variables of an error's text, for programs.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// Returns an error with an ErrorInfo. `reason` is stable and UPPER_SNAKE_CASE.
absl::Status MakeError(absl::StatusCode code, absl::string_view reason,
                       absl::string_view message,
                       const Metadata& metadata = {});

// Returns `status` with `detail` attached, replacing one of the same type.
absl::Status WithDetail(absl::Status status,
                        const google::protobuf::Message& detail);

// Returns `status` as a message, with its google.rpc details alone: other
// payloads are for callers inside the process.
google::rpc::Status ToMessage(const absl::Status& status);

// Collects the wrong fields of a request, so that all are told at once.
class Violations {
 public:
  // `field` is a path such as `assessment.results[3].value`; `description`
  // says what is wrong and what to do.
  void Add(absl::string_view field, absl::string_view description);

  bool empty() const { return bad_request_.field_violations().empty(); }

  // OK when nothing was added; otherwise INVALID_ARGUMENT with reason
  // INVALID_FIELDS and a BadRequest that lists every violation.
  absl::Status ToStatus() const;

 private:
  google::rpc::BadRequest bad_request_;
};

// NOT_FOUND with reason RESOURCE_NOT_FOUND and a ResourceInfo.
absl::Status NotFound(absl::string_view type, absl::string_view name);

// ABORTED with reason STALE_ETAG and a PreconditionFailure.
absl::Status StaleEtag(absl::string_view name);

}  // namespace tonus

#endif  // TONUS_SERVICES_ERROR_H_
