// SPDX-License-Identifier: Apache-2.0
// Which tests of a set a person repeats.

#ifndef TONUS_SERVICES_ENGINE_RETEST_SET_H_
#define TONUS_SERVICES_ENGINE_RETEST_SET_H_

#include <string>
#include <vector>

#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the tests of `set` in order, each once: for one that needs a
// forbidden tag what stands for it, or nothing.
std::vector<std::string> TestsToRepeat(const Knowledge& knowledge,
                                       const v1::Interpretation& interpretation,
                                       const knowledge::v1::RetestSet& set);

// Returns the retest with the tests of the set of that id, its session not set;
// one without tests where the pack has no such set.
v1::Retest RetestOf(const Knowledge& knowledge,
                    const v1::Interpretation& interpretation,
                    const std::string& set);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RETEST_SET_H_
