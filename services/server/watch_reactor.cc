// SPDX-License-Identifier: Apache-2.0
#include "services/server/watch_reactor.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "services/server/error_translation.h"
#include "services/server/grpc_call.h"
#include "storage/steady_now.h"

namespace tonus {
namespace {

absl::Status Gone() { return absl::CancelledError("the client has gone"); }

}  // namespace

void WatchReactor::Start(const Method& method, const grpc::ByteBuffer& request,
                         Edge& edge) {
  open_call_ = edge.OpenCall();
  IncomingStream incoming;
  incoming.method = &method;
  incoming.authorization = AuthorizationOf(*context_);
  incoming.deadline = DeadlineOf(*context_);
  incoming.cancelled = [this] {
    return cancelled_.load(std::memory_order_relaxed);
  };
  incoming.stop = [this] { Stop(); };
  std::string bytes;
  if (!ReadBytes(request, &bytes)) {
    End(TranslateError(absl::InternalError("request can not be read")));
    return;
  }
  auto watch = EdgeWatch::Open(&edge, std::move(incoming), std::move(bytes));
  if (!watch.ok()) {
    End(TranslateError(watch.status()));
    return;
  }
  watch_ = *std::move(watch);
  MakePart();
}

void WatchReactor::MakePart() {
  std::string cursor;
  {
    absl::MutexLock lock(&mutex_);
    step_ = Step::kPart;
    cursor = part_.cursor;
    since_ = watch_->lot().Now();
  }
  watch_->MakePart(cursor, [this](absl::StatusOr<AnyStreamPart> part) {
    TakePart(std::move(part));
  });
}

void WatchReactor::TakePart(absl::StatusOr<AnyStreamPart> part) {
  {
    absl::MutexLock lock(&mutex_);
    written_ = 0;
    part_.messages.clear();
    overloaded_ = false;
    if (part.ok()) {
      part_ = *std::move(part);
      if (part_.messages.empty() && !part_.heartbeat.empty() &&
          storage::SteadyNow() - last_write_ >= watch_->times().heartbeat) {
        part_.messages.push_back(part_.heartbeat);
      }
    } else if (absl::IsResourceExhausted(part.status()) && messages_ > 0) {
      part_.more = false;
      overloaded_ = true;
    } else {
      EndLocked(TranslateError(part.status()));
      return;
    }
  }
  GoOn();
}

void WatchReactor::GoOn() {
  {
    absl::MutexLock lock(&mutex_);
    if (cancelled_.load()) {
      EndLocked(TranslateError(Gone()));
      return;
    }
    if (written_ < part_.messages.size()) {
      step_ = Step::kWrite;
      ++messages_;
      response_ = ToByteBuffer(std::move(part_.messages[written_++]));
      StartWrite(&response_);
      return;
    }
    if (part_.end) {
      EndLocked(google::rpc::Status());
      return;
    }
    if (stopping_.load()) {
      EndLocked(TranslateError(Stopping()));
      return;
    }
    if (!part_.more && Park()) return;
  }
  MakePart();
}

bool WatchReactor::Park() {
  step_ = Step::kParked;
  // A full server is asked again soon, whatever changes meanwhile.
  absl::Duration wait = watch_->times().poll;
  if (overloaded_) {
    wait = watch_->times().retry;
  } else if (part_.wait > absl::ZeroDuration()) {
    wait = std::min(wait, part_.wait);
  }
  ticket_ = watch_->lot().Park(overloaded_ ? "" : part_.topic, since_,
                               storage::SteadyNow() + wait, [this] { Wake(); });
  return ticket_ != 0;
}

void WatchReactor::Wake() {
  {
    absl::MutexLock lock(&mutex_);
    if (cancelled_.load() || stopping_.load()) {
      EndLocked(TranslateError(cancelled_.load() ? Gone() : Stopping()));
      return;
    }
  }
  MakePart();
}

void WatchReactor::OnWriteDone(bool ok) {
  if (!ok) {
    End(TranslateError(Gone()));
    return;
  }
  {
    absl::MutexLock lock(&mutex_);
    response_.Clear();
    last_write_ = storage::SteadyNow();
  }
  GoOn();
}

void WatchReactor::OnCancel() {
  cancelled_.store(true);
  EndIfParked(Gone());
}

void WatchReactor::Stop() {
  stopping_.store(true);
  EndIfParked(Stopping());
}

void WatchReactor::OnDone() {
  // Whoever called Finish may still hold the lock.
  mutex_.Lock();
  mutex_.Unlock();
  delete this;
}

void WatchReactor::EndIfParked(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  if (step_ != Step::kParked || !watch_->lot().Unpark(ticket_)) return;
  EndLocked(TranslateError(status));
}

void WatchReactor::End(const google::rpc::Status& status) {
  absl::MutexLock lock(&mutex_);
  EndLocked(status);
}

void WatchReactor::EndLocked(const google::rpc::Status& status) {
  step_ = Step::kEnd;
  if (watch_ != nullptr) {
    watch_->set_code(status.code());
    watch_->set_messages(messages_);
  }
  Finish(status.code() == 0 ? grpc::Status::OK
                            : ToGrpcStatus(status, context_));
}

}  // namespace tonus
