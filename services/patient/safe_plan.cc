// SPDX-License-Identifier: Apache-2.0
#include "services/patient/safe_plan.h"

#include <vector>

#include "services/engine/expiry.h"
#include "services/engine/interpretation.h"
#include "services/engine/stricter.h"
#include "services/patient/block.h"

namespace tonus {

absl::StatusOr<storage::v1::PatientState> AgreedState(
    const PatientLog& log, const PatientRef& ref,
    const storage::v1::PatientState& state) {
  const int64_t held_since = state.head().held_since();
  if (held_since == 0) return state;
  TONUS_ASSIGN_OR_RETURN(storage::v1::PatientState agreed,
                         log.RebuildState(ref, held_since));
  const storage::v1::PatientFacts& known = state.facts();
  storage::v1::PatientFacts& facts = *agreed.mutable_facts();
  *facts.mutable_tenant_policies() = known.tenant_policies();
  *facts.mutable_overrides() = known.overrides();
  *facts.mutable_clearances() = known.clearances();
  *facts.mutable_pauses() = known.pauses();
  *facts.mutable_check_ins() = known.check_ins();
  *agreed.mutable_outline() = state.outline();
  return agreed;
}

v1::Routine PlanSafely(const engine::Knowledge& knowledge,
                       const storage::v1::PatientState& agreed,
                       const storage::v1::PatientFacts& facts,
                       const v1::Interpretation& safety, absl::CivilDay today) {
  v1::Routine routine = PlanBlock(
      knowledge, agreed, agreed,
      engine::WithSafetyOf(safety,
                           engine::Interpret(knowledge, agreed.facts(), today)),
      today, WhenOver::kStay);
  const std::vector<engine::StricterDay> stricter =
      engine::StricterDays(knowledge, facts, safety, today, today);
  if (!stricter.empty()) engine::ExpireBy(stricter.front().day, &routine);
  return routine;
}

}  // namespace tonus
