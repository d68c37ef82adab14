// SPDX-License-Identifier: Apache-2.0
// What follows from days on which nothing was done, before anything is written.

#ifndef TONUS_SERVICES_PATIENT_ABSENCE_H_
#define TONUS_SERVICES_PATIENT_ABSENCE_H_

#include "absl/time/civil_time.h"
#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Whether the same holds because of logs in each session of `outline`.
bool AdaptsAlike(const engine::Adaptation& a, const engine::Adaptation& b,
                 const v1::Routine& outline);

// Whether an absence since the routine of `state` was issued changes on `today`
// what holds in its sessions.
bool ChangesByAbsence(const engine::Knowledge& knowledge,
                      const storage::v1::PatientState& state,
                      absl::CivilDay today);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_ABSENCE_H_
