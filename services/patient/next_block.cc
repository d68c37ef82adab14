// SPDX-License-Identifier: Apache-2.0
#include "services/patient/next_block.h"

#include <algorithm>

#include "services/engine/measurement.h"
#include "services/patient/state_excerpts.h"

namespace tonus {

absl::CivilDay NextBlockStart(const engine::Knowledge& knowledge,
                              const storage::v1::PatientFacts& facts,
                              absl::CivilDay today) {
  const int days = knowledge.pack().graduation().easy_week().days();
  absl::CivilDay start = today;
  for (const storage::v1::LogFact& log : facts.logs()) {
    const absl::CivilDay done =
        DayIn(facts.time_zone(), engine::ToTime(log.effective_time()));
    start = std::max(start, done + days);
  }
  return start;
}

void TellEasyWeek(const engine::Knowledge& knowledge, v1::Routine* routine) {
  if (routine->sessions().empty()) return;
  const auto& easy_week = knowledge.pack().graduation().easy_week();
  v1::Session& first = *routine->mutable_sessions(0);
  v1::AppliedAdaptation& told = *first.add_adaptations();
  told.set_rule(easy_week.rule());
  told.set_side(knowledge::v1::SIDE_MIDLINE);
  told.set_reason(easy_week.reason());
  told.set_finding("the block before is over");
  first.add_advice(easy_week.reason());
}

}  // namespace tonus
