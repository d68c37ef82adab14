// SPDX-License-Identifier: Apache-2.0
// Red flags that rules would have raised on earlier days.

#ifndef TONUS_SERVICES_ENGINE_PAST_FLAGS_H_
#define TONUS_SERVICES_ENGINE_PAST_FLAGS_H_

#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/case.h"

namespace tonus::engine {

// How many assessments there were, and the day as of which they are read.
using Moment = std::pair<int, absl::CivilDay>;

// Returns the moments before today whose reading may raise a flag that locks,
// in order. Each is a reading of its own, so those that can not are left out.
std::vector<Moment> AlarmingMoments(const Case& the_case);

// Returns the flags that lock until they are cleared and that a rule would have
// raised before today: at every earlier assessment, and on every day on which a
// test was measured that such a rule reads. So a sign does not go away because
// its result is too old to be evidence, was replaced by a later one, or was
// measured long before it was submitted.
std::vector<RaisedFlag> FlagsOfTheirTime(const Case& the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PAST_FLAGS_H_
