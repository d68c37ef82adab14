// SPDX-License-Identifier: Apache-2.0
// Less of everything at the end of a block.

#ifndef TONUS_SERVICES_ENGINE_TAPER_H_
#define TONUS_SERVICES_ENGINE_TAPER_H_

#include <vector>

#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Takes about `percent` percent off the volume of `doses`, those of the sides
// of `exercise`: of the middle of what may be done, first off its upper end.
// Sets may go below the range of the exercise, nothing else does; where nothing
// within it comes nearer, the dose stays. The worse side keeps twice the sets
// . Self-massage, which its shortest time rules, stays.
void TaperDoses(const knowledge::v1::Exercise& exercise, int percent,
                std::vector<v1::Dose>* doses);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TAPER_H_
