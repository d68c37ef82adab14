// SPDX-License-Identifier: Apache-2.0
#include "tests/property/facts_generator.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tonus::testing {

using knowledge::v1::Interval;
using knowledge::v1::Pack;
using knowledge::v1::Test;
using storage::v1::PatientFacts;
using v1::TestResult;

namespace {

// 2026-11-21T12:00:00Z.
constexpr int64_t kNoonSeconds = 1795262400;

// A valid value at `per_mille` of the way through one of the bands.
double ValueIn(const Test& test, int band, int per_mille) {
  const Interval* const bands[] = {
      &test.bands().abnormal(), &test.bands().normal(),
      &test.bands().borderline(), &Interval::default_instance()};
  const Interval& interval = *bands[band];
  const double low =
      interval.has_min() ? std::max(test.min(), interval.min()) : test.min();
  const double high =
      interval.has_max() ? std::min(test.max(), interval.max()) : test.max();
  const double step =
      test.step() > 0 ? test.step() : (test.max() - test.min()) / 200;
  const double steps = std::floor((high - low) / step * per_mille / 1000);
  return std::clamp(low + step * steps, test.min(), test.max());
}

TestResult MakeResult(const Test& test, bool right, int band, int per_mille,
                      int odd) {
  TestResult result;
  result.set_test(test.id());
  result.set_side(test.laterality() == knowledge::v1::LATERALITY_MIDLINE
                      ? knowledge::v1::SIDE_MIDLINE
                  : right ? knowledge::v1::SIDE_RIGHT
                          : knowledge::v1::SIDE_LEFT);
  result.set_value(ValueIn(test, band, per_mille));
  if (odd == 0) return result;
  if (odd == 1) result.set_pain_limited(true);
  if (odd == 2) result.set_pelvis_controlled(false);
  if (odd == 3) result.set_assessor(knowledge::v1::ASSESSOR_SELF);
  if (odd == 4) result.set_warmed_up(false);
  return result;
}

v1::Profile MakeProfile(const Pack& pack, int age, int sex, int region,
                        const std::vector<int>& conditions) {
  v1::Profile profile;
  if (age >= 16) {
    profile.set_age_years(age);
    profile.mutable_age_date()->set_year(2026);
    profile.mutable_age_date()->set_month(11);
    profile.mutable_age_date()->set_day(21);
  }
  profile.set_sex(static_cast<knowledge::v1::Sex>(sex));
  profile.set_complaint_region(static_cast<knowledge::v1::Region>(region));
  for (const auto& equipment : pack.equipment()) {
    profile.add_equipment(equipment.id());
  }
  for (const int condition : conditions) {
    const auto& chosen = pack.conditions(condition);
    if (chosen.gate() == knowledge::v1::CONDITION_GATE_ENGINE) continue;
    profile.add_conditions()->set_condition(chosen.id());
  }
  return profile;
}

v1::Screening MakeScreening(const Pack& pack, const std::vector<int>& present,
                            bool others_denied) {
  v1::Screening screening;
  screening.set_others_denied(others_denied);
  std::set<int> seen;
  for (const int flag : present) {
    if (!pack.red_flags(flag).asked() || !seen.insert(flag).second) continue;
    auto* answer = screening.add_answers();
    answer->set_red_flag(pack.red_flags(flag).id());
    answer->set_present(true);
  }
  return screening;
}

v1::History MakeHistory(const std::vector<bool>& answers) {
  v1::History history;
  history.set_pain_with_sitting(answers[0]);
  history.set_pain_with_bending(answers[1]);
  history.set_pain_with_standing(answers[2]);
  history.set_pain_with_arching(answers[3]);
  history.set_low_back_stiffness(answers[4]);
  history.set_leg_symptoms_left(answers[5]);
  return history;
}

rc::Gen<std::vector<int>> Few(int most, int limit) {
  return rc::gen::mapcat(rc::gen::inRange(0, most + 1), [limit](int count) {
    return rc::gen::container<std::vector<int>>(count,
                                                rc::gen::inRange(0, limit));
  });
}

// Usually nothing: what closes the gate hides everything else.
rc::Gen<std::vector<int>> Seldom(int limit) {
  return rc::gen::weightedOneOf<std::vector<int>>(
      {{12, rc::gen::just(std::vector<int>())}, {1, Few(2, limit)}});
}

}  // namespace

rc::Gen<TestResult> AnyResult(const Pack& pack) {
  std::vector<const Test*> taken;
  for (const Test& test : pack.tests()) {
    if (!test.has_derivation()) taken.push_back(&test);
  }
  return rc::gen::apply(
      [](const Test* test, bool right, int band, int per_mille, int odd) {
        return MakeResult(*test, right, band, per_mille, odd);
      },
      rc::gen::elementOf(taken), rc::gen::arbitrary<bool>(),
      rc::gen::weightedElement<int>({{5, 0}, {3, 1}, {1, 2}, {1, 3}}),
      rc::gen::inRange(0, 1001),
      rc::gen::weightedElement<int>({{30, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 4}}));
}

rc::Gen<PatientFacts> AnyFacts(const Pack& pack) {
  return rc::gen::apply(
      [](v1::Profile profile, v1::Screening screening, v1::History history,
         const std::vector<TestResult>& results) {
        PatientFacts facts;
        auto* fact = facts.add_profiles();
        fact->mutable_effective_time()->set_seconds(kNoonSeconds);
        *fact->mutable_profile() = std::move(profile);
        auto* assessment = facts.add_assessments();
        assessment->set_fact_id("assessment");
        assessment->mutable_effective_time()->set_seconds(kNoonSeconds);
        *assessment->mutable_screening() = std::move(screening);
        *assessment->mutable_history() = std::move(history);
        std::set<std::pair<std::string, int>> seen;
        for (const TestResult& result : results) {
          if (seen.emplace(result.test(), result.side()).second) {
            *assessment->add_results() = result;
          }
        }
        return facts;
      },
      rc::gen::apply(
          [&pack](int age, int sex, int region,
                  const std::vector<int>& conditions) {
            return MakeProfile(pack, age, sex, region, conditions);
          },
          rc::gen::inRange(10, 90), rc::gen::inRange(0, 3),
          rc::gen::inRange(0, 16), Seldom(pack.conditions_size())),
      rc::gen::apply(
          [&pack](const std::vector<int>& present, bool denied) {
            return MakeScreening(pack, present, denied);
          },
          Seldom(pack.red_flags_size()),
          rc::gen::weightedElement<bool>({{15, true}, {1, false}})),
      rc::gen::map(
          rc::gen::container<std::vector<bool>>(
              6, rc::gen::weightedElement<bool>({{4, false}, {1, true}})),
          MakeHistory),
      rc::gen::scale(
          1.5, rc::gen::container<std::vector<TestResult>>(AnyResult(pack))));
}

}  // namespace tonus::testing
