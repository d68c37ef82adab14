// SPDX-License-Identifier: Apache-2.0
// The chain of hashes that makes a patient's log its own audit trail.
//
// Each event holds the SHA-256 of the bytes of the event before it. The bytes
// are those before sealing, so that a new seal leaves the chain whole.

#ifndef TONUS_SERVICES_PATIENT_EVENT_CHAIN_H_
#define TONUS_SERVICES_PATIENT_EVENT_CHAIN_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// Returns OK if `event` follows the last event of `head` (revision 0: none).
//   DATA_LOSS  its revision leaves a gap, or its hash is not that of the last.
absl::Status CheckFollows(const storage::v1::Event& event,
                          const storage::v1::Head& head);

// Makes `event` the one that follows the last event of `head`.
void Chain(const storage::v1::Head& head, storage::v1::Event* event);

// Returns the strong, quoted etag of what the event with these bytes made.
std::string Etag(int64_t revision, absl::string_view event_sha256);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_EVENT_CHAIN_H_
