// SPDX-License-Identifier: Apache-2.0
// The options that say what is corrected, and why.

#ifndef TONUS_SERVICES_CLIENT_AMENDMENT_OPTIONS_H_
#define TONUS_SERVICES_CLIENT_AMENDMENT_OPTIONS_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/client/commands.h"
#include "services/status_macros.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::client {

// What was typed about a correction.
struct AmendmentFlags {
  std::string name;
  std::string reason;
  bool withdraw = false;
  std::vector<std::string> retracted;  // Red flags.
  std::string etag;
  std::string request_id;
};

// Adds what may be said of the correction of something that is named like
// `name`. Returns --withdraw, which excludes whatever corrects.
CLI::Option* AddAmendmentOptions(CLI::App* command, const char* name,
                                 AmendmentFlags* flags);

// Returns the reason written after --reason.
//   INVALID_ARGUMENT  it is not one that is known; the message lists them.
absl::StatusOr<v1::AmendmentReason> ParseAmendmentReason(
    const std::string& text);

// Fills in all of `request`, an AmendAssessmentRequest or AmendLogRequest, but
// what was right.
//   INVALID_ARGUMENT  the reason is not one that is known.
template <typename Request>
absl::Status FillAmendment(const AmendmentFlags& flags, Request* request) {
  TONUS_ASSIGN_OR_RETURN(const v1::AmendmentReason reason,
                         ParseAmendmentReason(flags.reason));
  request->set_name(flags.name);
  request->set_reason(reason);
  request->set_withdraw(flags.withdraw);
  request->mutable_retracted_red_flags()->Assign(flags.retracted.begin(),
                                                 flags.retracted.end());
  request->set_etag(flags.etag);
  request->set_request_id(RequestId(flags.request_id));
  return absl::OkStatus();
}

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_AMENDMENT_OPTIONS_H_
