// SPDX-License-Identifier: Apache-2.0
// A block that rests while the gate is closed, and goes on when it opens again.

#ifndef TONUS_SERVICES_PATIENT_RESTING_BLOCK_H_
#define TONUS_SERVICES_PATIENT_RESTING_BLOCK_H_

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the outline of the block that runs or rests, as it was issued last;
// one without sessions when none has begun.
const v1::Routine& BlockOutline(const storage::v1::PatientState& state);

// Adds to the rests of `state` the one that began by itself: what made it safe
// to train ran out, and nothing was written since. Not to be stored.
void NoteLapse(const engine::Knowledge& knowledge, absl::CivilDay today,
               storage::v1::PatientState* state);

// Returns the facts of `state` and, for each time in which its block rested, a
// pause without a reason. A rest that lasts ends with the day before `today`,
// and one within a day is none.
storage::v1::PatientFacts FactsWithRests(const storage::v1::PatientState& state,
                                         absl::CivilDay today);

// Returns the same with a rest that lasts still lasting: that of a day on which
// the gate is closed, as it is told.
storage::v1::PatientFacts FactsWhileResting(
    const storage::v1::PatientState& state);

// Returns the outline of the block on the days that its rests leave it.
v1::Routine ShiftedOutline(const storage::v1::PatientState& state,
                           const storage::v1::PatientFacts& facts_with_rests);

// Tells in `routine`, which takes the place of the current one of `state` on
// `day`, when its block rested: it rests from now on, or goes on, or another
// one begins.
void SetRests(const storage::v1::PatientState& state, absl::CivilDay day,
              v1::Routine* routine);

// Notes whether the block of `state` rests or goes on with `routine`, which
// takes the place of the current one.
void FoldRest(const v1::Routine& routine, storage::v1::PatientState* state);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_RESTING_BLOCK_H_
