// SPDX-License-Identifier: Apache-2.0
#include "services/engine/treated_sides.h"

namespace tonus::engine {

TreatedSides::Treatment TreatedSides::TreatmentOf(
    knowledge::v1::DecisionAction action) {
  switch (action) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
    case knowledge::v1::DECISION_ACTION_MOBILISE:
      return Treatment::kRelease;
    case knowledge::v1::DECISION_ACTION_ACTIVATE:
    case knowledge::v1::DECISION_ACTION_STRENGTHEN_SHORTENED:
      return Treatment::kTraining;
    default:
      return Treatment::kNone;
  }
}

void TreatedSides::Add(const v1::Decision& decision) {
  const Treatment treatment = TreatmentOf(decision.action());
  if (treatment == Treatment::kNone) return;
  sides_[{treatment, decision.muscle()}].insert(decision.side());
  if (!decision.partner().empty()) {
    sides_[{Treatment::kTraining, decision.partner()}].insert(
        decision.partner_side());
  }
}

bool TreatedSides::LeaveSideOf(const v1::Decision& decision) const {
  const auto treated =
      sides_.find({TreatmentOf(decision.action()), decision.muscle()});
  return treated != sides_.end() && !treated->second.contains(decision.side());
}

}  // namespace tonus::engine
