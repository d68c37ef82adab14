// SPDX-License-Identifier: Apache-2.0
#include "services/patient/safe_plan.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
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
using storage::v1::LogFact;
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

// Makes `agreed` tell what was done as `known` does. What a person measured
// alone waits like any other result.
void TakeLogs(const PatientFacts& known, PatientFacts* agreed) {
  absl::flat_hash_map<std::string, v1::SessionLog> there;
  for (const LogFact& fact : agreed->logs()) {
    there[fact.fact_id()] = fact.log();
  }
  *agreed->mutable_logs() = known.logs();
  for (LogFact& fact : *agreed->mutable_logs()) {
    *fact.mutable_log()->mutable_self_tests() =
        there[fact.fact_id()].self_tests();
  }
  *agreed->mutable_mornings() = known.mornings();
  *agreed->mutable_home_logs() = known.home_logs();
  *agreed->mutable_relief() = known.relief();
  *agreed->mutable_adverse_events() = known.adverse_events();
}

}  // namespace

absl::StatusOr<Agreement> ReadAgreement(
    const PatientLog& log, const PatientRef& ref,
    const storage::v1::PatientState& state) {
  const int64_t held_since = state.head().held_since();
  if (held_since == 0) return Agreement{state, std::nullopt};
  TONUS_ASSIGN_OR_RETURN(storage::v1::PatientState held,
                         log.RebuildState(ref, held_since));
  const PatientFacts& known = state.facts();
  PatientFacts& facts = *held.mutable_facts();
  *facts.mutable_tenant_policies() = known.tenant_policies();
  *facts.mutable_overrides() = known.overrides();
  *facts.mutable_clearances() = known.clearances();
  *facts.mutable_pauses() = known.pauses();
  *facts.mutable_check_ins() = known.check_ins();
  TakeAnswers(known, &facts);
  *held.mutable_outline() = state.outline();
  held.clear_resting();
  if (state.has_resting()) *held.mutable_resting() = state.resting();
  if (state.has_done()) *held.mutable_done() = state.done();
  Agreement agreed{held, std::nullopt};
  TakeLogs(known, agreed.state.mutable_facts());
  agreed.held = std::move(held);
  return agreed;
}

engine::Adaptation AdaptationOf(const engine::Knowledge& knowledge,
                                const Agreement& agreed, absl::CivilDay today) {
  engine::Adaptation adaptation = AdaptationOf(knowledge, agreed.state, today);
  if (agreed.held.has_value()) {
    adaptation.HoldStepsUp(AdaptationOf(knowledge, *agreed.held, today));
  }
  return adaptation;
}

v1::Routine PlanSafely(const engine::Knowledge& knowledge,
                       const Agreement& agreed, const PatientFacts& facts,
                       const v1::Interpretation& safety, absl::CivilDay today) {
  storage::v1::PatientState answered = agreed.state;
  TakeAnswers(facts, answered.mutable_facts());
  std::optional<engine::Adaptation> steps;
  if (agreed.held.has_value()) {
    steps = AdaptationOf(knowledge, *agreed.held, today);
  }
  v1::Routine routine = PlanBlock(
      knowledge, answered, answered,
      engine::WithSafetyOf(
          safety, engine::Interpret(knowledge, answered.facts(), today)),
      today, WhenOver::kStay, steps.has_value() ? &*steps : nullptr);
  const std::vector<engine::StricterDay> stricter =
      engine::StricterDays(knowledge, facts, safety, today, today);
  if (!stricter.empty()) engine::ExpireBy(stricter.front().day, &routine);
  KeepDone(answered.done(), &routine);
  return routine;
}

}  // namespace tonus
