// SPDX-License-Identifier: Apache-2.0
// The current routine as it may be shown on a day.
//
// A routine expires on the day on which the same facts would be judged more
// strictly. Nothing is written on that day, nor on those of an absence or those
// to which a missed session moves, where other overrides hold; so every read of
// it from then on judges anew.

#ifndef TONUS_SERVICES_PATIENT_ROUTINE_TODAY_H_
#define TONUS_SERVICES_PATIENT_ROUTINE_TODAY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// What reads of the current routine need.
struct RoutineToday {
  // Of a routine that is judged anew with its gate and notices.
  storage::v1::CurrentRoutine current;
  // Takes the place of the stored one, which has expired, does not tell of an
  // absence, or has sessions that are done on days of other overrides.
  std::optional<v1::Routine> anew;
};

// Returns the current routine as it may be shown at `now`.
//   NOT_FOUND            no such patient, or no routine yet.
//   FAILED_PRECONDITION  it has expired, and this server can not use its pack.
// Besides, the errors of reading the patient.
absl::StatusOr<RoutineToday> ReadToday(const PatientLog& log,
                                       const PatientRef& ref, absl::Time now);

// Returns the routine that `state` has on the day of `now`, judged anew;
// nullopt while the stored one holds. What waits for a review shows
// in it only as far as safety asks for it.
absl::StatusOr<std::optional<v1::Routine>> JudgeAnew(
    const engine::Knowledge& knowledge, const PatientLog& log,
    const PatientRef& ref, const storage::v1::PatientState& state,
    absl::Time now);

// Returns the bytes of up to `limit` sessions from `number` on.
absl::StatusOr<std::vector<std::string>> SessionsOf(
    const RoutineToday& today, const PatientRecords& records,
    const PatientRef& ref, int number, int limit);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_ROUTINE_TODAY_H_
