// SPDX-License-Identifier: Apache-2.0
// Red flags that rules would have raised on earlier days.

#ifndef TONUS_SERVICES_ENGINE_PAST_FLAGS_H_
#define TONUS_SERVICES_ENGINE_PAST_FLAGS_H_

#include <vector>

#include "services/engine/case.h"

namespace tonus::engine {

// Returns the flags that lock until they are cleared and that a rule would have
// raised before today: at every earlier assessment, and on every day on which a
// test was measured that such a rule reads. So a sign does not go away because
// its result is too old to be evidence, was replaced by a later one, or was
// measured long before it was submitted.
std::vector<RaisedFlag> FlagsOfTheirTime(const Case& the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PAST_FLAGS_H_
