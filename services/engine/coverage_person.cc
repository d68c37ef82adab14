// SPDX-License-Identifier: Apache-2.0
#include "services/engine/coverage_person.h"

#include <algorithm>
#include <cmath>

#include "absl/algorithm/container.h"
#include "services/engine/asymmetry.h"
#include "services/engine/bands.h"
#include "services/engine/decision.h"
#include "services/engine/eligibility.h"
#include "services/engine/facts.h"
#include "services/engine/fusion.h"
#include "services/engine/rules.h"
#include "services/engine/screening.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Any day does; the age is that of most adults, below every limit of age.
constexpr int64_t kSeconds = 1'767'571'200;  // 2026-01-05, UTC.
constexpr int kAge = 35;

// A verdict as clear as it can be.
constexpr double kConfidence = 1;
constexpr double kSeverity = 1;

// The normal value that is nearest to 0, where most scales say nothing is
// wrong; nullopt when no step of the test is normal.
std::optional<double> NormalValue(const kv1::Test& test,
                                  const kv1::Bands& bands) {
  std::vector<double> values = {test.min(), test.max(), 0};
  for (const kv1::Interval* interval : {&bands.normal(), &bands.borderline(),
                                        &bands.abnormal(), &bands.excess()}) {
    for (const double end : {interval->min(), interval->max()}) {
      const double step = test.step() > 0 ? test.step() : 1;
      values.insert(values.end(), {end, end - step, end + step});
    }
  }
  values.push_back((bands.normal().min() + bands.normal().max()) / 2);
  std::optional<double> best;
  for (double value : values) {
    if (test.step() > 0) value = std::round(value / test.step()) * test.step();
    if (value < test.min() || value > test.max() ||
        BandOf(bands, value) != kv1::BAND_NORMAL ||
        Contains(bands.excess(), value)) {
      continue;
    }
    if (!best.has_value() || std::abs(value) < std::abs(*best)) best = value;
  }
  return best;
}

storage::v1::PatientFacts FactsOf(const Knowledge& knowledge,
                                  const kv1::HealthCondition* condition) {
  storage::v1::PatientFacts facts;
  auto& profile = *facts.add_profiles();
  profile.mutable_effective_time()->set_seconds(kSeconds);
  profile.mutable_profile()->set_age_years(kAge);
  auto& assessment = *facts.add_assessments();
  assessment.mutable_effective_time()->set_seconds(kSeconds);
  assessment.mutable_screening()->set_others_denied(true);
  if (condition != nullptr) {
    profile.mutable_profile()->add_conditions()->set_condition(condition->id());
    v1::Clearance& clearance = *facts.add_clearances();
    clearance.set_subject(condition->id());
    *clearance.mutable_date() = ToDate(CoveragePerson::Day());
  }
  for (const kv1::Test& test : knowledge.pack().tests()) {
    const std::optional<double> value =
        NormalValue(test, BandsFor(test, profile.profile(), kAge,
                                   kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED));
    if (test.has_derivation() || !value.has_value()) continue;
    const bool sides = test.laterality() == kv1::LATERALITY_BILATERAL;
    for (const kv1::Side side :
         {sides ? kv1::SIDE_LEFT : kv1::SIDE_MIDLINE, kv1::SIDE_RIGHT}) {
      if (!sides && side == kv1::SIDE_RIGHT) continue;
      v1::TestResult& result = *assessment.add_results();
      result.set_test(test.id());
      result.set_side(side);
      result.set_value(*value);
    }
  }
  return facts;
}

bool NeedsExercise(const v1::Decision& decision) {
  return decision.action() != knowledge::v1::DECISION_ACTION_LEAVE_ALONE &&
         decision.action() != knowledge::v1::DECISION_ACTION_RETEST;
}

// Nothing is decided about what is not known, which saves its time.
void ForgetOthers(const kv1::Muscle& muscle,
                  v1::Interpretation* interpretation) {
  for (v1::Finding& finding : *interpretation->mutable_findings()) {
    if (finding.muscle() == muscle.id()) continue;
    finding.set_status(kv1::STATUS_UNKNOWN);
    finding.clear_evidence();
    finding.clear_axes();
  }
}

// Keeps the decisions about `muscle` alone.
void KeepOnly(const kv1::Muscle& muscle, v1::Interpretation* interpretation) {
  auto& decisions = *interpretation->mutable_decisions();
  decisions.erase(std::remove_if(decisions.begin(), decisions.end(),
                                 [&](const v1::Decision& decision) {
                                   return decision.muscle() != muscle.id() ||
                                          !NeedsExercise(decision);
                                 }),
                  decisions.end());
  for (v1::Decision& decision : decisions) decision.set_kept(true);
}

}  // namespace

absl::CivilDay CoveragePerson::Day() {
  return absl::ToCivilDay(absl::FromUnixSeconds(kSeconds), absl::UTCTimeZone());
}

CoveragePerson::CoveragePerson(const Knowledge& knowledge,
                               const kv1::HealthCondition* condition)
    : knowledge_(knowledge),
      facts_(FactsOf(knowledge, condition)),
      base_(knowledge, facts_, Day()) {
  base_.measurements = Measure(knowledge, facts_, Day());
  JudgeAsymmetry(knowledge, &base_.measurements);
  base_.flags = ReadAnswers(knowledge, facts_);
  AdoptConditions(&base_);
  RunRules(kv1::RULE_STAGE_MEASUREMENT, &base_);
  for (const kv1::Muscle& muscle : knowledge.pack().muscles()) {
    for (const kv1::Side side : SidesOf(muscle)) {
      *base_.result.add_findings() =
          Fuse(knowledge, base_.measurements, base_.terms, muscle, side);
    }
  }
  Case screened = base_;
  Screen(&screened);
  may_exercise_ = screened.result.gate() == v1::GATE_OK;
}

std::optional<v1::Interpretation> CoveragePerson::Find(
    const kv1::Muscle& muscle, kv1::Status status) const {
  Case found = base_;
  for (v1::Finding& finding : *found.result.mutable_findings()) {
    if (finding.muscle() != muscle.id()) continue;
    finding.set_status(status);
    finding.set_confidence(kConfidence);
    finding.set_severity(kSeverity);
  }
  RunRules(kv1::RULE_STAGE_FINDING, &found);
  RunRules(kv1::RULE_STAGE_SAFETY, &found);
  Screen(&found);
  if (found.result.gate() != v1::GATE_OK) return std::nullopt;
  ForgetOthers(muscle, &found.result);
  const Eligibility eligibility(knowledge_, facts_, found.result, Day());
  Decide(knowledge_, found.profile, found.history, eligibility, &found.result);
  KeepOnly(muscle, &found.result);
  if (found.result.decisions().empty()) return std::nullopt;
  return std::move(found.result);
}

storage::v1::PatientFacts CoveragePerson::With(
    const kv1::EquipmentSet& equipment) const {
  // All that is asked of the results once decisions are made is the pain.
  const std::string& pain = knowledge_.pack().session().average_pain_test();
  storage::v1::PatientFacts facts;
  *facts.add_profiles() = facts_.profiles(0);
  *facts.mutable_profiles(0)->mutable_profile()->mutable_equipment() =
      equipment.equipment();
  auto& assessment = *facts.add_assessments();
  for (const v1::TestResult& result : facts_.assessments(0).results()) {
    if (result.test() == pain) *assessment.add_results() = result;
  }
  return facts;
}

}  // namespace tonus::engine
