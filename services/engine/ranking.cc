// SPDX-License-Identifier: Apache-2.0
#include "services/engine/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "services/engine/finding_table.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::RegionWeight;

namespace {

const RegionWeight& WeightOfRegion(const Knowledge& knowledge,
                                   absl::string_view muscle) {
  const knowledge::v1::Muscle* target = knowledge.FindMuscle(muscle);
  for (const RegionWeight& weight : knowledge.pack().ranking().regions()) {
    if (target != nullptr && weight.region() == target->region()) return weight;
  }
  return RegionWeight::default_instance();
}

double SeverityOf(const v1::Finding& finding) {
  double severity = finding.severity();
  if (finding.status() == knowledge::v1::STATUS_TIGHT_AND_WEAK) {
    for (const v1::AxisReading& axis : finding.axes()) {
      severity = std::max(severity, axis.severity());
    }
  }
  return severity;
}

}  // namespace

double OneDecimal(double value) { return std::round(value * 10) / 10; }

Ranking::Ranking(const Knowledge& knowledge, const v1::Profile& profile,
                 const v1::History& history,
                 const std::vector<v1::DetectedSyndrome>& syndromes)
    : knowledge_(knowledge),
      profile_(profile),
      goal_muscles_(history.goal_muscles().begin(),
                    history.goal_muscles().end()) {
  for (const v1::DetectedSyndrome& syndrome : syndromes) {
    syndrome_members_.insert(syndrome.members().begin(),
                             syndrome.members().end());
  }
}

v1::PriorityFactors Ranking::Prioritise(const v1::Finding& finding) const {
  const auto& constants = knowledge_.pack().ranking();
  const RegionWeight& region = WeightOfRegion(knowledge_, finding.muscle());
  const knowledge::v1::Muscle* target = knowledge_.FindMuscle(finding.muscle());
  const bool tight = IsTight(finding);
  const bool stiff = finding.status() == knowledge::v1::STATUS_STIFF;

  v1::PriorityFactors factors;
  factors.set_severity(SeverityOf(finding));
  factors.set_confidence(finding.confidence());
  factors.set_region(tight && region.has_tight_weight() ? region.tight_weight()
                     : stiff && region.has_stiff_weight()
                         ? region.stiff_weight()
                         : region.weight());
  const bool member = !stiff && syndrome_members_.contains(TargetKey(
                                    finding.muscle(), finding.side()));
  factors.set_syndrome(member ? constants.syndrome_factor() : 1);
  factors.set_asymmetry(
      HasQualifier(finding, knowledge::v1::QUALIFIER_ASYMMETRIC)
          ? constants.asymmetry_factor()
          : 1);
  factors.set_goal(
      goal_muscles_.contains(finding.muscle()) ? constants.goal_factor() : 1);
  const bool complaint =
      profile_.complaint_region() != knowledge::v1::REGION_UNSPECIFIED &&
      target != nullptr && target->region() == profile_.complaint_region() &&
      !(tight && region.no_complaint_factor_for_tightness());
  factors.set_complaint(complaint ? constants.complaint_factor() : 1);
  factors.set_priority(OneDecimal(100 * factors.severity() *
                                  factors.confidence() * factors.region() *
                                  factors.syndrome() * factors.asymmetry() *
                                  factors.goal() * factors.complaint()));
  return factors;
}

double Ranking::PairScore(const v1::PriorityFactors& tight,
                          const v1::PriorityFactors& weak) const {
  return OneDecimal(tight.priority() +
                    knowledge_.pack().ranking().partner_share() *
                        weak.priority());
}

void SortByRank(std::vector<RankedDecision>* decisions) {
  const auto key = [](const RankedDecision& ranked) {
    return std::make_tuple(ranked.group, -ranked.decision.score(), ranked.level,
                           ranked.weak, -ranked.confidence, ranked.region_order,
                           absl::string_view(ranked.decision.id()));
  };
  // Decisions are large, so their keys are sorted first.
  std::vector<std::pair<decltype(key(decisions->front())), size_t>> order;
  order.reserve(decisions->size());
  for (const RankedDecision& ranked : *decisions) {
    order.emplace_back(key(ranked), order.size());
  }
  std::sort(order.begin(), order.end());
  std::vector<RankedDecision> sorted;
  sorted.reserve(decisions->size());
  for (const auto& [ignored, position] : order) {
    sorted.push_back(std::move((*decisions)[position]));
  }
  *decisions = std::move(sorted);
}

int RegionTieOrder(const Knowledge& knowledge, absl::string_view muscle) {
  const int order = WeightOfRegion(knowledge, muscle).tie_order();
  return order == 0 ? std::numeric_limits<int>::max() : order;
}

}  // namespace tonus::engine
