// SPDX-License-Identifier: Apache-2.0
// Plans a running block again, and says what that changes.

#ifndef TONUS_SERVICES_PATIENT_REPLAN_H_
#define TONUS_SERVICES_PATIENT_REPLAN_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "tonus/v1/routine.pb.h"
#include "tonus/v1/routine_diff.pb.h"

namespace tonus {

// A routine and what it changes in the one that is current.
struct Replanned {
  v1::Routine routine;
  v1::RoutineDiff diff;
};

// Returns the current routine of `state`, or nullopt when there is none.
// Besides, the errors of reading it.
absl::StatusOr<std::optional<v1::Routine>> ReadCurrentRoutine(
    const PatientRecords& records, const PatientRef& ref,
    const storage::v1::PatientState& state);

// What a routine is planned from.
enum class Basis {
  // What was agreed, what a clinician said, and what safety asks for by all
  // that
  // is known. What waits for a review or was rejected stays out.
  kAgreed,
  // All that is known.
  kAllKnown,
};

// Returns the routine that `after` calls for within the block that runs;
// nullopt when there is no routine, since a first one takes an assessment.
// Besides, the errors of reading the patient.
absl::StatusOr<std::optional<Replanned>> Replan(
    const engine::Knowledge& knowledge, const PatientLog& log,
    const PatientRef& ref, const storage::v1::PatientState& before,
    const storage::v1::PatientState& after, absl::CivilDay today, Basis basis);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_REPLAN_H_
