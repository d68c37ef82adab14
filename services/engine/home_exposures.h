// SPDX-License-Identifier: Apache-2.0
// What was told of days at home, as what adaptation reads.

#ifndef TONUS_SERVICES_ENGINE_HOME_EXPOSURES_H_
#define TONUS_SERVICES_ENGINE_HOME_EXPOSURES_H_

#include "absl/time/time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// Adds each day of which something was told to `history`, as told beside the
// sessions: after those of the day, unless it was told on the day before them.
void AddHomeDays(const Knowledge& knowledge,
                 const storage::v1::PatientFacts& facts, absl::TimeZone zone,
                 BlockDone* history);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_HOME_EXPOSURES_H_
