// SPDX-License-Identifier: Apache-2.0
#include "services/validation/screening.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/red_flags.h"

namespace tonus {

void CheckScreening(absl::string_view field, const v1::Screening& screening,
                    const engine::Knowledge& knowledge,
                    Violations* violations) {
  // A flag is answered once, so more answers than flags are already wrong.
  const int flags = knowledge.pack().red_flags_size();
  if (screening.answers_size() > flags) {
    violations->Add(absl::StrCat(field, ".answers"),
                    absl::StrCat("must hold at most ", flags, " entries"));
    return;
  }
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < screening.answers_size(); ++i) {
    const std::string& id = screening.answers(i).red_flag();
    const std::string path = absl::StrCat(field, ".answers[", i, "].red_flag");
    const auto* flag = knowledge.FindRedFlag(id);
    if (flag == nullptr) {
      violations->Add(path,
                      "is not a red flag of the pack; GetPack lists them");
    } else if (!flag->asked()) {
      violations->Add(path, "is concluded from findings and is not asked");
    } else if (!seen.insert(id).second) {
      violations->Add(path, "is answered twice");
    }
  }
}

bool TellsClosingFlag(const v1::Screening& screening,
                      const engine::Knowledge& knowledge) {
  return absl::c_any_of(
      screening.answers(), [&knowledge](const v1::RedFlagAnswer& answer) {
        const auto* flag = knowledge.FindRedFlag(answer.red_flag());
        return answer.present() && flag != nullptr &&
               engine::LocksUntilCleared(*flag);
      });
}

void CheckRecheck(absl::string_view field, const v1::Screening& recheck,
                  const engine::Knowledge& knowledge, Violations* violations) {
  CheckScreening(field, recheck, knowledge, violations);
  if (recheck.others_denied() || TellsClosingFlag(recheck, knowledge)) return;
  absl::flat_hash_set<std::string> answered;
  for (const auto& answer : recheck.answers()) {
    answered.insert(answer.red_flag());
  }
  for (const auto& flag : knowledge.pack().red_flags()) {
    if (flag.recheck_group() == 0 || !flag.asked() ||
        answered.contains(flag.id())) {
      continue;
    }
    violations->Add(absl::StrCat(field, ".answers"),
                    absl::StrCat(flag.id(),
                                 " is not answered; answer it, or set "
                                 "others_denied when it was denied"));
  }
}

}  // namespace tonus
