// SPDX-License-Identifier: Apache-2.0
// Which finding matters more.

#ifndef TONUS_SERVICES_ENGINE_RANKING_H_
#define TONUS_SERVICES_ENGINE_RANKING_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/assessment.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::engine {

// `value` rounded to one decimal, halves away from zero.
double OneDecimal(double value);

// Computes priorities. What it is made from must outlive it.
class Ranking {
 public:
  Ranking(const Knowledge& knowledge, const v1::Profile& profile,
          const v1::History& history,
          const std::vector<v1::DetectedSyndrome>& syndromes);

  // Returns P = 100 * Sev * C * Rg * Syn * Asy * Goal * Pain (R-600 to R-603,
  // R-606) and its factors.
  v1::PriorityFactors Prioritise(const v1::Finding& finding) const;

  // Returns the score of a pair.
  double PairScore(const v1::PriorityFactors& tight,
                   const v1::PriorityFactors& weak) const;

 private:
  const Knowledge& knowledge_;
  const v1::Profile& profile_;
  absl::flat_hash_set<std::string> goal_muscles_;
  absl::flat_hash_set<std::string> syndrome_members_;
};

// A decision with what orders it among those of its score.
struct RankedDecision {
  v1::Decision decision;
  // 0 for nerves, 1 for what a rule puts first, 2 for the scored, 3 for those
  // that do nothing.
  int group = 3;
  // Level of the easiest exercise for it.
  int level = 0;
  // False when tight.
  bool weak = false;
  double confidence = 0;
  // Position of the region in ties.
  int region_order = 0;
};

// Orders by group, score, and then as ties are broken.
void SortByRank(std::vector<RankedDecision>* decisions);

// Position of the region of `muscle` in ties; regions without one come last.
int RegionTieOrder(const Knowledge& knowledge, absl::string_view muscle);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RANKING_H_
