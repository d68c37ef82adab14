// SPDX-License-Identifier: Apache-2.0
// The routine that would be current had a correction been there all along.
//
// Which block runs, when it began and what its sessions are numbered depends on
// what was known at each event, so a correction goes back to the first event
// that was ever corrected and lets each one since decide again.

#ifndef TONUS_SERVICES_PATIENT_ROUTINE_REPLAY_H_
#define TONUS_SERVICES_PATIENT_ROUTINE_REPLAY_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the routine to issue with the amendment of `change`, which
// `knowledge` decides about. It is what the last event that plans would have
// issued, each with the pack that decided then, if each corrected assessment
// had said from the beginning what its last correction says, with two
// exceptions:
//   - a block that is under way and in which a session was logged keeps its
//     beginning and its numbers,
//   - a gate that `interpretation`, of today, finds worse is closed.
// Sessions that were done stay as they were issued, those ahead follow from
// them, and its rests are those that there would have been. Besides, the errors
// of reading the patient.
absl::StatusOr<v1::Routine> ReplayRoutine(
    const engine::Knowledge& knowledge, const PatientLog& log,
    const PatientRef& ref, const Change& change,
    const v1::Interpretation& interpretation, absl::CivilDay today);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_ROUTINE_REPLAY_H_
