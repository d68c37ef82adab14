// SPDX-License-Identifier: Apache-2.0
// On which days the sessions of a block are due, whatever was planned.

#ifndef TONUS_SERVICES_PATIENT_DUE_OUTLINE_H_
#define TONUS_SERVICES_PATIENT_DUE_OUTLINE_H_

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/pause.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the pause in which `day` falls, or nullptr.
const v1::Pause* PauseOn(const storage::v1::CurrentRoutine& current,
                         absl::CivilDay day);

// Whether nothing was done yet of session `number`.
bool IsOpen(const storage::v1::CurrentRoutine& current, int number);

// Whether the next session was due before `today`, so that it and the ones
// after it move with each day. Never in a pause without an end, nor where
// missed sessions are merged or dropped.
bool IsOverdue(const storage::v1::CurrentRoutine& current,
               absl::CivilDay today);

// Whether a session that is open on `today` and due on `day` waits for the end
// of a pause that has none yet.
bool WaitsForEnd(const storage::v1::CurrentRoutine& current,
                 absl::CivilDay today, absl::CivilDay day);

// Returns the number of the session that is next on `today`, or after the pause
// in which it falls; while that has no end, the one that was next when it
// began, since none is missed in it. 0 when none is left.
int NextSessionOn(const storage::v1::CurrentRoutine& current,
                  absl::CivilDay today);

// Returns the day on which `next`, the line of the outline of the session that
// is next on `today`, is due then.
absl::CivilDay DueDayOfNext(const storage::v1::CurrentRoutine& current,
                            const v1::Session& next, absl::CivilDay today);

// Returns the outline of `current` with the sessions that were not done on the
// days on which they are due: the overdue one as soon as the person may train,
// those after it on the usual days of the week, with a day of rest between, and
// none in a pause whose end is known. Where missed sessions are merged or
// dropped, the next one is due at once while it is not missed, and those after
// it stay where they are as far as that leaves a day of rest. For what
// WaitsForEnd the day means nothing.
v1::Routine DueOutline(const engine::Knowledge& knowledge,
                       const storage::v1::CurrentRoutine& current,
                       absl::CivilDay today);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_DUE_OUTLINE_H_
