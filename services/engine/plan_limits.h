// SPDX-License-Identifier: Apache-2.0
// Effects of rules that limit what may be planned.

#ifndef TONUS_SERVICES_ENGINE_PLAN_LIMITS_H_
#define TONUS_SERVICES_ENGINE_PLAN_LIMITS_H_

#include "absl/strings/string_view.h"
#include "tonus/knowledge/v1/rule.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Adds the limit that `effect` sets, if it sets one. Limits only ever tighten.
// `target` stands for a target that the effect leaves to its rule.
void LimitPlan(const knowledge::v1::Effect& effect, absl::string_view rule,
               knowledge::v1::Side side, absl::string_view target,
               v1::PlanLimits* limits);

void ForbidTechnique(knowledge::v1::Technique technique,
                     v1::PlanLimits* limits);

// Lowers the highest level to `level`.
void LimitLevel(int level, v1::PlanLimits* limits);

// Makes `limits` rule out all that `further` rules out. What `further` allows,
// adds or advises is left.
void TightenLimits(const v1::PlanLimits& further, v1::PlanLimits* limits);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PLAN_LIMITS_H_
