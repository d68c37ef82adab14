// SPDX-License-Identifier: Apache-2.0
#include "services/patient/safe_plan.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "services/engine/expiry.h"
#include "services/engine/interpretation.h"
#include "services/engine/replay.h"
#include "services/engine/stricter.h"
#include "services/patient/block.h"
#include "services/patient/done_sessions.h"
#include "tonus/storage/v1/event.pb.h"

namespace tonus {
namespace {

using storage::v1::AssessmentFact;
using storage::v1::PatientFacts;

// Adds to `agreed` the answers to red flags in assessments that only `known`
// has. Who answers them stands by that at once, with a yes and with a no;
// whatever else the assessment says waits.
void TakeAnswers(const PatientFacts& known, PatientFacts* agreed) {
  absl::flat_hash_set<std::string> there;
  for (const AssessmentFact& assessment : agreed->assessments()) {
    there.insert(assessment.fact_id());
  }
  for (const AssessmentFact& assessment : known.assessments()) {
    if (!assessment.has_screening() || there.contains(assessment.fact_id())) {
      continue;
    }
    storage::v1::Event event;
    AssessmentFact& answers = *event.mutable_assessment_submitted();
    answers.set_fact_id(assessment.fact_id());
    *answers.mutable_effective_time() = assessment.effective_time();
    *answers.mutable_screening() = assessment.screening();
    engine::AddFacts(event, agreed);
  }
}

}  // namespace

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
  TakeAnswers(known, &facts);
  *agreed.mutable_outline() = state.outline();
  agreed.clear_resting();
  if (state.has_resting()) *agreed.mutable_resting() = state.resting();
  if (state.has_done()) *agreed.mutable_done() = state.done();
  return agreed;
}

v1::Routine PlanSafely(const engine::Knowledge& knowledge,
                       const storage::v1::PatientState& agreed,
                       const storage::v1::PatientFacts& facts,
                       const v1::Interpretation& safety, absl::CivilDay today,
                       const engine::Adaptation* steps) {
  storage::v1::PatientState answered = agreed;
  TakeAnswers(facts, answered.mutable_facts());
  v1::Routine routine = PlanBlock(
      knowledge, answered, answered,
      engine::WithSafetyOf(
          safety, engine::Interpret(knowledge, answered.facts(), today)),
      today, WhenOver::kStay, steps);
  const std::vector<engine::StricterDay> stricter =
      engine::StricterDays(knowledge, facts, safety, today, today);
  if (!stricter.empty()) engine::ExpireBy(stricter.front().day, &routine);
  KeepDone(agreed.done(), &routine);
  return routine;
}

}  // namespace tonus
