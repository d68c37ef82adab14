// SPDX-License-Identifier: Apache-2.0
// A plan from what was agreed, within what is safe by all that is known.

#ifndef TONUS_SERVICES_PATIENT_SAFE_PLAN_H_
#define TONUS_SERVICES_PATIENT_SAFE_PLAN_H_

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the state from which the current routine of `state` may be planned:
// without what a proposal that waits or was rejected would bring, but with what
// a clinician said since and with every answer to a red flag. Besides, the
// errors of reading it.
absl::StatusOr<storage::v1::PatientState> AgreedState(
    const PatientLog& log, const PatientRef& ref,
    const storage::v1::PatientState& state);

// Returns the running block of `agreed`, planned on `today` within what
// `safety`, the reading of all facts, allows, and with every answer to a red
// flag in `facts`; it expires no later than the reading of those facts says.
// Where `steps` is given, no other steps up are taken than its.
v1::Routine PlanSafely(const engine::Knowledge& knowledge,
                       const storage::v1::PatientState& agreed,
                       const storage::v1::PatientFacts& facts,
                       const v1::Interpretation& safety, absl::CivilDay today,
                       const engine::Adaptation* steps = nullptr);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_SAFE_PLAN_H_
