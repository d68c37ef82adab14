// SPDX-License-Identifier: Apache-2.0
#include "services/patient/block_end.h"

#include "services/engine/breaks.h"
#include "services/engine/facts.h"
#include "services/engine/missed_sessions.h"
#include "services/engine/pauses.h"
#include "services/patient/resting_block.h"

namespace tonus {
namespace {

using storage::v1::PatientFacts;

constexpr int kBlockDays = 6 * 7;

// Sessions whose turn has passed are never done.
bool HasSessionsLeft(const engine::Knowledge& knowledge,
                     const PatientFacts& facts, const v1::Routine& block,
                     absl::CivilDay today) {
  return engine::OpenSessions(facts, block).size() >
         engine::PassedSessions(knowledge, facts, block, today).size();
}

// Time stands still in a pause, also in one whose end is not known yet.
bool HaveWeeksPassed(const PatientFacts& facts, const v1::Routine& block,
                     absl::CivilDay today) {
  const auto* pause = engine::PauseOn(facts, today);
  const absl::CivilDay day =
      pause == nullptr ? today
                       : engine::ToCivilDay(pause->pause().start_date()) - 1;
  const absl::CivilDay start = engine::ToCivilDay(block.start_date());
  return day >= start + kBlockDays + engine::PausedDays(facts, start, day);
}

}  // namespace

bool IsBlockOver(const engine::Knowledge& knowledge,
                 const storage::v1::PatientState& state, absl::CivilDay today) {
  const PatientFacts facts = FactsWithRests(state, today);
  const v1::Routine block = ShiftedOutline(state, facts);
  return !HasSessionsLeft(knowledge, facts, block, today) ||
         (HaveWeeksPassed(facts, block, today) &&
          !engine::IsTrainedOn(knowledge, facts, block, today));
}

}  // namespace tonus
