// SPDX-License-Identifier: Apache-2.0
// A stream from the server on its way through the edge.

#ifndef TONUS_SERVICES_SERVER_EDGE_WATCH_H_
#define TONUS_SERVICES_SERVER_EDGE_WATCH_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "services/server/edge.h"
#include "services/stream_part.h"

namespace tonus {

// An open stream of which one part at a time is made. Its end leaves its place
// to others and is logged. Not thread-safe, except that a part comes on another
// thread.
class EdgeWatch {
 public:
  // Opens a stream that answers `request`.
  //   UNAUTHENTICATED, PERMISSION_DENIED  see Authenticator and AuthorizeRole.
  //   RESOURCE_EXHAUSTED, UNAVAILABLE     see OpenStreams.
  static absl::StatusOr<std::unique_ptr<EdgeWatch>> Open(
      Edge* edge, IncomingStream incoming, std::string request);

  EdgeWatch(const EdgeWatch&) = delete;
  EdgeWatch& operator=(const EdgeWatch&) = delete;
  ~EdgeWatch();

  // Hands over the part that begins at `cursor`, exactly once: before this
  // returns, or later on a thread of the executor. The credential is looked at
  // again, so that one that expires ends its streams.
  //   RESOURCE_EXHAUSTED  the queue is full.
  // Besides, what Method::RunPart returns.
  void MakePart(
      const std::string& cursor,
      absl::AnyInvocable<void(absl::StatusOr<AnyStreamPart>) &&> take);

  // Where it waits between parts.
  WatchLot& lot() { return edge_->lot_; }
  const WatchTimes& times() const { return edge_->watch_times_; }

  // Says how many messages were sent and how the call ended, for the log.
  void set_messages(int64_t messages) { messages_ = messages; }
  void set_code(int code) { code_ = code; }

 private:
  EdgeWatch(Edge* edge, IncomingStream incoming, std::string request);

  absl::Status Enter();

  Edge* const edge_;
  const IncomingStream incoming_;
  const std::string request_;
  const std::chrono::steady_clock::time_point start_;
  Principal principal_;
  int64_t id_ = 0;  // Among the open watches; 0 until it is one.
  int64_t messages_ = 0;
  int code_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_EDGE_WATCH_H_
