// SPDX-License-Identifier: Apache-2.0
#include "services/server/stream_reactor.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/server/error_translation.h"
#include "services/server/grpc_call.h"

namespace tonus {

void StreamReactor::Start(const Method& method, Edge& edge) {
  open_call_ = edge.OpenCall();
  IncomingStream incoming;
  incoming.method = &method;
  incoming.authorization = AuthorizationOf(*context_);
  incoming.deadline = DeadlineOf(*context_);
  incoming.cancelled = [this] {
    return cancelled_.load(std::memory_order_relaxed);
  };
  incoming.stop = [this] { Stop(); };
  absl::StatusOr<std::unique_ptr<EdgeStream>> stream =
      edge.Open(std::move(incoming));
  if (!stream.ok()) {
    End(TranslateError(stream.status()));
    return;
  }
  stream_ = *std::move(stream);
  ReadNext();
}

void StreamReactor::OnReadDone(bool ok) {
  if (!ok) {
    // The client has sent its last message, or has gone.
    End(context_->IsCancelled()
            ? TranslateError(absl::CancelledError("the client has gone"))
            : google::rpc::Status());
    return;
  }
  {
    absl::MutexLock lock(&mutex_);
    if (step_ == Step::kEnd) return;
    step_ = Step::kAnswer;
  }
  std::string message;
  if (!ReadBytes(request_, &message)) {
    End(TranslateError(absl::InternalError("message can not be read")));
    return;
  }
  request_.Clear();
  stream_->Serve(std::move(message),
                 [this](Answer answer) { Answered(std::move(answer)); });
}

void StreamReactor::Answered(Answer answer) {
  if (answer.status.code() != 0) {
    End(answer.status);
    return;
  }
  absl::MutexLock lock(&mutex_);
  step_ = Step::kWrite;
  response_ = ToByteBuffer(std::move(answer.response));
  StartWrite(&response_);
}

void StreamReactor::OnWriteDone(bool ok) {
  if (ok) {
    ReadNext();
  } else {
    End(TranslateError(absl::CancelledError("the client has gone")));
  }
}

void StreamReactor::OnCancel() {
  cancelled_.store(true, std::memory_order_relaxed);
}

void StreamReactor::OnDone() {
  // Whoever called Finish may still hold the lock.
  mutex_.Lock();
  mutex_.Unlock();
  delete this;
}

void StreamReactor::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    if (step_ != Step::kRead) return;
  }
  End(TranslateError(Stopping()));
}

void StreamReactor::ReadNext() {
  {
    absl::MutexLock lock(&mutex_);
    if (!stopping_) {
      step_ = Step::kRead;
      StartRead(&request_);
      return;
    }
  }
  End(TranslateError(Stopping()));
}

void StreamReactor::End(const google::rpc::Status& status) {
  absl::MutexLock lock(&mutex_);
  if (step_ == Step::kEnd) return;
  step_ = Step::kEnd;
  if (stream_ != nullptr) stream_->set_code(status.code());
  Finish(status.code() == 0 ? grpc::Status::OK
                            : ToGrpcStatus(status, context_));
}

}  // namespace tonus
