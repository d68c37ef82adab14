// SPDX-License-Identifier: Apache-2.0
// What the rows that decide ask of a finding and of what stands beside it.

#ifndef TONUS_SERVICES_ENGINE_FINDING_TRAITS_H_
#define TONUS_SERVICES_ENGINE_FINDING_TRAITS_H_

#include <vector>

#include "services/engine/finding_table.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/decision_rule.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Returns what keeps `finding` of `muscle` from being released, or nullptr.
const knowledge::v1::ReleaseBarrier* BarrierTo(
    const Knowledge& knowledge, const knowledge::v1::Muscle& muscle,
    const v1::Finding& finding);

// Returns the word of a retest that the target of `finding` is maintained on
// `axis`, or nullptr.
const v1::MaintainedTarget* MaintenanceOf(const v1::PlanLimits& limits,
                                          const v1::Finding& finding,
                                          knowledge::v1::Axis axis);

// The side opposite to `side`; MIDLINE for the midline.
knowledge::v1::Side OtherSide(knowledge::v1::Side side);

// Answers for the findings of one interpretation. What it is made from must
// outlive it unchanged.
class FindingTraits {
 public:
  FindingTraits(const Knowledge& knowledge, const v1::PlanLimits& limits,
                const FindingTable& findings)
      : knowledge_(knowledge), limits_(limits), findings_(findings) {}

  // Whether `trait` holds for `finding` of `muscle`.
  bool Holds(const knowledge::v1::FindingTrait& trait,
             const knowledge::v1::Muscle& muscle,
             const v1::Finding& finding) const;

  // Returns the rule's word that `technique` is not used for `finding` of
  // `muscle`, or nullptr.
  const v1::TargetTechniqueLimit* LimitOn(knowledge::v1::Technique technique,
                                          const knowledge::v1::Muscle& muscle,
                                          const v1::Finding& finding) const;

  // The weak muscles that `muscle` inhibits on the side of `finding`.
  std::vector<const v1::Finding*> WeakPartners(
      const knowledge::v1::Muscle& muscle, const v1::Finding& finding) const;

 private:
  bool HasTightInhibitor(const knowledge::v1::Muscle& muscle,
                         const v1::Finding& finding) const;
  bool NeedsGrant(const knowledge::v1::Muscle& muscle) const;
  bool HasExercise(const knowledge::v1::Muscle& muscle,
                   knowledge::v1::Technique technique) const;
  bool IsOtherSideFree(const knowledge::v1::Muscle& muscle,
                       const v1::Finding& finding) const;

  const Knowledge& knowledge_;
  const v1::PlanLimits& limits_;
  const FindingTable& findings_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FINDING_TRAITS_H_
