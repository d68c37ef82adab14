// SPDX-License-Identifier: Apache-2.0
#include "services/engine/planned_relief.h"

#include "absl/algorithm/container.h"
#include "services/engine/row_count.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// How many sessions the row makes relief; 0 for none.
int ReliefSessionsOf(const kv1::AdaptationRule& row) {
  for (const kv1::AdaptationEffect& effect : row.effects()) {
    if (effect.has_relief_sessions()) return effect.relief_sessions();
  }
  return 0;
}

void MarkOf(const v1::Routine& outline, BlockDone* history) {
  for (SessionDone& session : history->sessions) {
    session.planned_relief |=
        session.IsSession() &&
        absl::c_any_of(outline.sessions(), [&](const v1::Session& planned) {
          return planned.relief() && planned.number() == session.number;
        });
  }
}

}  // namespace

void MarkPlannedRelief(const Knowledge& knowledge, const v1::Routine& outline,
                       BlockDone* history) {
  MarkOf(outline, history);
  const RowCount counts(knowledge, *history);
  const int all = static_cast<int>(history->sessions.size());
  for (const kv1::AdaptationRule& row : knowledge.pack().adaptation_rules()) {
    const int sessions = ReliefSessionsOf(row);
    if (sessions == 0 || row.subject() != kv1::ADAPTATION_SUBJECT_SESSION) {
      continue;
    }
    for (int i = 0; i < all; ++i) {
      if (!counts.Judges(row, i) || counts.OfSessions(row, i).sessions.empty())
        continue;
      int left = sessions;
      for (int next = i + 1; next < all && left > 0; ++next) {
        SessionDone& session = history->sessions[next];
        if (!session.IsSession() || !session.begun) continue;
        session.planned_relief = true;
        --left;
      }
    }
  }
}

}  // namespace tonus::engine
