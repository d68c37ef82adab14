// SPDX-License-Identifier: Apache-2.0
// The streams that are open: how many there may be, and how all of them end
// when the server stops.

#ifndef TONUS_SERVICES_SERVER_OPEN_STREAMS_H_
#define TONUS_SERVICES_SERVER_OPEN_STREAMS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace tonus {

// How many streams may be open, in all and of one credential.
struct StreamLimits {
  int all;
  int of_holder;
};

// Each open stream may have one message in the executor beyond its queue, so
// these numbers bound that work too.
inline constexpr int kMaxStreams = 200;
inline constexpr int kMaxStreamsOfHolder = 10;

// A relief run waits for a person most of its time, and an app's server holds
// those of many people under one credential.
inline constexpr int kMaxTalks = 1000;
inline constexpr int kMaxTalksOfHolder = 500;

// A stream from the server waits in the queue like any call, so these bound
// memory alone.
inline constexpr int kMaxWatches = 4000;
inline constexpr int kMaxWatchesOfHolder = 2000;

// The answer to a stream that the server ends because it stops.
absl::Status Stopping();

// Thread-safe.
class OpenStreams {
 public:
  explicit OpenStreams(StreamLimits limits = {kMaxStreams, kMaxStreamsOfHolder})
      : limits_(limits) {}

  // Returns the id of a new stream of `holder`, whose `stop` is called at most
  // once, by StopAll and before Leave returns.
  //   RESOURCE_EXHAUSTED  too many streams are open; the reason is
  //                       TOO_MANY_STREAMS.
  //   UNAVAILABLE         the server stops.
  absl::StatusOr<int64_t> Enter(absl::string_view holder,
                                std::function<void()> stop);

  // Ends the stream. `stop` is not called any more.
  void Leave(int64_t id);

  // Lets nobody enter any more and calls `stop` of every open stream, which
  // must not call back.
  void StopAll();

 private:
  struct Stream {
    std::string holder;
    std::function<void()> stop;
  };

  const StreamLimits limits_;
  absl::Mutex mutex_;
  std::map<int64_t, Stream> streams_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int> streams_of_ ABSL_GUARDED_BY(mutex_);
  int64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_OPEN_STREAMS_H_
