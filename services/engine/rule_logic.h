// SPDX-License-Identifier: Apache-2.0
// Whether the rules of a pack can make a difference.

#ifndef TONUS_SERVICES_ENGINE_RULE_LOGIC_H_
#define TONUS_SERVICES_ENGINE_RULE_LOGIC_H_

#include "services/engine/complaint.h"
#include "services/engine/knowledge.h"
#include "services/engine/stop.h"

namespace tonus::engine {

// Returns a complaint for
//  - every rule whose condition can not be TRUE, or not be FALSE;
//  - every health condition that only rules set and none can, and every one
//    that rules set for everybody;
//  - every rule that is shadowed for ever: no clause asks whether it fired, and
//    whenever it fires, each of its effects was had before by an earlier rule,
//    as strong or stronger. Where the order of effects matters (a forced
//    status, dropped evidence, a direction), only without another such effect
//    between the two;
//  - every one of these questions that the search had to leave undecided;
//  - every entry of accepted_complaints that accepts nothing.
// Accepted complaints are left out.
Complaints CheckRuleLogic(const Knowledge& knowledge,
                          const Stop& stop = NeverStop);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RULE_LOGIC_H_
