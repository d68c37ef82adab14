// SPDX-License-Identifier: Apache-2.0
#include "services/routine/session_choice.h"

#include "absl/strings/str_cat.h"
#include "services/error.h"

namespace tonus {

const v1::Session* FindSession(const v1::Routine& outline, int number) {
  for (const v1::Session& session : outline.sessions()) {
    if (session.number() == number) return &session;
  }
  return nullptr;
}

absl::StatusOr<int> ChooseSession(const SessionName& name,
                                  const v1::Routine& outline,
                                  int next_session) {
  if (!name.number.has_value()) return next_session;
  if (FindSession(outline, *name.number) == nullptr) {
    return NotFound("tonus.v1.Session", name.ToString());
  }
  return *name.number;
}

absl::Status NoSessionLeft(const SessionName& name) {
  return MakeError(absl::StatusCode::kNotFound, "BLOCK_COMPLETE",
                   "every session of the block was done or has passed: a new "
                   "assessment begins the next block",
                   {{"resource", name.ToString()}});
}

absl::Status SessionAhead(const SessionName& name, int next) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition, "SESSION_AHEAD",
      absl::StrCat("the session builds on those before it, and session ", next,
                   " is the next one; start that, or `today`"),
      {{"resource", name.ToString()}, {"next_session", absl::StrCat(next)}});
}

}  // namespace tonus
