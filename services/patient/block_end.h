// SPDX-License-Identifier: Apache-2.0
// When a block is over, so that a new assessment begins the next one.

#ifndef TONUS_SERVICES_PATIENT_BLOCK_END_H_
#define TONUS_SERVICES_PATIENT_BLOCK_END_H_

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/state.pb.h"

namespace tonus {

// Whether the block of `state`, which runs or rests, is over on `today`: no
// session is left of it, or its weeks have passed, pauses and rests left out,
// and nobody has trained in it since a long break began. Sessions that were
// missed, or done again, make a block longer as long as the person goes on.
bool IsBlockOver(const engine::Knowledge& knowledge,
                 const storage::v1::PatientState& state, absl::CivilDay today);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_BLOCK_END_H_
