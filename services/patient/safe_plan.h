// SPDX-License-Identifier: Apache-2.0
// A plan from what was agreed, within what is safe by all that is known.

#ifndef TONUS_SERVICES_PATIENT_SAFE_PLAN_H_
#define TONUS_SERVICES_PATIENT_SAFE_PLAN_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/engine/adaptation.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_log.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// From what the current routine of a patient may be planned.
struct Agreement {
  // Without what a proposal that waits or was rejected would bring, but with
  // what a clinician said since, with every answer to a red flag and with all
  // that was done since and how it felt: what that forbids or makes easier
  // waits for nobody.
  storage::v1::PatientState state;
  // The same without what was done since, where something is held back: no
  // other steps up are taken than its.
  std::optional<storage::v1::PatientState> held;
};

// Returns what was agreed of `state`, and the errors of reading it.
absl::StatusOr<Agreement> ReadAgreement(const PatientLog& log,
                                        const PatientRef& ref,
                                        const storage::v1::PatientState& state);

// Returns what the logs of `agreed` change in its running block as of `today`.
engine::Adaptation AdaptationOf(const engine::Knowledge& knowledge,
                                const Agreement& agreed, absl::CivilDay today);

// Returns the running block of `agreed`, planned on `today` within what
// `safety`, the reading of all facts, allows, and with every answer to a red
// flag in `facts`; it expires no later than the reading of those facts says.
v1::Routine PlanSafely(const engine::Knowledge& knowledge,
                       const Agreement& agreed,
                       const storage::v1::PatientFacts& facts,
                       const v1::Interpretation& safety, absl::CivilDay today);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_SAFE_PLAN_H_
