// SPDX-License-Identifier: Apache-2.0
// Responses made of stored bytes, which are not parsed on the way.

#ifndef TONUS_SERVICES_ROUTINE_STORED_REPLY_H_
#define TONUS_SERVICES_ROUTINE_STORED_REPLY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/call.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus {

// Returns `rest` with the stored `routine`; `rest` holds none.
Serialized<v1::GetRoutineResponse> ReplyWithRoutine(
    absl::string_view routine, const v1::GetRoutineResponse& rest);

Serialized<v1::WatchRoutineResponse> ReplyWithRoutine(
    absl::string_view routine, const v1::WatchRoutineResponse& rest);

// Returns `rest` with the stored `sessions`; `rest` holds none.
Serialized<v1::GetSessionResponse> ReplyWithSessions(
    const std::vector<std::string>& sessions,
    const v1::GetSessionResponse& rest);
Serialized<v1::ListSessionsResponse> ReplyWithSessions(
    const std::vector<std::string>& sessions,
    const v1::ListSessionsResponse& rest);

// Returns the revision in the bytes of a session, skipping everything else; 0
// when there is none or they are no message.
int64_t RevisionOfSession(absl::string_view session);

// Returns the date in the bytes of a session in the same way; the default when
// there is none.
v1::Date DateOfSession(absl::string_view session);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_STORED_REPLY_H_
