// SPDX-License-Identifier: Apache-2.0
#include "services/engine/finding_traits.h"

#include <string>

#include "absl/algorithm/container.h"
#include "services/engine/finding.h"
#include "services/engine/lookup.h"

namespace tonus::engine {

using knowledge::v1::FindingTrait;
using knowledge::v1::Muscle;
using v1::Finding;

namespace {

// Whether a trait that the finding alone decides holds; no other does.
bool HoldsAlone(const FindingTrait& trait, const Muscle& muscle,
                const Finding& finding) {
  switch (trait.kind_case()) {
    case FindingTrait::kQualifier:
      return HasQualifier(finding, trait.qualifier());
    case FindingTrait::kReleasePreference:
      return muscle.release_preference() == trait.release_preference();
    case FindingTrait::kTargetKind:
      return muscle.kind() == trait.target_kind();
    case FindingTrait::kEvidence:
      return !finding.evidence().empty();
    case FindingTrait::kQualified:
      return !finding.qualifiers().empty();
    case FindingTrait::kUnmeasuredAxis:
      return StateOf(finding, trait.unmeasured_axis()) ==
             v1::AxisReading::STATE_UNKNOWN;
    case FindingTrait::kPositiveAxis:
      return StateOf(finding, trait.positive_axis()) ==
             v1::AxisReading::STATE_POSITIVE;
    case FindingTrait::kUnsettledAxis:
      return StateOf(finding, trait.unsettled_axis()) ==
             v1::AxisReading::STATE_INDETERMINATE;
    default:
      return false;
  }
}

}  // namespace

const knowledge::v1::ReleaseBarrier* BarrierTo(const Knowledge& knowledge,
                                               const Muscle& muscle,
                                               const Finding& finding) {
  for (const auto& barrier : knowledge.pack().release_barriers()) {
    if (HoldsAlone(barrier.trait(), muscle, finding)) return &barrier;
  }
  return nullptr;
}

const v1::MaintainedTarget* MaintenanceOf(const v1::PlanLimits& limits,
                                          const Finding& finding,
                                          knowledge::v1::Axis axis) {
  const auto& targets = limits.maintained_targets();
  const auto found =
      absl::c_find_if(targets, [&](const v1::MaintainedTarget& target) {
        return target.muscle() == finding.muscle() &&
               target.side() == finding.side() && target.axis() == axis;
      });
  return found == targets.end() ? nullptr : &*found;
}

knowledge::v1::Side OtherSide(knowledge::v1::Side side) {
  switch (side) {
    case knowledge::v1::SIDE_LEFT:
      return knowledge::v1::SIDE_RIGHT;
    case knowledge::v1::SIDE_RIGHT:
      return knowledge::v1::SIDE_LEFT;
    default:
      return side;
  }
}

bool FindingTraits::Holds(const FindingTrait& trait, const Muscle& muscle,
                          const Finding& finding) const {
  switch (trait.kind_case()) {
    case FindingTrait::kReleaseBarrier:
      return BarrierTo(knowledge_, muscle, finding) != nullptr;
    case FindingTrait::kWeakPartner:
      return !WeakPartners(muscle, finding).empty();
    case FindingTrait::kTightInhibitor:
      return HasTightInhibitor(muscle, finding);
    case FindingTrait::kNeedsGrant:
      return NeedsGrant(muscle);
    case FindingTrait::kForbiddenTechnique:
      return absl::c_linear_search(limits_.forbidden_techniques(),
                                   trait.forbidden_technique());
    case FindingTrait::kForbiddenForTarget:
      return LimitOn(trait.forbidden_for_target(), muscle, finding) != nullptr;
    case FindingTrait::kExercise:
      return HasExercise(muscle, trait.exercise());
    case FindingTrait::kOtherSideNotTight:
      return IsOtherSideFree(muscle, finding);
    case FindingTrait::kMaintainedAxis:
      return MaintenanceOf(limits_, finding, trait.maintained_axis()) !=
             nullptr;
    default:
      return HoldsAlone(trait, muscle, finding);
  }
}

const v1::TargetTechniqueLimit* FindingTraits::LimitOn(
    knowledge::v1::Technique technique, const Muscle& muscle,
    const Finding& finding) const {
  const auto& limits = limits_.forbidden_target_techniques();
  const auto found =
      absl::c_find_if(limits, [&](const v1::TargetTechniqueLimit& limit) {
        return limit.technique() == technique &&
               limit.muscle() == muscle.id() &&
               (limit.side() == finding.side() ||
                limit.side() == knowledge::v1::SIDE_MIDLINE ||
                finding.side() == knowledge::v1::SIDE_MIDLINE);
      });
  return found == limits.end() ? nullptr : &*found;
}

std::vector<const Finding*> FindingTraits::WeakPartners(
    const Muscle& muscle, const Finding& finding) const {
  std::vector<const Finding*> partners;
  for (const std::string& partner : muscle.inhibits()) {
    for (const Finding* weak :
         findings_.Touched(knowledge_, partner, finding.side())) {
      if (weak->status() == knowledge::v1::STATUS_WEAK) {
        partners.push_back(weak);
      }
    }
  }
  return partners;
}

bool FindingTraits::HasTightInhibitor(const Muscle& muscle,
                                      const Finding& finding) const {
  return absl::c_any_of(muscle.inhibited_by(), [&](const std::string& id) {
    const Muscle* inhibitor = knowledge_.FindMuscle(id);
    if (inhibitor == nullptr) return false;
    return absl::c_any_of(findings_.Touched(knowledge_, id, finding.side()),
                          [&](const Finding* tight) {
                            return IsTight(*tight) &&
                                   BarrierTo(knowledge_, *inhibitor, *tight) ==
                                       nullptr;
                          });
  });
}

bool FindingTraits::NeedsGrant(const Muscle& muscle) const {
  return knowledge_.lookup().NeedsGrant(muscle.id()) &&
         absl::c_none_of(limits_.allowed_target_techniques(),
                         [&](const v1::TargetTechniqueLimit& limit) {
                           return limit.muscle() == muscle.id();
                         });
}

bool FindingTraits::HasExercise(const Muscle& muscle,
                                knowledge::v1::Technique technique) const {
  return absl::c_any_of(knowledge_.ExercisesFor(muscle.id()),
                        [&](const knowledge::v1::Exercise* exercise) {
                          return exercise->technique() == technique;
                        });
}

bool FindingTraits::IsOtherSideFree(const Muscle& muscle,
                                    const Finding& finding) const {
  return muscle.laterality() == knowledge::v1::LATERALITY_BILATERAL &&
         !IsTight(findings_.Find(muscle.id(), OtherSide(finding.side())));
}

}  // namespace tonus::engine
