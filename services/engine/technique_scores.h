// SPDX-License-Identifier: Apache-2.0
// What each use of a technique was worth, by what the person measured alone
// around the sessions.

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_SCORES_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_SCORES_H_

#include <optional>
#include <vector>

#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "services/engine/lookup.h"
#include "tonus/knowledge/v1/technique_learning.pb.h"
#include "tonus/knowledge/v1/test.pb.h"

namespace tonus::engine {

// With what a person measures a target alone.
struct SelfMeasure {
  const knowledge::v1::Test* test = nullptr;
  knowledge::v1::Side side = knowledge::v1::SIDE_MIDLINE;
};

// Returns the test of the length of `target` with the most weight that a person
// can take alone at home and whose error is known; nullopt when there is none.
std::optional<SelfMeasure> SelfMeasureOf(const Knowledge& knowledge,
                                         const TargetSide& target);

// A use that was scored.
struct ScoredUse {
  // Position in BlockDone::sessions.
  int session = 0;
  knowledge::v1::Technique technique = knowledge::v1::TECHNIQUE_UNSPECIFIED;
  double score = 0;
};

// Returns the uses on `target` in the order of the sessions. Two sessions make
// a score: the values right before and right after the one, and that right
// before the next one at about the same time of the day. A use that did harm
// has its score without them.
std::vector<ScoredUse> ReadScoredUses(const Knowledge& knowledge,
                                      const BlockDone& history,
                                      const TargetSide& target,
                                      const SelfMeasure& measure);

// Returns the position of the first session of the last `days` days before
// `today` around which the person took `measure`; nullopt when there is none.
std::optional<int> FirstMeasured(const BlockDone& history,
                                 const SelfMeasure& measure,
                                 absl::CivilDay today, int days);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_SCORES_H_
