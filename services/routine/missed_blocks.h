// SPDX-License-Identifier: Apache-2.0
// A session as it is done when those before it were missed.

#ifndef TONUS_SERVICES_ROUTINE_MISSED_BLOCKS_H_
#define TONUS_SERVICES_ROUTINE_MISSED_BLOCKS_H_

#include <string>

#include "absl/status/statusor.h"
#include "services/engine/knowledge.h"
#include "services/patient/patient_records.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// Returns the bytes of the stored session `planned`, number `number`, with the
// blocks that it takes over from missed ones; as they are unless missed
// sessions are merged. Besides, the errors of reading those.
absl::StatusOr<std::string> WithMissed(
    const engine::Knowledge& knowledge, const PatientRecords& records,
    const PatientRef& ref, const storage::v1::CurrentRoutine& current,
    int number, std::string planned);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_MISSED_BLOCKS_H_
