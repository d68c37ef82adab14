// SPDX-License-Identifier: Apache-2.0
// Ends the examination of a pack, which takes seconds, when nobody would see
// its result any more.

#ifndef TONUS_SERVICES_KNOWLEDGE_PACK_STOP_H_
#define TONUS_SERVICES_KNOWLEDGE_PACK_STOP_H_

#include "absl/status/statusor.h"
#include "services/call.h"
#include "services/engine/stop.h"
#include "storage/steady_now.h"
#include "tonus/v1/knowledge_service.pb.h"

namespace tonus {

// Whether the client has gone, or the time of the call is over. `call` outlives
// what is returned.
inline engine::Stop StopOf(const Call& call) {
  return [&call] {
    return (call.cancelled && call.cancelled()) ||
           storage::SteadyNow() >= call.deadline;
  };
}

// Returns `response`, or why the work was stopped: because the client went, or
// because its time was over.
inline absl::StatusOr<v1::ValidatePackResponse> InTime(
    const Call& call, absl::StatusOr<v1::ValidatePackResponse> response) {
  if (absl::IsCancelled(response.status()) &&
      storage::SteadyNow() >= call.deadline) {
    return absl::DeadlineExceededError(
        "the deadline passed while the pack was checked; it takes seconds");
  }
  return response;
}

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_PACK_STOP_H_
