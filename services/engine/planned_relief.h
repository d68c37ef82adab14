// SPDX-License-Identifier: Apache-2.0
// Sessions that were planned as relief because of what was logged before.

#ifndef TONUS_SERVICES_ENGINE_PLANNED_RELIEF_H_
#define TONUS_SERVICES_ENGINE_PLANNED_RELIEF_H_

#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Marks in `history` the sessions that a row made relief, and those of
// `outline` that were planned as relief for another reason.
void MarkPlannedRelief(const Knowledge& knowledge, const v1::Routine& outline,
                       BlockDone* history);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PLANNED_RELIEF_H_
