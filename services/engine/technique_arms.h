// SPDX-License-Identifier: Apache-2.0
// Which techniques may be compared for a target.

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_ARMS_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_ARMS_H_

#include <vector>

#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "services/engine/lookup.h"
#include "services/engine/wishes.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"

namespace tonus::engine {

// A technique that may be used.
struct TechniqueChoice {
  knowledge::v1::Technique technique = knowledge::v1::TECHNIQUE_UNSPECIFIED;
  // Expected score before anything is known.
  double prior = 0;
  // Time of its first exercise.
  double minutes = 0;
};

// Returns at most two of them, in the order in which they release `target`:
// those with an exercise that may be done in the first week of turns, needs no
// caution and is not disliked. What a clinician pins is alone.
std::vector<TechniqueChoice> TechniqueChoices(const Knowledge& knowledge,
                                              const Eligibility& eligibility,
                                              const Wishes& wishes,
                                              const TargetSide& target);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_ARMS_H_
