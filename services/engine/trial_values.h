// SPDX-License-Identifier: Apache-2.0
// Values that stand for everything a test could show.

#ifndef TONUS_SERVICES_ENGINE_TRIAL_VALUES_H_
#define TONUS_SERVICES_ENGINE_TRIAL_VALUES_H_

#include <vector>

#include "tonus/knowledge/v1/test.pb.h"

namespace tonus::engine {

// Returns valid values of `test`, each once: every one of a test with few
// steps; otherwise a middle, a low and a high value of each band, and of the
// excess, first all the middles, from normal to excess. The ends matter because
// rules and side differences look at the value, not only at its band.
std::vector<double> TrialValues(const knowledge::v1::Test& test,
                                const knowledge::v1::Bands& bands);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TRIAL_VALUES_H_
