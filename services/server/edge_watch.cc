// SPDX-License-Identifier: Apache-2.0
#include "services/server/edge_watch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/server/access_log.h"
#include "services/server/authorization.h"
#include "services/server/error_translation.h"
#include "services/status_macros.h"
#include "storage/steady_now.h"

namespace tonus {

using Clock = std::chrono::steady_clock;

absl::StatusOr<std::unique_ptr<EdgeWatch>> EdgeWatch::Open(
    Edge* edge, IncomingStream incoming, std::string request) {
  std::unique_ptr<EdgeWatch> watch(
      new EdgeWatch(edge, std::move(incoming), std::move(request)));
  const absl::Status admitted = watch->Enter();
  if (admitted.ok()) return watch;
  watch->set_code(static_cast<int>(admitted.code()));
  return admitted;
}

EdgeWatch::EdgeWatch(Edge* edge, IncomingStream incoming, std::string request)
    : edge_(edge),
      incoming_(std::move(incoming)),
      request_(std::move(request)),
      start_(Clock::now()),
      code_(static_cast<int>(absl::StatusCode::kCancelled)) {}

EdgeWatch::~EdgeWatch() {
  edge_->watches_.Leave(id_);
  LogAccess(*incoming_.method, principal_, start_, code_, messages_);
}

absl::Status EdgeWatch::Enter() {
  TONUS_ASSIGN_OR_RETURN(principal_, edge_->authenticator_->Authenticate(
                                         incoming_.authorization, absl::Now()));
  TONUS_RETURN_IF_ERROR(AuthorizeRole(incoming_.method->access(), principal_));
  TONUS_RETURN_IF_ERROR(edge_->CheckSize(*incoming_.method, request_));
  TONUS_ASSIGN_OR_RETURN(
      id_, edge_->watches_.Enter(HolderOf(principal_), incoming_.stop));
  return absl::OkStatus();
}

void EdgeWatch::MakePart(
    const std::string& cursor,
    absl::AnyInvocable<void(absl::StatusOr<AnyStreamPart>) &&> take) {
  auto call = std::make_shared<Call>();
  call->time = absl::Now();
  call->deadline =
      std::min(incoming_.deadline, storage::SteadyNow() + kDefaultDeadline);
  call->cancelled = incoming_.cancelled;
  absl::StatusOr<Principal> principal =
      edge_->authenticator_->Authenticate(incoming_.authorization, call->time);
  if (!principal.ok()) {
    std::move(take)(principal.status());
    return;
  }
  call->principal = *std::move(principal);
  auto taker = std::make_shared<decltype(take)>(std::move(take));
  const bool taken = edge_->executor_->TryRun([this, call, cursor, taker] {
    auto part = incoming_.method->RunPart(*call, request_, cursor);
    std::move (*taker)(std::move(part));
  });
  if (!taken) std::move (*taker)(Overloaded());
}

}  // namespace tonus
