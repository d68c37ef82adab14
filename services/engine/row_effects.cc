// SPDX-License-Identifier: Apache-2.0
#include "services/engine/row_effects.h"

namespace tonus::engine {

using knowledge::v1::AdaptationEffect;
using knowledge::v1::AdaptationRule;

int StepOf(const AdaptationRule& row) {
  for (const AdaptationEffect& effect : row.effects()) {
    if (effect.has_step()) return effect.step();
  }
  return 0;
}

const knowledge::v1::LeaveOut* LeaveOutOf(const AdaptationRule& row) {
  for (const AdaptationEffect& effect : row.effects()) {
    if (effect.has_leave_out()) return &effect.leave_out();
  }
  return nullptr;
}

bool IsForBlock(const AdaptationRule& row) {
  const knowledge::v1::LeaveOut* out = LeaveOutOf(row);
  return out != nullptr && out->sessions() == 0 && out->days() == 0;
}

}  // namespace tonus::engine
