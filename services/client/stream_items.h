// SPDX-License-Identifier: Apache-2.0
// Sends many items that are safe to send again, and keeps what became of each.

#ifndef TONUS_SERVICES_CLIENT_STREAM_ITEMS_H_
#define TONUS_SERVICES_CLIENT_STREAM_ITEMS_H_

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/client/connection.h"
#include "services/client/failure.h"

namespace tonus::client {

// Well below what the server takes in one call, so that a call that breaks has
// little to repeat.
inline constexpr size_t kItemsInACall = 5000;
inline constexpr int kMaxStreamAttempts = 4;
inline constexpr absl::Duration kStreamPause = absl::Milliseconds(200);

// Sends `items` with the stream `method` and calls `take` with the position of
// each and its result, in order. A call that breaks is opened again, at most 3
// times without a result in between, and goes on with what has none.
//   The status of FromGrpc() otherwise; what was taken still holds.
template <typename Stub, typename Request, typename Response>
absl::Status StreamItems(
    const Connection& connection,
    std::unique_ptr<grpc::ClientReaderWriter<Request, Response>> (
        Stub::*method)(grpc::ClientContext*),
    const std::vector<const Request*>& items,
    const std::function<void(size_t, const Response&)>& take) {
  size_t done = 0;
  for (int attempt = 1; done < items.size();) {
    const size_t end = std::min(items.size(), done + kItemsInACall);
    const std::vector<const Request*> rest(items.begin() + done,
                                           items.begin() + end);
    const size_t before = done;
    absl::Status status = connection.Stream<Stub, Request, Response>(
        method, rest, [&](const Response& response) {
          if (done < end) take(done++, response);
        });
    if (status.ok() && done < end) {
      status = FromGrpc(grpc::Status(grpc::StatusCode::INTERNAL,
                                     "the server left items unanswered"));
    }
    if (status.ok()) continue;
    attempt = done > before ? 1 : attempt + 1;
    const bool may_pass =
        absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
    if (!may_pass || attempt > kMaxStreamAttempts) return status;
    absl::SleepFor(kStreamPause * attempt);
  }
  return absl::OkStatus();
}

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_STREAM_ITEMS_H_
