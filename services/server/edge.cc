// SPDX-License-Identifier: Apache-2.0
#include "services/server/edge.h"

#include <chrono>
#include <memory>
#include <utility>

#include "services/error.h"
#include "services/server/error_translation.h"
#include "services/server/log.h"

namespace tonus {
namespace {

using Clock = std::chrono::steady_clock;

// A call on its way through the server.
struct Passage {
  const Method* method;
  std::string request;
  Call call;
  Clock::time_point start = Clock::now();
  absl::AnyInvocable<void(Answer) &&> answer;
};

void LogAccess(const Passage& passage, int code) {
  const auto latency = std::chrono::duration_cast<std::chrono::microseconds>(
      Clock::now() - passage.start);
  Log(server::v1::LOG_LEVEL_INFO, "call",
      {{"method", passage.method->descriptor().full_name()},
       {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))},
       {"latency_us", static_cast<int64_t>(latency.count())},
       {"subject", passage.call.principal.subject},
       {"tenant", passage.call.principal.tenant}});
}

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
  LogAccess(passage, code);
}

absl::StatusOr<std::string> RunInTime(Passage& passage) {
  if (passage.call.cancelled()) {
    return absl::CancelledError("the call was cancelled");
  }
  if (passage.call.deadline <= absl::Now()) {
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
  Call& call = passage->call;
  call.time = absl::Now();
  call.deadline = incoming.deadline == absl::InfiniteFuture()
                      ? call.time + kDefaultDeadline
                      : incoming.deadline;
  call.cancelled = std::move(incoming.cancelled);

  absl::StatusOr<Principal> principal =
      authenticator_->Authenticate(incoming.authorization, call.time);
  if (!principal.ok()) {
    Finish(*passage, principal.status());
    return;
  }
  call.principal = *std::move(principal);
  if (!executor_->TryRun(
          [passage] { Finish(*passage, RunInTime(*passage)); })) {
    Finish(*passage, Overloaded());
  }
}

}  // namespace tonus
