// SPDX-License-Identifier: Apache-2.0
// What reads of one session and of all of them share.

#ifndef TONUS_SERVICES_ROUTINE_SESSION_READS_H_
#define TONUS_SERVICES_ROUTINE_SESSION_READS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/call.h"
#include "services/patient/routine_today.h"
#include "services/routine/relief_day.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/pause.pb.h"

namespace tonus {

// A routine that is issued between two reads makes them disagree; then both are
// read again. Routines are issued seldom.
inline constexpr int kMaxReads = 5;

// The answer when they disagreed every time.
absl::Status ReadContended();

// Whether all of `sessions`, of which there is one at least, belong to that
// routine.
bool BelongTo(const std::vector<std::string>& sessions, int64_t revision);

// Returns the pause in which the day of the call falls, or nullptr.
const v1::Pause* PauseToday(const storage::v1::CurrentRoutine& current,
                            const Call& call);

// Returns the number of the session that is next on the day of the call, see
// NextSessionOn; 0 when none is.
int NextSessionToday(const storage::v1::CurrentRoutine& current,
                     const Call& call);

// Whether the day of the call is one of rest: session `next`, which is the next
// one, is due later, or the routine is paused. 0 for no next one.
bool IsRestDay(const storage::v1::CurrentRoutine& current, int next,
               const Call& call);

// Whether the next session was due before the day of the call, so that it and
// the ones after it move with each day. Never in a pause without an end,
// nor where missed sessions are merged or dropped.
bool IsOverdue(const storage::v1::CurrentRoutine& current, const Call& call);

// Fills what every such response begins with. The revision is that of the
// patient, not of the routine: a log moves today on. Relief and pauses end with
// a day, a session is missed and a routine expires with one, which no revision
// tells, so meanwhile nothing is "not modified".
template <typename Response>
void FillHead(const RoutineToday& today, const Call& call,
              int64_t if_revision_differs, Response* response) {
  const storage::v1::CurrentRoutine& current = today.current;
  response->set_revision(current.revision());
  response->set_gate(current.outline().gate());
  *response->mutable_notices() = current.outline().notices();
  const v1::Pause* pause = PauseToday(current, call);
  if (pause != nullptr) *response->mutable_pause() = *pause;
  response->set_not_modified(
      !today.anew.has_value() && !HasRelief(current) &&
      current.pauses().empty() && current.missed_sessions().empty() &&
      !IsOverdue(current, call) && if_revision_differs == current.revision());
}

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_SESSION_READS_H_
