// SPDX-License-Identifier: Apache-2.0
// Reads a clinician's clearance as people type it.

#ifndef TONUS_SERVICES_CLIENT_CLEARANCE_FLAG_H_
#define TONUS_SERVICES_CLIENT_CLEARANCE_FLAG_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::client {

// Returns the clearance written as SUBJECT:YYYY-MM-DD, where the subject is the
// id of a condition or red flag.
//   INVALID_ARGUMENT  subject or day is missing, or the day is none.
absl::StatusOr<v1::Clearance> ParseClearance(absl::string_view text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_CLEARANCE_FLAG_H_
