// SPDX-License-Identifier: Apache-2.0
// What happens to every call, whatever transport brought it: it is
// authenticated, given its time and deadline, queued, authorized, handled, its
// error translated, and logged. Handlers know nothing of this.

#ifndef TONUS_SERVICES_SERVER_EDGE_H_
#define TONUS_SERVICES_SERVER_EDGE_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "services/largest_request.h"
#include "services/server/authentication.h"
#include "services/server/executor.h"
#include "services/server/method_table.h"
#include "services/server/open_streams.h"
#include "services/server/watch_lot.h"

namespace tonus {

// Given to a call whose client set no deadline, and the most that one message
// of a stream is given.
inline constexpr absl::Duration kDefaultDeadline = absl::Seconds(30);

// How long a stream from the server waits.
struct WatchTimes {
  // For a change that another server of the same store made.
  absl::Duration poll = absl::Seconds(10);
  // Before it says that it is alive.
  absl::Duration heartbeat = absl::Seconds(30);
  // For room in the queue of a full server.
  absl::Duration retry = absl::Milliseconds(100);
};

// A call as a transport received it.
struct Incoming {
  const Method* method = nullptr;
  std::string authorization;  // Value of that header; empty when absent.
  absl::Time deadline =
      absl::InfiniteFuture();       // Of SteadyNow(); InfiniteFuture: not set.
  std::string request;              // Serialized message.
  std::function<bool()> cancelled;  // Must be callable until the answer.
};

// What the transport sends back.
struct Answer {
  google::rpc::Status status;  // Code 0: OK, and only then a response.
  std::string response;        // Serialized message.
  int64_t revision = 0;        // For the header tonus-revision; 0: none.
};

// A stream as a transport received it.
struct IncomingStream {
  const Method* method = nullptr;
  std::string authorization;
  absl::Time deadline = absl::InfiniteFuture();
  std::function<bool()> cancelled;  // Must be callable until the stream ends.
  // Called when the server stops: no further message may be served. Must not
  // block or end the stream before it returns.
  std::function<void()> stop;
};

class Edge;

// An open stream of messages, of which one at a time is served. Its end leaves
// its place to others and is logged. Not thread-safe, except that the answer to
// a message comes on another thread.
class EdgeStream {
 public:
  EdgeStream(const EdgeStream&) = delete;
  EdgeStream& operator=(const EdgeStream&) = delete;
  ~EdgeStream();

  // Answers the next message exactly once, as Edge::Serve does. The credential
  // is looked at again, so that one that expires ends its streams. Without
  // waiting for room in the queue: the stream itself was admitted.
  void Serve(std::string request, absl::AnyInvocable<void(Answer) &&> answer);

  // Says how the call ended, for the log. CANCELLED when it was not said.
  void set_code(int code) { code_ = code; }

 private:
  friend class Edge;
  EdgeStream(Edge* edge, IncomingStream incoming);

  absl::Status Enter();

  Edge* const edge_;
  const IncomingStream incoming_;
  const std::chrono::steady_clock::time_point start_;
  Principal principal_;
  int64_t id_ = 0;  // Among the open streams; 0 until it is one.
  int64_t messages_ = 0;
  int code_;
};

// Thread-safe. The arguments of the constructor must outlive it.
class Edge {
 public:
  // A request may have `max_message_bytes`, see MaxRequestBytes.
  Edge(const Authenticator* authenticator, Executor* executor,
       WatchTimes watch_times = {}, size_t max_message_bytes = kMaxMessageBytes)
      : authenticator_(authenticator),
        executor_(executor),
        watch_times_(watch_times),
        max_message_bytes_(max_message_bytes) {}

  // Answers the call exactly once: before this returns, or later on a thread of
  // the executor. Never blocks. A call that was cancelled or whose deadline
  // passed while it waited is answered without being handled.
  void Serve(Incoming incoming, absl::AnyInvocable<void(Answer) &&> answer);

  // Opens a stream for a caller whose role may call its method.
  //   UNAUTHENTICATED, PERMISSION_DENIED  see Authenticator and AuthorizeRole.
  //   RESOURCE_EXHAUSTED, UNAVAILABLE     see OpenStreams.
  absl::StatusOr<std::unique_ptr<EdgeStream>> Open(IncomingStream incoming);

  // Refuses calls from here on; those under way are answered. Stops every
  // stream, and admits no more of them.
  void Stop() {
    stopping_.store(true, std::memory_order_relaxed);
    streams_.StopAll();
    talks_.StopAll();
    watches_.StopAll();
  }

  // How long ago the last call, which was no stream, came.
  absl::Duration TimeSinceCall() const {
    return absl::FromChrono(std::chrono::steady_clock::now() -
                            last_call_.load(std::memory_order_relaxed));
  }

  // Is held for each call, or stream, until the transport is done with it.
  std::shared_ptr<const void> OpenCall() const { return calls_; }

  // How many the transport is not done with.
  int64_t open_calls() const { return calls_.use_count() - 1; }

  // Wakes the streams that wait for a change of `topic`.
  void NotifyChange(absl::string_view topic) { lot_.Notify(topic); }

  // How many of them wait.
  int parked_watches() { return lot_.size(); }

 private:
  friend class EdgeStream;
  friend class EdgeWatch;

  // OK when a request to `method` is not too large.
  //   INVALID_ARGUMENT  reason REQUEST_TOO_LARGE.
  absl::Status CheckSize(const Method& method,
                         const std::string& request) const;

  const Authenticator* authenticator_;
  Executor* executor_;
  const WatchTimes watch_times_;
  const size_t max_message_bytes_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::chrono::steady_clock::time_point> last_call_ = {};
  const std::shared_ptr<const int> calls_ = std::make_shared<const int>();
  // Where a stream of `method` takes a place.
  OpenStreams& StreamsOf(const Method& method);

  OpenStreams streams_;
  OpenStreams talks_{{kMaxTalks, kMaxTalksOfHolder}};
  OpenStreams watches_{{kMaxWatches, kMaxWatchesOfHolder}};
  WatchLot lot_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_EDGE_H_
