// SPDX-License-Identifier: Apache-2.0
// Which verdicts a pack can give at all.

#ifndef TONUS_SERVICES_ENGINE_REACHABLE_H_
#define TONUS_SERVICES_ENGINE_REACHABLE_H_

#include <vector>

#include "services/engine/knowledge.h"

namespace tonus::engine {

// Returns the statuses that results or rules can give to `muscle`, in the order
// of the enum, UNKNOWN among them. Every axis is taken by itself: that a score
// is reached by the weights of the pack is not asked.
std::vector<knowledge::v1::Status> ReachableStatuses(
    const Knowledge& knowledge, const knowledge::v1::Muscle& muscle);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_REACHABLE_H_
