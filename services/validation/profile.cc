// SPDX-License-Identifier: Apache-2.0
#include "services/validation/profile.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/validation/equipment.h"
#include "services/validation/number.h"
#include "services/validation/preferences.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int kMaxConditions = 50;

void CheckConditions(absl::string_view field, const v1::Profile& profile,
                     const engine::Knowledge& knowledge, absl::Time now,
                     Violations* violations) {
  CheckCount(field, profile.conditions_size(), kMaxConditions, violations);
  if (profile.conditions_size() > kMaxConditions) return;
  absl::flat_hash_set<std::string> seen;
  for (int i = 0; i < profile.conditions_size(); ++i) {
    const v1::ActiveCondition& active = profile.conditions(i);
    const std::string path = absl::StrCat(field, "[", i, "]");
    const std::string id_path = absl::StrCat(path, ".condition");
    const auto* condition = knowledge.FindCondition(active.condition());
    if (condition == nullptr) {
      violations->Add(id_path,
                      "is not a condition of the pack; GetPack lists them");
    } else if (condition->gate() == knowledge::v1::CONDITION_GATE_ENGINE) {
      violations->Add(id_path,
                      "is concluded from findings and can not be reported");
    } else if (!seen.insert(active.condition()).second) {
      violations->Add(id_path, "is listed twice");
    }
    if (active.has_since()) {
      CheckPastDate(absl::StrCat(path, ".since"), active.since(), now,
                    violations);
    }
  }
}

}  // namespace

void CheckProfile(absl::string_view field, const v1::Profile& profile,
                  const engine::Knowledge& knowledge, absl::Time now,
                  Violations* violations) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, ".", name);
  };
  if (profile.has_age_years()) {
    CheckRange(path("age_years"), profile.age_years(), 0, 130, "years",
               violations);
  }
  if (profile.has_age_date()) {
    CheckPastDate(path("age_date"), profile.age_date(), now, violations);
  }
  CheckEnum(path("sex"), profile.sex(), violations);
  if (profile.has_user_level()) {
    CheckRange(path("user_level"), profile.user_level(), 1, 5, "", violations);
  }
  CheckEquipment(path("equipment"), profile.equipment(), knowledge, violations);
  CheckConditions(path("conditions"), profile, knowledge, now, violations);
  CheckEnum(path("complaint_region"), profile.complaint_region(), violations);
  CheckPreferences(field, profile, knowledge, violations);
}

}  // namespace tonus
