// SPDX-License-Identifier: Apache-2.0
#include "tests/property/random_patient.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <vector>

namespace tonus::testing {

using knowledge::v1::Interval;
using knowledge::v1::Pack;
using knowledge::v1::Side;
using knowledge::v1::Test;

namespace {

// 2026-11-21T12:00:00Z.
constexpr int64_t kNoonSeconds = 1795262400;

class Draw {
 public:
  explicit Draw(uint64_t seed) : engine_(seed) {}

  // True in `percent` of 100 draws.
  bool Chance(int percent) { return Below(100) < percent; }

  // A number in [0, limit). The plain remainder, since distributions differ
  // between standard libraries.
  int Below(int limit) { return static_cast<int>(engine_() % limit); }

  int Between(int low, int high) { return low + Below(high - low + 1); }

  template <typename List>
  const auto& OneOf(const List& list) {
    return list[Below(static_cast<int>(list.size()))];
  }

 private:
  std::mt19937_64 engine_;
};

// A valid value, abnormal in half of the draws.
double DrawValue(const Test& test, Draw* draw) {
  double low = test.min();
  double high = test.max();
  const knowledge::v1::Bands& bands = test.bands();
  const Interval* band = nullptr;
  const int die = draw->Below(10);
  if (die < 5 && bands.has_abnormal()) {
    band = &bands.abnormal();
  } else if (die < 8 && bands.has_normal()) {
    band = &bands.normal();
  } else if (die < 9 && bands.has_borderline()) {
    band = &bands.borderline();
  }
  if (band != nullptr) {
    if (band->has_min()) low = std::max(low, band->min());
    if (band->has_max()) high = std::min(high, band->max());
  }
  const double step =
      test.step() > 0 ? test.step() : (test.max() - test.min()) / 200;
  const int steps = static_cast<int>(std::floor((high - low) / step));
  const double value = low + step * (steps > 0 ? draw->Below(steps + 1) : 0);
  return std::clamp(value, test.min(), test.max());
}

void AddResult(const Test& test, Side side, Draw* draw,
               storage::v1::AssessmentFact* assessment) {
  v1::TestResult* result = assessment->add_results();
  result->set_test(test.id());
  result->set_side(side);
  result->set_value(DrawValue(test, draw));
  if (draw->Chance(3)) result->set_pain_limited(true);
  if (draw->Chance(5)) result->set_pelvis_controlled(draw->Chance(50));
  if (draw->Chance(8)) result->set_assessor(knowledge::v1::ASSESSOR_SELF);
}

void DrawProfile(const Pack& pack, Draw* draw, v1::Profile* profile) {
  if (draw->Chance(90)) {
    profile->set_age_years(draw->Between(16, 90));
    profile->mutable_age_date()->set_year(2026);
    profile->mutable_age_date()->set_month(11);
    profile->mutable_age_date()->set_day(21);
  }
  profile->set_sex(static_cast<knowledge::v1::Sex>(draw->Below(3)));
  if (draw->Chance(70)) profile->set_user_level(draw->Between(1, 5));
  if (draw->Chance(10)) profile->add_equipment("none");
  const int share = draw->Below(101);
  for (const auto& equipment : pack.equipment()) {
    if (draw->Chance(share)) profile->add_equipment(equipment.id());
  }
  if (draw->Chance(60)) {
    profile->set_complaint_region(
        static_cast<knowledge::v1::Region>(draw->Between(1, 15)));
  }
}

// Three days with a rest day between each two, and perhaps more.
void DrawTrainingDays(Draw* draw, v1::Profile* profile) {
  const int first = draw->Below(7);
  const int longest = draw->Below(3);
  std::set<int> days = {first, (first + (longest == 0 ? 3 : 2)) % 7,
                        (first + (longest == 2 ? 4 : 5)) % 7};
  for (int i = draw->Below(3); i > 0; --i) days.insert(draw->Below(7));
  for (const int day : days) {
    profile->add_training_days(
        static_cast<v1::Weekday>(v1::WEEKDAY_MONDAY + day));
  }
}

void DrawWishes(const Pack& pack, Draw* draw, v1::Profile* profile) {
  if (draw->Chance(40)) DrawTrainingDays(draw, profile);
  if (draw->Chance(40)) profile->set_session_minutes(draw->Between(10, 30));
  if (draw->Chance(20)) profile->set_home_exercises(draw->Chance(50));
  const int share = draw->Chance(50) ? 0 : draw->Below(31);
  for (const auto& exercise : pack.exercises()) {
    if (!draw->Chance(share)) continue;
    *(draw->Chance(50) ? profile->add_preferred_exercises()
                       : profile->add_disliked_exercises()) = exercise.id();
  }
}

void DrawConditions(const Pack& pack, Draw* draw,
                    storage::v1::PatientFacts* facts) {
  const int count = draw->Chance(50) ? 0 : draw->Between(1, 3);
  for (int i = 0; i < count; ++i) {
    const auto& condition = draw->OneOf(pack.conditions());
    if (condition.gate() == knowledge::v1::CONDITION_GATE_ENGINE) continue;
    facts->mutable_profiles(0)
        ->mutable_profile()
        ->add_conditions()
        ->set_condition(condition.id());
    if (draw->Chance(90)) {
      v1::Clearance* clearance = facts->add_clearances();
      clearance->set_subject(condition.id());
      clearance->mutable_date()->set_year(2026);
      clearance->mutable_date()->set_month(11);
      clearance->mutable_date()->set_day(21);
    }
  }
}

void DrawHistory(const Pack& pack, Draw* draw, v1::History* history) {
  history->set_pain_with_sitting(draw->Chance(20));
  history->set_pain_with_bending(draw->Chance(20));
  history->set_pain_with_standing(draw->Chance(15));
  history->set_pain_with_arching(draw->Chance(15));
  history->set_pain_with_carrying(draw->Chance(10));
  history->set_low_back_stiffness(draw->Chance(20));
  history->set_fall_12m(draw->Chance(10));
  for (int i = draw->Below(3); i > 0; --i) {
    v1::MuscleSide* feels = history->add_feels_tight();
    feels->set_muscle(draw->OneOf(pack.muscles()).id());
    feels->set_side(knowledge::v1::SIDE_LEFT);
  }
  if (draw->Chance(30)) {
    history->add_goal_muscles(draw->OneOf(pack.muscles()).id());
  }
}

}  // namespace

storage::v1::PatientFacts RandomPatient(const Pack& pack, uint64_t seed) {
  Draw draw(seed);
  storage::v1::PatientFacts facts;
  auto* profile = facts.add_profiles();
  profile->mutable_effective_time()->set_seconds(kNoonSeconds);
  DrawProfile(pack, &draw, profile->mutable_profile());
  DrawConditions(pack, &draw, &facts);

  auto* assessment = facts.add_assessments();
  assessment->set_fact_id("assessment");
  assessment->mutable_effective_time()->set_seconds(kNoonSeconds);
  assessment->mutable_screening()->set_others_denied(draw.Chance(97));
  if (draw.Chance(8)) {
    auto* answer = assessment->mutable_screening()->add_answers();
    answer->set_red_flag(draw.OneOf(pack.red_flags()).id());
    answer->set_present(true);
  }
  DrawHistory(pack, &draw, assessment->mutable_history());
  const int share = draw.Below(101);
  for (const Test& test : pack.tests()) {
    if (test.has_derivation()) continue;
    // What closes the gate most of the time is drawn less often.
    const bool alarming = test.kind() == knowledge::v1::TEST_KIND_PROM ||
                          test.kind() == knowledge::v1::TEST_KIND_NEURAL;
    if (!draw.Chance(alarming ? share / 2 : share)) continue;
    if (test.laterality() == knowledge::v1::LATERALITY_MIDLINE) {
      AddResult(test, knowledge::v1::SIDE_MIDLINE, &draw, assessment);
      continue;
    }
    for (const Side side :
         {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT}) {
      if (draw.Chance(95)) AddResult(test, side, &draw, assessment);
    }
  }
  // Last, so that the rest of a person does not depend on it.
  DrawWishes(pack, &draw, profile->mutable_profile());
  return facts;
}

}  // namespace tonus::testing
