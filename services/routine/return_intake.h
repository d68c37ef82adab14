// SPDX-License-Identifier: Apache-2.0
// What is answered before the first session after a long break, and before
// anything is done again after dizziness.

#ifndef TONUS_SERVICES_ROUTINE_RETURN_INTAKE_H_
#define TONUS_SERVICES_ROUTINE_RETURN_INTAKE_H_

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus {

// Where session `number` is one before which all red flags are asked, each that
// is asked must have been answered since the last session and no longer ago
// than a long break lasts, or be answered one by one in `recheck`. `number` is
// 0 for a relief run, before which they are asked when nothing may be done
// without.
//   INVALID_ARGUMENT  some are not; a violation for each.
absl::Status CheckReturn(const engine::Knowledge& knowledge,
                         const storage::v1::PatientState& state, int number,
                         absl::CivilDay today, const v1::Screening& recheck);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_RETURN_INTAKE_H_
