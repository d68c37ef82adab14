// SPDX-License-Identifier: Apache-2.0
#include "services/routine/return_intake.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/progress.h"
#include "services/engine/red_flags.h"
#include "services/error.h"
#include "services/patient/block.h"

namespace tonus {

namespace {

// What is found out before session `number`, or before a relief run for 0.
engine::SessionAdaptation FoundOutBefore(const engine::Knowledge& knowledge,
                                         const storage::v1::PatientState& state,
                                         int number, absl::CivilDay today) {
  const engine::Adaptation adaptation = AdaptationOf(knowledge, state, today);
  const int next = engine::NextSession(state.facts(), state.outline());
  if (next > 0) {
    engine::SessionAdaptation first = adaptation.For(next, today);
    // It does not wait for the session that comes next by its number.
    if (first.check_at_once) return first;
  }
  return number > 0 ? adaptation.For(number, today)
                    : engine::SessionAdaptation();
}

// The last day of which an answer says too little: that of the last session, or
// one that is as long ago as a long break lasts.
absl::CivilDay AnsweredAfter(const engine::Knowledge& knowledge,
                             const engine::SessionAdaptation& adaptation,
                             absl::CivilDay today) {
  absl::CivilDay day = adaptation.last_day;
  for (const auto& row : knowledge.pack().adaptation_rules()) {
    if (row.rule() == adaptation.check_rule &&
        row.when().has_min_break_days()) {
      day = std::max(day, today - row.when().min_break_days());
    }
  }
  return day;
}

}  // namespace

absl::Status CheckReturn(const engine::Knowledge& knowledge,
                         const storage::v1::PatientState& state, int number,
                         absl::CivilDay today, const v1::Screening& recheck) {
  const engine::SessionAdaptation adaptation =
      FoundOutBefore(knowledge, state, number, today);
  if (adaptation.check_first == nullptr ||
      !adaptation.check_first->ask_red_flags()) {
    return absl::OkStatus();
  }
  const absl::CivilDay since = AnsweredAfter(knowledge, adaptation, today);
  Violations violations;
  for (const engine::FlagAnswers& known :
       engine::ReadAnswers(knowledge, state.facts())) {
    const auto& flag = *known.red_flag;
    const bool is_told =
        (recheck.others_denied() && flag.recheck_group() != 0) ||
        absl::c_any_of(recheck.answers(), [&](const v1::RedFlagAnswer& answer) {
          return answer.red_flag() == flag.id();
        });
    if (!flag.asked() || is_told || known.last_answer > since) {
      continue;
    }
    violations.Add("recheck.answers",
                   absl::StrCat(flag.id(),
                                " is not answered; all red flags are asked "
                                "now (",
                                adaptation.check_rule,
                                "): answer it here or in an assessment"));
  }
  return violations.ToStatus();
}

}  // namespace tonus
