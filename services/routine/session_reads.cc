// SPDX-License-Identifier: Apache-2.0
#include "services/routine/session_reads.h"

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/pauses.h"
#include "services/error.h"
#include "services/patient/state_excerpts.h"
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
  const absl::CivilDay today = DayIn(current.time_zone(), call.time);
  const auto found = absl::c_find_if(
      current.pauses(),
      [&](const v1::Pause& pause) { return engine::IsPaused(pause, today); });
  return found == current.pauses().end() ? nullptr : &*found;
}

bool IsOverdue(const storage::v1::CurrentRoutine& current, const Call& call) {
  if (!current.missed_sessions().empty() ||
      PauseToday(current, call) != nullptr) {
    return false;
  }
  const auto& sessions = current.outline().sessions();
  const auto next = absl::c_find_if(sessions, [&](const v1::Session& line) {
    return absl::c_linear_search(current.open_sessions(), line.number());
  });
  return next != sessions.end() && engine::ToCivilDay(next->date()) <
                                       DayIn(current.time_zone(), call.time);
}

int NextSessionToday(const storage::v1::CurrentRoutine& current,
                     const Call& call) {
  return engine::NextSessionOn(
      current.outline(),
      {current.open_sessions().begin(), current.open_sessions().end()},
      current.missed_sessions(), DayIn(current.time_zone(), call.time));
}

}  // namespace tonus
