// SPDX-License-Identifier: Apache-2.0
// Whether everything that was ever worked on is in order again.

#ifndef TONUS_SERVICES_ENGINE_IN_ORDER_AGAIN_H_
#define TONUS_SERVICES_ENGINE_IN_ORDER_AGAIN_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Returns whether each target that a decision of any assessment was for is
// normal at last and, since it was last in trouble, on two days as far apart as
// A-080 asks. Reads every assessment.
bool IsAllInOrderAgain(const Case& the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_IN_ORDER_AGAIN_H_
