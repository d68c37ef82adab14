// SPDX-License-Identifier: Apache-2.0
// What a rule that fired does to a case.

#ifndef TONUS_SERVICES_ENGINE_EFFECT_H_
#define TONUS_SERVICES_ENGINE_EFFECT_H_

#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/clause.h"
#include "tonus/knowledge/v1/rule.pb.h"

namespace tonus::engine {

// Carries out one effect of `rule`, which fired from `viewpoint`; `newest` is
// the day of the newest fact that it saw. Effects on a target of a rule without
// a side hold for both sides; a midline target has only one.
void Apply(const knowledge::v1::Effect& effect, const knowledge::v1::Rule& rule,
           const Viewpoint& viewpoint, absl::CivilDay newest, Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_EFFECT_H_
