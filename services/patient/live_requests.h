// SPDX-License-Identifier: Apache-2.0
// Which requests of a patient are remembered.

#ifndef TONUS_SERVICES_PATIENT_LIVE_REQUESTS_H_
#define TONUS_SERVICES_PATIENT_LIVE_REQUESTS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// How long a request id is remembered.
inline constexpr absl::Duration kRequestLifetime = absl::Hours(24 * 30);

// How many ids a list of them holds; beyond that the oldest are forgotten
// early, so that what every write of the patient replaces stays small.
inline constexpr int kMaxLiveRequests = 1000;

// The most request ids that one write forgets, so that a commit stays small.
inline constexpr int kMaxForgottenRequests = 64;

// Takes the ids off `live` that are forgotten at `now`, makes room for one more
// and returns what was taken off.
std::vector<std::string> ForgetRequests(
    absl::Time now,
    google::protobuf::RepeatedPtrField<storage::v1::LiveRequest>* live);

// Adds an id that is remembered from `now` on.
void RememberRequest(
    const std::string& request_id, absl::Time now,
    google::protobuf::RepeatedPtrField<storage::v1::LiveRequest>* live);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_LIVE_REQUESTS_H_
