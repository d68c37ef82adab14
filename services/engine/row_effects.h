// SPDX-License-Identifier: Apache-2.0
// What a row of the adaptation table does to the exercise that it judges.

#ifndef TONUS_SERVICES_ENGINE_ROW_EFFECTS_H_
#define TONUS_SERVICES_ENGINE_ROW_EFFECTS_H_

#include "tonus/knowledge/v1/adaptation.pb.h"

namespace tonus::engine {

// The step that it makes: 1, -1, or 0 for none.
int StepOf(const knowledge::v1::AdaptationRule& row);

// How it leaves the exercise out; nullptr when it does not.
const knowledge::v1::LeaveOut* LeaveOutOf(
    const knowledge::v1::AdaptationRule& row);

// Whether it leaves the exercise out for the rest of the block.
bool IsForBlock(const knowledge::v1::AdaptationRule& row);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ROW_EFFECTS_H_
