// SPDX-License-Identifier: Apache-2.0
// What was done of a block stays as it was, whatever is planned again.

#ifndef TONUS_SERVICES_PATIENT_DONE_SESSIONS_H_
#define TONUS_SERVICES_PATIENT_DONE_SESSIONS_H_

#include "absl/status/status.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_records.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the sessions of `routine` that were done by `facts`, without those
// with an exercise that the pack does not know, and those of its decisions that
// they serve.
v1::Routine DoneOf(const engine::Knowledge& knowledge,
                   const storage::v1::PatientFacts& facts,
                   const v1::Routine& routine);

// Fills what was done of the block of `state` by `facts`, which may tell more
// of a session than `state` knows: it was done as it was issued when it was
// begun first, whatever was issued since. Returns the errors of reading that.
absl::Status ReadDone(const engine::Knowledge& knowledge,
                      const PatientRecords& records, const PatientRef& ref,
                      const storage::v1::PatientFacts& facts,
                      storage::v1::PatientState* state);

// Puts the sessions of `done` into `routine` as they are, with the decisions
// that it lacks behind its own; none belongs to another block, where numbers
// differ.
void KeepDone(const v1::Routine& done, v1::Routine* routine);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_DONE_SESSIONS_H_
