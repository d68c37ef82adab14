// SPDX-License-Identifier: Apache-2.0
// The activations of a block begin soon after its release.

#ifndef TONUS_SERVICES_ENGINE_BLOCK_TIME_H_
#define TONUS_SERVICES_ENGINE_BLOCK_TIME_H_

#include <vector>

#include "services/engine/knowledge.h"
#include "services/engine/session_unit.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Takes out of `activations`, which are by score, what can not begin in time in
// whatever order they are done, and returns it. The first one, which can always
// begin at once, stays, and the others take turns by `turn`, from 1.
// What fits beside the first in no order has every other turn in its place.
std::vector<v1::SessionItem> TakeLate(
    const Knowledge& knowledge, int turn,
    std::vector<v1::SessionItem>* activations);

// Why the session leaves out what was taken: the release of `muscle` is over
// too long by then.
std::string WhyLate(const Knowledge& knowledge, const std::string& muscle);

// Puts last in `block` the activation of the lowest score that lets all begin
// in time, if there is one; the others keep their order.
void PutInTime(const Knowledge& knowledge, Unit* block);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_BLOCK_TIME_H_
