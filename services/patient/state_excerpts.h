// SPDX-License-Identifier: Apache-2.0
// What reads see of a patient's state.

#ifndef TONUS_SERVICES_PATIENT_STATE_EXCERPTS_H_
#define TONUS_SERVICES_PATIENT_STATE_EXCERPTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/patient.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the patient as the API shows it.
v1::Patient PatientOf(absl::string_view patient,
                      const storage::v1::PatientState& state);

// Returns what reads of the current routine need. `state` has a routine.
storage::v1::CurrentRoutine CurrentRoutineOf(
    const engine::Knowledge& knowledge, const storage::v1::PatientState& state);

// Returns the part of that which tells when the sessions of `outline`, which
// those of `facts` are of, are due, as of `day`.
storage::v1::CurrentRoutine DueBasis(const engine::Knowledge& knowledge,
                                     const storage::v1::PatientFacts& facts,
                                     const v1::Routine& outline,
                                     absl::CivilDay day);

// Returns the zone of that name; UTC when it is empty or not known here.
absl::TimeZone ZoneOf(const std::string& time_zone);

// Returns the day that `time` falls on in that zone.
absl::CivilDay DayIn(const std::string& time_zone, absl::Time time);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_STATE_EXCERPTS_H_
