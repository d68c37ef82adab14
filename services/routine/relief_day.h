// SPDX-License-Identifier: Apache-2.0
// The relief that a check-in made of a session, for the rest of its day or
// until it is logged.
//
// It is made again on each read rather than stored: the same facts on the same
// day give the same session, and the next day the planned one is untouched.

#ifndef TONUS_SERVICES_ROUTINE_RELIEF_DAY_H_
#define TONUS_SERVICES_ROUTINE_RELIEF_DAY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// Whether the last check-in may have replaced a session that is not done yet.
bool HasRelief(const storage::v1::CurrentRoutine& current);

// Whether there is one and `now` falls on its day, in the zone of the patient.
bool IsReliefDay(const storage::v1::CurrentRoutine& current, absl::Time now);

// Returns the pain that the last check-in of `state` told.
int LastPainBefore(const storage::v1::PatientState& state);

// Returns the bytes of what the last check-in of `state` makes of the stored
// session `planned`.
//   DATA_LOSS  `planned` is no session.
absl::StatusOr<std::string> RelieveSession(
    const engine::Knowledge& knowledge, const std::string& patient,
    const storage::v1::PatientState& state, absl::Time now,
    const std::string& planned);

}  // namespace tonus

#endif  // TONUS_SERVICES_ROUTINE_RELIEF_DAY_H_
