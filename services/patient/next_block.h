// SPDX-License-Identifier: Apache-2.0
// What goes before a block that follows another one.

#ifndef TONUS_SERVICES_PATIENT_NEXT_BLOCK_H_
#define TONUS_SERVICES_PATIENT_NEXT_BLOCK_H_

#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus {

// Returns the day on which a block begins at the earliest that is planned
// `today`: some easy days after the last session that was done.
absl::CivilDay NextBlockStart(const engine::Knowledge& knowledge,
                              const storage::v1::PatientFacts& facts,
                              absl::CivilDay today);

// Tells the easy days with the first session of `routine`.
void TellEasyWeek(const engine::Knowledge& knowledge, v1::Routine* routine);

}  // namespace tonus

#endif  // TONUS_SERVICES_PATIENT_NEXT_BLOCK_H_
