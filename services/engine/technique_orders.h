// SPDX-License-Identifier: Apache-2.0
// Which of the techniques that are compared comes first in which session.

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_ORDERS_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_ORDERS_H_

#include <optional>

#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "services/engine/lookup.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/technique_trial.pb.h"

namespace tonus::engine {

// What is known of the techniques for one target.
struct ComparedTechniques {
  const Knowledge& knowledge;
  const BlockDone& history;
  const TargetSide& target;
  const v1::TechniqueTrial& trial;
  // Position of the first session around which the person measured.
  std::optional<int> measured;
  // Position of the session after which it was decided.
  std::optional<int> decided = std::nullopt;
};

// Adds the orders of the techniques to `limits`: of sessions that were done
// what was done, then the turns, then what is better in all others. None before
// the person measured, unless it is decided.
void AddTechniqueOrders(const ComparedTechniques& of, v1::PlanLimits* limits);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_ORDERS_H_
