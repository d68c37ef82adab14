// SPDX-License-Identifier: Apache-2.0
// What was told in relief runs, as what adaptation reads.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_EXPOSURES_H_
#define TONUS_SERVICES_ENGINE_RELIEF_EXPOSURES_H_

#include "absl/time/time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// Adds each relief run with an answer to `history`, as told beside the
// sessions.
void AddReliefRuns(const Knowledge& knowledge,
                   const storage::v1::PatientFacts& facts, absl::TimeZone zone,
                   BlockDone* history);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_EXPOSURES_H_
