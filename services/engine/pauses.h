// SPDX-License-Identifier: Apache-2.0
// Times in which a programme rests.

#ifndef TONUS_SERVICES_ENGINE_PAUSES_H_
#define TONUS_SERVICES_ENGINE_PAUSES_H_

#include "absl/functional/function_ref.h"
#include "absl/time/civil_time.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/pause.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Whether `fact` is a time in which the gate was closed, which nobody asked
// for: it has no reason.
bool WasClosed(const storage::v1::PauseFact& fact);

// Whether `day` is one of `pause`, which may have no end.
bool IsPaused(const v1::Pause& pause, absl::CivilDay day);

// Returns the pause in which `day` falls, or nullptr.
const storage::v1::PauseFact* PauseOn(const storage::v1::PatientFacts& facts,
                                      absl::CivilDay day);

// Returns the first day from `day` on that is in no pause whose end is known.
absl::CivilDay AfterPauses(const storage::v1::PatientFacts& facts,
                           absl::CivilDay day);

// Returns the day of which it is asked which session is next on `day`: itself
// or, where `pause_on` tells a pause in which it falls, the first one after
// that; while that has no end, the last one before it, since none is missed in
// it.
absl::CivilDay DayOfNext(
    absl::FunctionRef<const v1::Pause*(absl::CivilDay)> pause_on,
    absl::CivilDay day);

// Returns how many days of the pauses whose end is known fall in [first, last].
int PausedDays(const storage::v1::PatientFacts& facts, absl::CivilDay first,
               absl::CivilDay last);

// Gives the sessions of `routine` the days that its pauses leave them: those of
// the week on which they are planned, in order, from its start date on, without
// those of a pause whose end is known. A session that was done in a pause keeps
// a paused day. The days that the sessions had do not matter, so doing it again
// changes nothing; without pauses, nothing changes at all. What moves to a day
// of other overrides tells which it was planned with.
void ShiftByPauses(const storage::v1::PatientFacts& facts,
                   v1::Routine* routine);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PAUSES_H_
