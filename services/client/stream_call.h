// SPDX-License-Identifier: Apache-2.0
// Sends many messages in one call and reads the answer to each.

#ifndef TONUS_SERVICES_CLIENT_STREAM_CALL_H_
#define TONUS_SERVICES_CLIENT_STREAM_CALL_H_

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/sync_stream.h"
#include "services/client/failure.h"

namespace tonus::client {

// Sends `requests` on `stream` of `context` and calls `take` with each answer,
// in order, on the calling thread. Sending has a thread of its own: whoever
// does not read his answers while he sends may wait for a server that waits for
// him. Returns the status of FromGrpc(); answers that were taken still hold.
template <typename Request, typename Response>
absl::Status CallStream(
    grpc::ClientReaderWriterInterface<Request, Response>& stream,
    const std::vector<const Request*>& requests,
    const std::function<void(const Response&)>& take) {
  std::thread sender([&] {
    for (const Request* request : requests) {
      if (!stream.Write(*request)) return;  // The call has ended.
    }
    stream.WritesDone();
  });
  Response response;
  while (stream.Read(&response)) take(response);
  sender.join();
  return FromGrpc(stream.Finish());
}

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_STREAM_CALL_H_
