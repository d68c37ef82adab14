// SPDX-License-Identifier: Apache-2.0
// Reads why something is corrected.

#ifndef TONUS_SERVICES_CLIENT_AMENDMENT_REASON_H_
#define TONUS_SERVICES_CLIENT_AMENDMENT_REASON_H_

#include <string>

#include "absl/status/statusor.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::client {

// The words that are understood, as help for --reason.
inline constexpr const char* kAmendmentReasons =
    "Why: entry-error, wrong-side, wrong-patient, measurement-error, "
    "misunderstood-question or duplicate";

// Returns the reason written after --reason.
//   INVALID_ARGUMENT  it is none of these words.
absl::StatusOr<v1::AmendmentReason> ParseAmendmentReason(
    const std::string& text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_AMENDMENT_REASON_H_
