// SPDX-License-Identifier: Apache-2.0
#include "services/server/edge.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/error.h"
#include "services/server/access_log.h"
#include "services/server/authorization.h"
#include "services/server/error_translation.h"
#include "services/status_macros.h"
#include "storage/steady_now.h"

namespace tonus {
namespace {

// The stream in which a person answers, and which has places of its own.
constexpr char kTalk[] = "tonus.v1.RoutineService.RunRelief";

using Clock = std::chrono::steady_clock;

// A call, or a message of a stream, on its way through the server.
struct Passage {
  const Method* method;
  std::string request;
  Call call;
  Clock::time_point start = Clock::now();
  absl::AnyInvocable<void(Answer) &&> answer;
};

void Finish(Passage& passage, absl::StatusOr<std::string> result) {
  Answer answer;
  if (result.ok()) {
    answer.response = *std::move(result);
    answer.revision = passage.call.revision;
  } else {
    answer.status = TranslateError(result.status());
  }
  const int code = answer.status.code();
  // The transport may forget the call with the answer, and `cancelled` with it.
  passage.call.cancelled = nullptr;
  std::move(passage.answer)(std::move(answer));
  // A stream is logged as one call, when it ends.
  if (passage.call.message_number > 0) return;
  LogAccess(*passage.method, passage.call.principal, passage.start, code,
            /*messages=*/1);
}

absl::StatusOr<std::string> RunInTime(Passage& passage) {
  if (passage.call.cancelled()) {
    return absl::CancelledError("the call was cancelled");
  }
  if (passage.call.deadline <= storage::SteadyNow()) {
    return absl::DeadlineExceededError("the deadline passed in the queue");
  }
  return passage.method->Run(passage.call, passage.request);
}

}  // namespace

void Edge::Serve(Incoming incoming,
                 absl::AnyInvocable<void(Answer) &&> answer) {
  auto passage = std::make_shared<Passage>();
  passage->method = incoming.method;
  passage->request = std::move(incoming.request);
  passage->answer = std::move(answer);
  last_call_.store(passage->start, std::memory_order_relaxed);
  Call& call = passage->call;
  call.time = absl::Now();
  call.deadline = incoming.deadline == absl::InfiniteFuture()
                      ? storage::SteadyNow() + kDefaultDeadline
                      : incoming.deadline;
  call.cancelled = std::move(incoming.cancelled);

  absl::StatusOr<Principal> principal =
      authenticator_->Authenticate(incoming.authorization, call.time);
  if (!principal.ok()) {
    Finish(*passage, principal.status());
    return;
  }
  call.principal = *std::move(principal);
  const absl::Status fits = CheckSize(*passage->method, passage->request);
  if (!fits.ok()) {
    Finish(*passage, fits);
    return;
  }
  if (stopping_.load(std::memory_order_relaxed)) {
    Finish(*passage, Stopping());
    return;
  }
  if (!executor_->TryRun(
          [passage] { Finish(*passage, RunInTime(*passage)); })) {
    Finish(*passage, Overloaded());
  }
}

absl::StatusOr<std::unique_ptr<EdgeStream>> Edge::Open(
    IncomingStream incoming) {
  std::unique_ptr<EdgeStream> stream(new EdgeStream(this, std::move(incoming)));
  const absl::Status admitted = stream->Enter();
  if (admitted.ok()) return stream;
  stream->set_code(static_cast<int>(admitted.code()));
  return admitted;
}

// Parsed, a message may take many times its bytes, so that only those that must
// may be large.
absl::Status Edge::CheckSize(const Method& method,
                             const std::string& request) const {
  const size_t most =
      MaxRequestBytes(*method.descriptor().input_type(), max_message_bytes_);
  if (request.size() <= most) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kInvalidArgument, "REQUEST_TOO_LARGE",
      absl::StrCat("the request has ", request.size(), " bytes, more than the ",
                   most, " that are accepted; send less"));
}

OpenStreams& Edge::StreamsOf(const Method& method) {
  return method.descriptor().full_name() == kTalk ? talks_ : streams_;
}

EdgeStream::EdgeStream(Edge* edge, IncomingStream incoming)
    : edge_(edge),
      incoming_(std::move(incoming)),
      start_(Clock::now()),
      code_(static_cast<int>(absl::StatusCode::kCancelled)) {}

EdgeStream::~EdgeStream() {
  edge_->StreamsOf(*incoming_.method).Leave(id_);
  LogAccess(*incoming_.method, principal_, start_, code_, messages_);
}

absl::Status EdgeStream::Enter() {
  TONUS_ASSIGN_OR_RETURN(principal_, edge_->authenticator_->Authenticate(
                                         incoming_.authorization, absl::Now()));
  TONUS_RETURN_IF_ERROR(AuthorizeRole(incoming_.method->access(), principal_));
  TONUS_ASSIGN_OR_RETURN(id_, edge_->StreamsOf(*incoming_.method)
                                  .Enter(HolderOf(principal_), incoming_.stop));
  return absl::OkStatus();
}

void EdgeStream::Serve(std::string request,
                       absl::AnyInvocable<void(Answer) &&> answer) {
  auto passage = std::make_shared<Passage>();
  passage->method = incoming_.method;
  passage->request = std::move(request);
  passage->answer = std::move(answer);
  Call& call = passage->call;
  call.time = absl::Now();
  call.deadline =
      std::min(incoming_.deadline, storage::SteadyNow() + kDefaultDeadline);
  call.cancelled = incoming_.cancelled;
  call.message_number = ++messages_;

  absl::StatusOr<Principal> principal =
      edge_->authenticator_->Authenticate(incoming_.authorization, call.time);
  if (!principal.ok()) {
    Finish(*passage, principal.status());
    return;
  }
  call.principal = *std::move(principal);
  const absl::Status fits =
      edge_->CheckSize(*passage->method, passage->request);
  if (!fits.ok()) {
    Finish(*passage, fits);
    return;
  }
  edge_->executor_->Run([passage] { Finish(*passage, RunInTime(*passage)); });
}

}  // namespace tonus
