// SPDX-License-Identifier: Apache-2.0
// Values that stand for everything a test could show.

#ifndef TONUS_SERVICES_ENGINE_TRIAL_VALUES_H_
#define TONUS_SERVICES_ENGINE_TRIAL_VALUES_H_

#include <vector>

#include "tonus/knowledge/v1/test.pb.h"

namespace tonus::engine {

// Returns valid values of `test`, each once: every one of a test with few
// steps; otherwise one out of the middle of each band, from normal to abnormal,
// and of the excess. With `ends` also a low and a high one of each, for a test
// whose value is looked at beside its band.
std::vector<double> TrialValues(const knowledge::v1::Test& test,
                                const knowledge::v1::Bands& bands, bool ends);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TRIAL_VALUES_H_
