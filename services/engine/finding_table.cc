// SPDX-License-Identifier: Apache-2.0
#include "services/engine/finding_table.h"

namespace tonus::engine {

using knowledge::v1::Side;

namespace {

const v1::Finding& UnknownFinding() {
  static const v1::Finding* const kUnknown = [] {
    auto* finding = new v1::Finding;
    finding->set_status(knowledge::v1::STATUS_UNKNOWN);
    return finding;
  }();
  return *kUnknown;
}

}  // namespace

bool IsTight(const v1::Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_TIGHT ||
         finding.status() == knowledge::v1::STATUS_TIGHT_AND_WEAK;
}

bool IsWeak(const v1::Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_WEAK ||
         finding.status() == knowledge::v1::STATUS_TIGHT_AND_WEAK;
}

FindingTable::FindingTable(const v1::Interpretation& interpretation) {
  by_target_.reserve(interpretation.findings_size());
  for (const v1::Finding& finding : interpretation.findings()) {
    by_target_.try_emplace({finding.muscle(), finding.side()}, &finding);
  }
}

const v1::Finding& FindingTable::Find(absl::string_view muscle,
                                      Side side) const {
  const auto found = by_target_.find({muscle, side});
  return found == by_target_.end() ? UnknownFinding() : *found->second;
}

std::vector<const v1::Finding*> FindingTable::Touched(
    const Knowledge& knowledge, absl::string_view muscle, Side side) const {
  const knowledge::v1::Muscle* target = knowledge.FindMuscle(muscle);
  if (target == nullptr) return {};
  if (target->laterality() == knowledge::v1::LATERALITY_MIDLINE) {
    return {&Find(muscle, knowledge::v1::SIDE_MIDLINE)};
  }
  if (side == knowledge::v1::SIDE_MIDLINE) {
    return {&Find(muscle, knowledge::v1::SIDE_LEFT),
            &Find(muscle, knowledge::v1::SIDE_RIGHT)};
  }
  return {&Find(muscle, side)};
}

}  // namespace tonus::engine
