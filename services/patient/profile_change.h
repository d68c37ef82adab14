// SPDX-License-Identifier: Apache-2.0
// What an update makes of a patient's profile and time zone.

#ifndef TONUS_SERVICES_PATIENT_PROFILE_CHANGE_H_
#define TONUS_SERVICES_PATIENT_PROFILE_CHANGE_H_

#include <string>

#include "absl/time/civil_time.h"
#include "google/protobuf/field_mask.pb.h"
#include "services/error.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus {

// Adds a violation of `update_mask.paths[i]` for each path that is neither
// `profile`, `profile.*` of an existing field, `time_zone`, nor an output-only
// field, which is ignored.
void CheckUpdateMask(const google::protobuf::FieldMask& mask,
                     Violations* violations);

// Returns `mask`, or when it is empty the paths of what is set in `patient`.
google::protobuf::FieldMask EffectiveMask(
    const google::protobuf::FieldMask& mask, const v1::Patient& patient);

// Replaces in `fact` what `mask` names by what `patient` holds: a field that it
// does not hold is cleared. An age that is given without its date holds on
// `today`. `mask` was checked.
void ApplyUpdate(const v1::Patient& patient,
                 const google::protobuf::FieldMask& mask, absl::CivilDay today,
                 storage::v1::ProfileFact* fact);

// Fills `age_date` of an age that is given without it.
void DateTheAge(absl::CivilDay today, v1::Profile* profile);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_PROFILE_CHANGE_H_
