// SPDX-License-Identifier: Apache-2.0
// Makes a patient's state from what can not be made again: the events, the
// routines as they were issued and the proposals as they were made.

#ifndef TONUS_SERVICES_PATIENT_REBUILD_H_
#define TONUS_SERVICES_PATIENT_REBUILD_H_

#include <cstdint>
#include <limits>

#include "absl/status/statusor.h"
#include "services/patient/patient_records.h"
#include "services/patient/sealed_storage.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// Returns the state that the events and routines of revisions below `before`
// give, having verified the chain of events. That of all of them has the bytes
// of the stored state.
//   NOT_FOUND  no such patient.
//   DATA_LOSS  an event is missing, altered or does not parse.
absl::StatusOr<storage::v1::PatientState> RebuildState(
    const SealedStorage& storage, const PatientRef& ref,
    int64_t before = std::numeric_limits<int64_t>::max());

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_REBUILD_H_
