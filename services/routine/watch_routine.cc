// SPDX-License-Identifier: Apache-2.0
// RoutineService.WatchRoutine: the next routine after a revision.

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/error.h"
#include "services/resource_names.h"
#include "services/routine/routine_service.h"
#include "services/routine/stored_reply.h"
#include "services/status_macros.h"

namespace tonus {

absl::StatusOr<StreamPart<v1::WatchRoutineResponse>>
RoutineService::WatchRoutine(Call& call, const v1::WatchRoutineRequest& request,
                             const std::string& cursor) {
  TONUS_ASSIGN_OR_RETURN(const RoutineName name,
                         RoutineName::Parse(request.name()));
  int64_t after = request.after_revision();
  if (after < 0) {
    Violations violations;
    violations.Add("after_revision", "must not be negative");
    return violations.ToStatus();
  }
  if (!cursor.empty() && !absl::SimpleAtoi(cursor, &after)) {
    return absl::InternalError("the cursor of a watch is no revision");
  }
  const PatientRef ref = RefOf(call, name.patient);
  StreamPart<v1::WatchRoutineResponse> part;
  part.topic = PatientTopic(ref.tenant, ref.patient);
  v1::WatchRoutineResponse response;
  const auto current = log_.records().ReadCurrent(ref);
  if (absl::IsNotFound(current.status())) {
    // A patient without a routine may get one.
    TONUS_RETURN_IF_ERROR(log_.records().ReadPatient(ref).status());
  } else if (!current.ok()) {
    return current.status();
  } else if (current->outline().revision() > after) {
    // Of somebody who knows none, the current one is enough.
    const int64_t from = after > 0 ? after : current->outline().revision() - 1;
    TONUS_ASSIGN_OR_RETURN(const IssuedRoutine next,
                           log_.records().ReadRoutineAfter(ref, from));
    after = next.revision;
    response.set_revision(after);
    part.messages.push_back(ReplyWithRoutine(next.bytes, response).bytes);
    part.more = after < current->outline().revision();
  }
  part.cursor = absl::StrCat(after);
  response.set_revision(after);
  response.set_heartbeat(true);
  part.heartbeat = engine::DeterministicBytes(response);
  return part;
}

}  // namespace tonus
