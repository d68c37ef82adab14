// SPDX-License-Identifier: Apache-2.0
// Folds events and issued routines into a patient's state. Writing and
// rebuilding both go through here, so they give the same bytes.

#ifndef TONUS_SERVICES_PATIENT_STATE_FOLD_H_
#define TONUS_SERVICES_PATIENT_STATE_FOLD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tonus/storage/v1/event.pb.h"
#include "tonus/storage/v1/state.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Adds `event`, whose bytes are `bytes`, to `state`. Returns the request ids
// that it makes the state forget, see live_requests.h.
std::vector<std::string> FoldEvent(const storage::v1::Event& event,
                                   absl::string_view bytes,
                                   storage::v1::PatientState* state);

// Makes `routine`, as it was issued and stamped, the current one of `state`.
void FoldRoutine(const v1::Routine& routine, storage::v1::PatientState* state);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_STATE_FOLD_H_
