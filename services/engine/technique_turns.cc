// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_turns.h"

namespace tonus::engine {

std::optional<int> TurnOfSession(const Knowledge& knowledge, int number) {
  const auto& learning = knowledge.pack().technique_learning();
  const auto& weeks = knowledge.pack().week_shapes();
  const int week = knowledge.WeekOfSession(number).week();
  if (learning.turns().empty() || week < learning.first_week() ||
      week > learning.last_week()) {
    return std::nullopt;
  }
  const int after = week - learning.first_week();
  const int begins = week - after % learning.weeks_together();
  for (const auto& shape : weeks) {
    if (shape.week() != begins) continue;
    const int in_block = (number - 1) % weeks[weeks.size() - 1].last_session();
    const int place = in_block + 1 - shape.first_session();
    return learning.turns(place % learning.turns_size()) - 1;
  }
  return std::nullopt;
}

}  // namespace tonus::engine
