// SPDX-License-Identifier: Apache-2.0
#include "services/engine/case.h"

#include <algorithm>

#include "services/engine/facts.h"
#include "services/engine/lookup.h"

namespace tonus::engine {
namespace {

bool HasBloodPressure(const v1::History& history) {
  return history.has_systolic_mmhg() || history.has_diastolic_mmhg();
}

v1::History HistoryWithBloodPressure(const storage::v1::PatientFacts& facts) {
  v1::History history = CurrentHistory(facts);
  if (HasBloodPressure(history)) return history;
  for (const auto& assessment : facts.assessments()) {
    const v1::History& earlier = assessment.history();
    if (!HasBloodPressure(earlier)) continue;
    history.clear_systolic_mmhg();
    history.clear_diastolic_mmhg();
    if (earlier.has_systolic_mmhg()) {
      history.set_systolic_mmhg(earlier.systolic_mmhg());
    }
    if (earlier.has_diastolic_mmhg()) {
      history.set_diastolic_mmhg(earlier.diastolic_mmhg());
    }
  }
  return history;
}

}  // namespace

Case::Case(const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
           absl::CivilDay today)
    : knowledge(knowledge),
      facts(facts),
      today(today),
      profile(CurrentProfile(facts)),
      history(HistoryWithBloodPressure(facts)),
      age_years(AgeYears(profile, today)),
      terms(DefaultTerms(knowledge)) {}

bool HasCondition(const Case& the_case, absl::string_view condition) {
  const auto& conditions = the_case.result.conditions();
  return std::any_of(conditions.begin(), conditions.end(),
                     [&](const v1::ConditionInForce& in_force) {
                       return in_force.condition() == condition;
                     });
}

void SetCondition(absl::string_view condition, absl::string_view rule,
                  Case* the_case) {
  if (HasCondition(*the_case, condition)) return;
  v1::ConditionInForce& in_force = *the_case->result.add_conditions();
  in_force.set_condition(std::string(condition));
  in_force.set_rule(std::string(rule));
}

const v1::Finding* FindFinding(const Case& the_case, absl::string_view muscle,
                               knowledge::v1::Side side) {
  const auto& findings = the_case.result.findings();
  const int position = the_case.knowledge.lookup().PositionOf(muscle, side);
  return position >= 0 && position < findings.size() ? &findings[position]
                                                     : nullptr;
}

const v1::Finding* FindFinding(const v1::Interpretation& interpretation,
                               absl::string_view muscle,
                               knowledge::v1::Side side) {
  for (const v1::Finding& finding : interpretation.findings()) {
    if (finding.side() == side && finding.muscle() == muscle) return &finding;
  }
  return nullptr;
}

absl::CivilDay ProfileDay(const storage::v1::PatientFacts& facts) {
  if (facts.profiles().empty()) return absl::CivilDay();
  return UtcDay(facts.profiles(facts.profiles_size() - 1).effective_time());
}

absl::CivilDay HistoryDay(const storage::v1::PatientFacts& facts) {
  absl::CivilDay day;
  for (const auto& assessment : facts.assessments()) {
    if (assessment.has_history()) day = UtcDay(assessment.effective_time());
  }
  return day;
}

absl::CivilDay BloodPressureDay(const storage::v1::PatientFacts& facts) {
  absl::CivilDay day;
  for (const auto& assessment : facts.assessments()) {
    if (HasBloodPressure(assessment.history())) {
      day = UtcDay(assessment.effective_time());
    }
  }
  return day;
}

}  // namespace tonus::engine
