// SPDX-License-Identifier: Apache-2.0
// Runs the rules of the pack.

#ifndef TONUS_SERVICES_ENGINE_RULES_H_
#define TONUS_SERVICES_ENGINE_RULES_H_

#include "services/engine/case.h"
#include "tonus/knowledge/v1/rule.pb.h"

namespace tonus::engine {

// Runs the rules of `stage` in their order: one whose condition is TRUE has its
// effects, before the next one is asked. Every rule leaves a trace for each
// side for which it was considered; one that is asked of every target leaves
// one, on the side of the target, where the target has evidence or it fired.
void RunRules(knowledge::v1::RuleStage stage, Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RULES_H_
