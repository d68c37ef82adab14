// SPDX-License-Identifier: Apache-2.0
// Carries a stream from the server between gRPC and the edge.
//
// One step at a time: a part is made, its messages are written one after the
// other, then the stream waits for a change or a while. So it holds one part at
// most, and of a client that does not read no further part is made.

#ifndef TONUS_SERVICES_SERVER_WATCH_REACTOR_H_
#define TONUS_SERVICES_SERVER_WATCH_REACTOR_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "services/server/edge_watch.h"

namespace tonus {

// Deletes itself when gRPC is done with the call, which is after Finish and
// every step under way.
class WatchReactor : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit WatchReactor(grpc::CallbackServerContext* context)
      : context_(context) {}

  // Opens the stream at the edge and makes its first part.
  void Start(const Method& method, const grpc::ByteBuffer& request, Edge& edge);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // What the stream waits for. Only while it is parked may anybody end it but
  // who does the step.
  enum class Step { kPart, kWrite, kParked, kEnd };

  // The server stops. What is under way is finished first.
  void Stop();

  void MakePart();
  void TakePart(absl::StatusOr<AnyStreamPart> part);

  // Does what comes after a part was made or a message was written.
  void GoOn();

  // Waits for a change, or returns false when there may have been one.
  bool Park() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Wake();

  // Ends a stream that is parked, unless somebody wakes it at this moment.
  void EndIfParked(const absl::Status& status);
  void End(const google::rpc::Status& status);
  void EndLocked(const google::rpc::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  grpc::CallbackServerContext* const context_;
  std::shared_ptr<const void> open_call_;
  std::unique_ptr<EdgeWatch> watch_;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> stopping_ = false;

  // Finish and StartWrite never call back, so they may be called under the
  // lock, which keeps them from each other.
  absl::Mutex mutex_;
  Step step_ ABSL_GUARDED_BY(mutex_) = Step::kPart;
  AnyStreamPart part_ ABSL_GUARDED_BY(mutex_);
  size_t written_ ABSL_GUARDED_BY(mutex_) = 0;  // Messages of the part.
  int64_t messages_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t since_ ABSL_GUARDED_BY(mutex_) = 0;  // Of the lot, before the part.
  int64_t ticket_ ABSL_GUARDED_BY(mutex_) = 0;
  bool overloaded_ ABSL_GUARDED_BY(mutex_) = false;  // At the last attempt.
  absl::Time last_write_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  grpc::ByteBuffer response_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_WATCH_REACTOR_H_
