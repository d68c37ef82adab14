// SPDX-License-Identifier: Apache-2.0
// What happens to every call, whatever transport brought it: it is
// authenticated, given its time and deadline, queued, authorized, handled, its
// error translated, and logged. Handlers know nothing of this.

#ifndef TONUS_SERVICES_SERVER_EDGE_H_
#define TONUS_SERVICES_SERVER_EDGE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "services/server/authentication.h"
#include "services/server/executor.h"
#include "services/server/method_table.h"

namespace tonus {

// Given to a call whose client set no deadline.
inline constexpr absl::Duration kDefaultDeadline = absl::Seconds(30);

// A call as a transport received it.
struct Incoming {
  const Method* method = nullptr;
  std::string authorization;  // Value of that header; empty when absent.
  absl::Time deadline =
      absl::InfiniteFuture();       // InfiniteFuture: none was set.
  std::string request;              // Serialized message.
  std::function<bool()> cancelled;  // Must be callable until the answer.
};

// What the transport sends back.
struct Answer {
  google::rpc::Status status;  // Code 0: OK, and only then a response.
  std::string response;        // Serialized message.
  int64_t revision = 0;        // For the header tonus-revision; 0: none.
};

// Thread-safe. The arguments of the constructor must outlive it.
class Edge {
 public:
  Edge(const Authenticator* authenticator, Executor* executor)
      : authenticator_(authenticator), executor_(executor) {}

  // Answers the call exactly once: before this returns, or later on a thread of
  // the executor. Never blocks. A call that was cancelled or whose deadline
  // passed while it waited is answered without being handled.
  void Serve(Incoming incoming, absl::AnyInvocable<void(Answer) &&> answer);

 private:
  const Authenticator* authenticator_;
  Executor* executor_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_EDGE_H_
