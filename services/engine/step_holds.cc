// SPDX-License-Identifier: Apache-2.0
#include "services/engine/step_holds.h"

#include <limits>

#include "absl/algorithm/container.h"
#include "services/engine/logged_match.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using kv1::AdaptationRule;

const kv1::Hold* HoldOf(const AdaptationRule& row) {
  for (const kv1::AdaptationEffect& effect : row.effects()) {
    if (effect.has_hold()) return &effect.hold();
  }
  return nullptr;
}

}  // namespace

StepHolds::StepHolds(const Knowledge& knowledge, const BlockDone& block,
                     const RowCount& counts)
    : block_(block), counts_(counts) {
  for (const AdaptationRule& row : knowledge.pack().adaptation_rules()) {
    if (const kv1::Hold* hold = HoldOf(row)) AddAll(row, *hold);
  }
}

// Those of the session itself, and of so many that were done after it.
void StepHolds::Add(const kv1::Hold& hold, int position) {
  int left = hold.sessions();
  int to = position;
  while (left > 0 && ++to < static_cast<int>(block_.sessions.size())) {
    const SessionDone& session = block_.sessions[to];
    if (session.IsSession() && session.begun) --left;
  }
  held_.push_back(
      {&hold, position, left > 0 ? std::numeric_limits<int>::max() : to});
}

void StepHolds::AddAll(const AdaptationRule& row, const kv1::Hold& hold) {
  switch (row.subject()) {
    case kv1::ADAPTATION_SUBJECT_WEEK:
      for (const WeekTrained& week : block_.weeks_trained) {
        if (Matches(row.when(), week)) Add(hold, week.position);
      }
      return;
    case kv1::ADAPTATION_SUBJECT_BREAK:
      for (const BreakTaken& taken : block_.breaks) {
        if (Matches(row.when(), taken)) Add(hold, taken.position);
      }
      return;
    case kv1::ADAPTATION_SUBJECT_SESSION:
      for (int i = 0; i < static_cast<int>(block_.sessions.size()); ++i) {
        if (counts_.Judges(row, i) &&
            !counts_.OfSessions(row, i).sessions.empty()) {
          Add(hold, i);
        }
      }
      return;
    default:
      return;
  }
}

bool StepHolds::IsHeld(const AdaptationRule& row, int position) const {
  return absl::c_any_of(held_, [&](const Held& held) {
    return held.from <= position && position <= held.to &&
           counts_.BlockAt(held.from) == counts_.BlockAt(position) &&
           !absl::c_linear_search(held.hold->but_rules(), row.rule());
  });
}

}  // namespace tonus::engine
