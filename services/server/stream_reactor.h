// SPDX-License-Identifier: Apache-2.0
// Carries a stream between gRPC and the edge.
//
// One step at a time: a message is read, served and its answer written before
// the next is read. So a stream holds one message at most, a client that does
// not read its answers is not read from either, and HTTP/2 holds back what it
// sends meanwhile.

#ifndef TONUS_SERVICES_SERVER_STREAM_REACTOR_H_
#define TONUS_SERVICES_SERVER_STREAM_REACTOR_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "google/rpc/status.pb.h"
#include "services/server/edge.h"
#include "services/server/method_table.h"

namespace tonus {

// Deletes itself when gRPC is done with the call, which is after Finish and
// every step under way.
class StreamReactor
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit StreamReactor(grpc::CallbackServerContext* context)
      : context_(context) {}

  // Opens the stream at the edge and reads its first message.
  void Start(const Method& method, Edge& edge);

  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // What the stream waits for.
  enum class Step { kRead, kAnswer, kWrite, kEnd };

  // The server stops. What is under way is finished first.
  void Stop();

  void Answered(Answer answer);

  // Waits for the next message, or ends when the server stops.
  void ReadNext();

  // Ends the call unless it has ended.
  void End(const google::rpc::Status& status);

  grpc::CallbackServerContext* const context_;
  std::shared_ptr<const void> open_call_;
  std::unique_ptr<EdgeStream> stream_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  std::atomic<bool> cancelled_ = false;

  // Finish, StartRead and StartWrite never call back, so they may be called
  // under the lock, which keeps them from each other.
  absl::Mutex mutex_;
  Step step_ ABSL_GUARDED_BY(mutex_) = Step::kAnswer;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_STREAM_REACTOR_H_
