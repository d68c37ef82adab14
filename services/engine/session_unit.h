// SPDX-License-Identifier: Apache-2.0
// The pieces a session is filled with: items that stay together.

#ifndef TONUS_SERVICES_ENGINE_SESSION_UNIT_H_
#define TONUS_SERVICES_ENGINE_SESSION_UNIT_H_

#include <string>
#include <vector>

#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Parts of a session in the order in which they are done.
enum class Stage {
  kWarmUp,
  kBreathing,
  kFloss,
  kMobility,
  kBlock,
  kRelease,
  kActivation,
  kStability,
  kStrength,
  kPost,
  kWalk,
};

// The stage of an exercise that belongs to no block.
Stage StageOf(const knowledge::v1::Exercise& exercise);

// Where an exercise stands that belongs to no block and that no finding asks
// for: stretches last. Its stage agrees with that.
knowledge::v1::Slot LooseSlot(const knowledge::v1::Exercise& exercise);
Stage LooseStage(const knowledge::v1::Exercise& exercise);

// Items that are taken or left together and stand next to each other.
struct Unit {
  Stage stage = Stage::kActivation;
  // Priority of what it serves; 0 when it serves no finding.
  double score = 0;
  // Level of its hardest exercise.
  int level = 0;
  // True for the low back, which comes after hips and upper back.
  bool lumbar = false;
  std::vector<v1::SessionItem> items;
  // Whether it adds time under stretch after the main part.
  bool post_stretch = false;
  // So many items at the end may be left out one by one.
  int optional_tail = 0;
  // What is told to be left out where the unit is taken.
  std::vector<v1::Dropped> left_out;
};

// Returns the items of `units` as they are done: by stage; blocks and releases
// hips and upper back first, then by score; the rest by level, score, id.
// Blocks and items are numbered.
std::vector<v1::SessionItem> InOrder(std::vector<Unit> units);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SESSION_UNIT_H_
