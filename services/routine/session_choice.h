// SPDX-License-Identifier: Apache-2.0
// Which session a name means.

#ifndef TONUS_SERVICES_ROUTINE_SESSION_CHOICE_H_
#define TONUS_SERVICES_ROUTINE_SESSION_CHOICE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/resource_names.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the line of `outline` with that number, or null.
const v1::Session* FindSession(const v1::Routine& outline, int number);

// Returns the number that `name` means: its own, or for `today` that of
// `next_session`, which is 0 when every session was done.
//   NOT_FOUND  the routine has no session with that number.
absl::StatusOr<int> ChooseSession(const SessionName& name,
                                  const v1::Routine& outline, int next_session);

// Returns why there is no session for `name`, which asks for that of today, and
// what goes on: NOT_FOUND with reason BLOCK_COMPLETE.
absl::Status NoSessionLeft(const SessionName& name);

// Returns why `name` can not be begun before session `next`:
// FAILED_PRECONDITION with reason SESSION_AHEAD.
absl::Status SessionAhead(const SessionName& name, int next);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_SESSION_CHOICE_H_
