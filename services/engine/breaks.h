// SPDX-License-Identifier: Apache-2.0
// How long nothing was done between the sessions of the running block.

#ifndef TONUS_SERVICES_ENGINE_BREAKS_H_
#define TONUS_SERVICES_ENGINE_BREAKS_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the break after each session of the block of `outline` that was done,
// in order; after the last one it lasts until `today`.
std::vector<BreakTaken> ReadBreaks(const Knowledge& knowledge,
                                   const storage::v1::PatientFacts& facts,
                                   const v1::Routine& outline,
                                   const BlockDone& history,
                                   absl::CivilDay today);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_BREAKS_H_
