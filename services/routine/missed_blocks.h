// SPDX-License-Identifier: Apache-2.0
// A session as it is done when those before it were missed.

#ifndef TONUS_SERVICES_ROUTINE_MISSED_BLOCKS_H_
#define TONUS_SERVICES_ROUTINE_MISSED_BLOCKS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_records.h"
#include "services/patient/routine_today.h"

namespace tonus {

// Returns the bytes of the session `planned` of `today`, number `number`, with
// the blocks that it takes over from missed ones, unless those have expired by
// its day; as they are unless missed sessions are merged. Besides, the errors
// of reading those.
absl::StatusOr<std::string> WithMissed(const engine::Knowledge& knowledge,
                                       const RoutineToday& today,
                                       const PatientRecords& records,
                                       const PatientRef& ref, int number,
                                       std::string planned);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_MISSED_BLOCKS_H_
