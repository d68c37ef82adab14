// SPDX-License-Identifier: Apache-2.0
// Sessions that were planned as relief because of what was logged before.

#ifndef TONUS_SERVICES_ENGINE_PLANNED_RELIEF_H_
#define TONUS_SERVICES_ENGINE_PLANNED_RELIEF_H_

#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// Marks in `history` the sessions that a row made relief.
void MarkPlannedRelief(const Knowledge& knowledge, BlockDone* history);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PLANNED_RELIEF_H_
