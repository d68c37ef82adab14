// SPDX-License-Identifier: Apache-2.0
#include "services/routine/return_intake.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/red_flags.h"
#include "services/error.h"
#include "services/patient/block.h"

namespace tonus {

absl::Status CheckReturn(const engine::Knowledge& knowledge,
                         const storage::v1::PatientState& state, int number,
                         absl::CivilDay today, const v1::Screening& recheck) {
  const engine::SessionAdaptation adaptation =
      AdaptationOf(knowledge, state, today).For(number, today);
  if (adaptation.check_first == nullptr ||
      !adaptation.check_first->ask_red_flags()) {
    return absl::OkStatus();
  }
  Violations violations;
  for (const engine::FlagAnswers& known :
       engine::ReadAnswers(knowledge, state.facts())) {
    const auto& flag = *known.red_flag;
    const bool is_told =
        (recheck.others_denied() && flag.recheck_group() != 0) ||
        absl::c_any_of(recheck.answers(), [&](const v1::RedFlagAnswer& answer) {
          return answer.red_flag() == flag.id();
        });
    if (!flag.asked() || is_told || known.last_answer > adaptation.last_day) {
      continue;
    }
    violations.Add("recheck.answers",
                   absl::StrCat(flag.id(),
                                " is not answered; after so long a break all "
                                "red flags are asked: answer it here or in an "
                                "assessment"));
  }
  return violations.ToStatus();
}

}  // namespace tonus
