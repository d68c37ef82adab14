// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relevance.h"

#include <algorithm>

#include "services/engine/finding_table.h"

namespace tonus::engine {

namespace kv1 = knowledge::v1;

bool IsWorthKnowing(const Knowledge& knowledge, const v1::Profile& profile,
                    const v1::Interpretation& interpretation,
                    const v1::Finding& finding) {
  const kv1::Muscle& muscle = *knowledge.FindMuscle(finding.muscle());
  if (muscle.kind() != kv1::TARGET_KIND_MUSCLE ||
      finding.status() != kv1::STATUS_UNKNOWN) {
    return false;
  }
  if (profile.complaint_region() != kv1::REGION_UNSPECIFIED &&
      profile.complaint_region() == muscle.region()) {
    return true;
  }
  const auto& by = muscle.inhibited_by();
  const auto& findings = interpretation.findings();
  return std::any_of(
      findings.begin(), findings.end(), [&](const v1::Finding& other) {
        const bool here = finding.side() == kv1::SIDE_MIDLINE ||
                          other.side() == finding.side() ||
                          other.side() == kv1::SIDE_MIDLINE;
        return here && IsTight(other) &&
               std::find(by.begin(), by.end(), other.muscle()) != by.end();
      });
}

}  // namespace tonus::engine
