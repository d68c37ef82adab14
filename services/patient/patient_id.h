// SPDX-License-Identifier: Apache-2.0
// Makes patient ids.

#ifndef TONUS_SERVICES_PATIENT_PATIENT_ID_H_
#define TONUS_SERVICES_PATIENT_PATIENT_ID_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/call.h"

namespace tonus {

// Returns 128 bits as 26 characters of [a-z2-7]. They are taken from the hash
// of tenant, subject and request id, so that a retried creation finds its own
// record; from nowhere when `request_id` is empty.
//   UNAVAILABLE  the system has no randomness to give.
absl::StatusOr<std::string> MakePatientId(const Principal& principal,
                                          absl::string_view request_id);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_PATIENT_ID_H_
