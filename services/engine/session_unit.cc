// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_unit.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/string_view.h"

namespace tonus::engine {

namespace {

// Whether the score decides before the level.
bool ByScore(Stage stage) {
  return stage == Stage::kBlock || stage == Stage::kRelease;
}

}  // namespace

Stage StageOf(const knowledge::v1::Exercise& exercise) {
  switch (exercise.technique()) {
    case knowledge::v1::TECHNIQUE_ACTIVATION:
      return Stage::kActivation;
    case knowledge::v1::TECHNIQUE_STABILITY:
      return Stage::kStability;
    case knowledge::v1::TECHNIQUE_STRENGTH:
      return Stage::kStrength;
    case knowledge::v1::TECHNIQUE_BREATHING:
      return Stage::kBreathing;
    case knowledge::v1::TECHNIQUE_NEURAL_FLOSS:
      return Stage::kFloss;
    case knowledge::v1::TECHNIQUE_AEROBIC:
      return Stage::kWalk;
    default:
      return Stage::kMobility;
  }
}

knowledge::v1::Slot LooseSlot(const knowledge::v1::Exercise& exercise) {
  switch (exercise.technique()) {
    case knowledge::v1::TECHNIQUE_STATIC_STRETCH:
    case knowledge::v1::TECHNIQUE_PNF:
    case knowledge::v1::TECHNIQUE_DECOMPRESSION:
    case knowledge::v1::TECHNIQUE_AEROBIC:
      return knowledge::v1::SLOT_POST;
    case knowledge::v1::TECHNIQUE_NEURAL_FLOSS:
      return knowledge::v1::SLOT_MICRO;
    case knowledge::v1::TECHNIQUE_BREATHING:
    case knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY:
    case knowledge::v1::TECHNIQUE_SMR:
      return knowledge::v1::SLOT_PRE;
    default:
      return knowledge::v1::SLOT_INTRA;
  }
}

Stage LooseStage(const knowledge::v1::Exercise& exercise) {
  const Stage stage = StageOf(exercise);
  return stage != Stage::kWalk &&
                 LooseSlot(exercise) == knowledge::v1::SLOT_POST
             ? Stage::kPost
             : stage;
}

std::vector<v1::SessionItem> InOrder(std::vector<Unit> units) {
  const auto key = [](const Unit& unit) {
    const bool by_score = ByScore(unit.stage);
    return std::make_tuple(unit.stage, unit.lumbar, by_score ? 0 : unit.level,
                           -unit.score,
                           absl::string_view(unit.items.front().exercise()));
  };
  std::stable_sort(
      units.begin(), units.end(),
      [&](const Unit& a, const Unit& b) { return key(a) < key(b); });
  std::vector<v1::SessionItem> items;
  int block = 0;
  for (Unit& unit : units) {
    if (unit.stage == Stage::kBlock) ++block;
    for (v1::SessionItem& item : unit.items) {
      item.set_order(static_cast<int>(items.size()) + 1);
      item.set_block(unit.stage == Stage::kBlock ? block : 0);
      items.push_back(std::move(item));
    }
  }
  return items;
}

}  // namespace tonus::engine
