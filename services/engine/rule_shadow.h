// SPDX-License-Identifier: Apache-2.0
// Which earlier rules could make a rule superfluous.

#ifndef TONUS_SERVICES_ENGINE_RULE_SHADOW_H_
#define TONUS_SERVICES_ENGINE_RULE_SHADOW_H_

#include <vector>

#include "services/engine/knowledge.h"

namespace tonus::engine {

// Whether a clause of some rule asks whether `rule` fired.
bool IsAskedFor(const Knowledge& knowledge, const knowledge::v1::Rule& rule);

// Returns the positions in RulesInOrder() of the rules before the one at
// `position` that have `effect`, as strong or stronger, wherever that one has
// it when they fire.
std::vector<int> EarlierRules(const Knowledge& knowledge, int position,
                              const knowledge::v1::Effect& effect);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RULE_SHADOW_H_
