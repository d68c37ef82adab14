// SPDX-License-Identifier: Apache-2.0
#include "services/routine/session_reads.h"

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/error.h"
#include "services/patient/due_outline.h"
#include "services/patient/state_excerpts.h"
#include "services/routine/session_choice.h"
#include "services/routine/stored_reply.h"

namespace tonus {

absl::Status ReadContended() {
  return MakeError(absl::StatusCode::kAborted, "CONTENDED",
                   "the routine changed while it was read; try again");
}

bool BelongTo(const std::vector<std::string>& sessions, int64_t revision) {
  return !sessions.empty() &&
         absl::c_all_of(sessions, [revision](const std::string& session) {
           return RevisionOfSession(session) == revision;
         });
}

const v1::Pause* PauseToday(const storage::v1::CurrentRoutine& current,
                            const Call& call) {
  return PauseOn(current, DayIn(current.time_zone(), call.time));
}

bool IsRestDay(const storage::v1::CurrentRoutine& current, int next,
               const Call& call) {
  const v1::Session* line = FindSession(current.outline(), next);
  const absl::CivilDay today = DayIn(current.time_zone(), call.time);
  return line != nullptr && line->has_date() &&
         (PauseToday(current, call) != nullptr ||
          DueDayOfNext(current, *line, today) > today);
}

bool IsOverdue(const storage::v1::CurrentRoutine& current, const Call& call) {
  return IsOverdue(current, DayIn(current.time_zone(), call.time));
}

int NextSessionToday(const storage::v1::CurrentRoutine& current,
                     const Call& call) {
  return NextSessionOn(current, DayIn(current.time_zone(), call.time));
}

}  // namespace tonus
