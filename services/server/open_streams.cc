// SPDX-License-Identifier: Apache-2.0
#include "services/server/open_streams.h"

#include <utility>

#include "services/error.h"

namespace tonus {
namespace {

absl::Status TooMany(absl::string_view text) {
  return MakeError(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
                   text);
}

}  // namespace

absl::Status Stopping() {
  return MakeError(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
                   "the server stops; call again, and in a stream go on with "
                   "what was not answered");
}

absl::StatusOr<int64_t> OpenStreams::Enter(absl::string_view holder,
                                           std::function<void()> stop) {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return Stopping();
  if (static_cast<int>(streams_.size()) >= limits_.all) {
    return TooMany("the server has too many open streams; try again later");
  }
  int& of_holder = streams_of_[std::string(holder)];
  if (of_holder >= limits_.of_holder) {
    return TooMany("this credential has too many open streams; end one first");
  }
  ++of_holder;
  streams_.emplace(++last_id_, Stream{std::string(holder), std::move(stop)});
  return last_id_;
}

void OpenStreams::Leave(int64_t id) {
  absl::MutexLock lock(&mutex_);
  const auto stream = streams_.find(id);
  if (stream == streams_.end()) return;
  const auto of_holder = streams_of_.find(stream->second.holder);
  if (--of_holder->second == 0) streams_of_.erase(of_holder);
  streams_.erase(stream);
}

void OpenStreams::StopAll() {
  absl::MutexLock lock(&mutex_);
  stopping_ = true;
  for (auto& [id, stream] : streams_) {
    if (stream.stop) std::exchange(stream.stop, nullptr)();
  }
}

}  // namespace tonus
