// SPDX-License-Identifier: Apache-2.0
// Which of two techniques is kept.

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_DECISION_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_DECISION_H_

#include <array>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/engine/technique_arms.h"
#include "services/engine/technique_posterior.h"
#include "services/engine/technique_scores.h"

namespace tonus::engine {

// What is known after all uses.
struct TechniqueDecision {
  std::array<Posterior, 2> known;
  // That the first one is better.
  double first_better = 0;
  // 0 or 1 for the one that is kept; nullopt while none is.
  std::optional<int> kept;
  // Neither is known to be better: it is the one that takes no longer.
  bool shorter = false;
  // Positions of the sessions that led to it, in order.
  std::vector<int> sessions;
};

// Returns what `uses`, in their order, say of two `choices`. What was decided
// stands until the other one is the likelier one. Uses of other techniques are
// passed over.
TechniqueDecision DecideTechnique(
    const knowledge::v1::TechniqueLearning& learning,
    absl::Span<const TechniqueChoice> choices,
    absl::Span<const ScoredUse> uses);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_DECISION_H_
