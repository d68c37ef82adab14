// SPDX-License-Identifier: Apache-2.0
// Pain over several sessions, spreading pain and missing equipment.
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace kv1 = knowledge::v1;

std::string Pain(int before) {
  return absl::StrCat("completed_pct: 100 rpe: 5 pain_before: ", before);
}

// A person whose average pain is 3 when the block begins.
class AdaptationCourseTest : public AdaptationTest {
 protected:
  v1::Interpretation On(int offset) const {
    return Interpret(ReleasedKnowledge(), person_.facts, kMonday + offset);
  }

  // Actions of the notices of a rule.
  std::vector<kv1::SafetyAction> ActionsOf(const std::string& rule,
                                           int offset) const {
    std::vector<kv1::SafetyAction> actions;
    const v1::Interpretation read = On(offset);
    for (const v1::SafetyNotice& notice : read.notices()) {
      if (notice.subject() == rule) actions.push_back(notice.action());
    }
    return actions;
  }
};

TEST_F(AdaptationCourseTest, TwoRedMorningsWithinTwoWeeksPauseThePlan) {
  Log({{1, 0, absl::StrCat(kGood, "pain_next_morning: 4")},
       {2, 3, absl::StrCat(kGood, "pain_next_morning: 1")},
       {3, 8, absl::StrCat(kGood, "pain_next_morning: 1")}});
  EXPECT_THAT(ActionsOf("A-032", 9), IsEmpty());
  Log({{4, 13, absl::StrCat(kGood, "pain_next_morning: 8")}});
  EXPECT_THAT(ActionsOf("A-032", 15), ElementsAre(kv1::SAFETY_ACTION_REFER));
  EXPECT_EQ(On(15).gate(), v1::GATE_REFER);
  person_.facts.mutable_logs(3)->mutable_effective_time()->set_seconds(
      person_.facts.logs(3).effective_time().seconds() + 24 * 3600);
  EXPECT_THAT(ActionsOf("A-032", 16), IsEmpty()) << "14 days later";
}

TEST_F(AdaptationCourseTest, AMedianTwoAboveTheStartHoldsAndLightens) {
  Log({{1, 0, Pain(5)}, {2, 2, Pain(4)}, {3, 4, Pain(4)}});
  EXPECT_THAT(Applied(4), IsEmpty()) << "4 is 1 above";
  person_.facts.mutable_logs(1)->mutable_log()->set_pain_before(5);
  EXPECT_THAT(Applied(4), ElementsAre("A-033"));
  EXPECT_EQ(In(4).lighter.percent_off, 30);
  EXPECT_EQ(In(4).lighter.fewer_sets, 1);
  EXPECT_EQ(In(4).fewer_levels, 1);
  EXPECT_THAT(Applied(7), IsEmpty());
  EXPECT_THAT(ActionsOf("A-033", 5),
              ElementsAre(kv1::SAFETY_ACTION_REFER_ROUTINE));
  EXPECT_EQ(On(5).gate(), v1::GATE_OK);
}

TEST_F(AdaptationCourseTest, WhilePainIsUpNothingGetsHarder) {
  const auto good = [](int before) {
    return absl::StrCat(Pain(before), " pain_next_morning: 1 ",
                        Exercise("glute_bridge",
                                 "completed_pct: 100 pain_during_max: 1 "
                                 "difficulty: 0"));
  };
  Log({{1, 0, Pain(5)}, {2, 2, good(4)}, {3, 4, good(4)}});
  EXPECT_EQ(StepOf("glute_bridge", 4), 1);
  person_.facts.mutable_logs(1)->mutable_log()->set_pain_before(5);
  EXPECT_EQ(StepOf("glute_bridge", 4), 0);
}

TEST_F(AdaptationCourseTest, ThreeValuesAreNeededAndTheScoreOfTheStart) {
  Log({{1, 0, Pain(9)}, {2, 2, Pain(9)}});
  EXPECT_THAT(Applied(3), IsEmpty());
  Log({{3, 4, Pain(9)}});
  EXPECT_THAT(Applied(4), Contains("A-033"));
  auto& results = *person_.facts.mutable_assessments(0)->mutable_results();
  results.RemoveLast();
  EXPECT_THAT(Applied(4), IsEmpty()) << "nothing to compare with";
}

TEST_F(AdaptationCourseTest, WhatIsMeasuredLaterIsNotTheStart) {
  Log({{1, 0, Pain(5)}, {2, 2, Pain(5)}, {3, 4, Pain(5)}});
  auto& assessment = *person_.facts.add_assessments();
  assessment.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(kMonday + 1), absl::UTCTimeZone())));
  *assessment.add_results() = testing::ParseText<v1::TestResult>(
      "test: 'nrs_avg' side: SIDE_MIDLINE value: 5");
  EXPECT_THAT(Applied(4), ElementsAre("A-033"));
}

TEST_F(AdaptationCourseTest, MorningsBeforeTheBlockAreNotCounted) {
  for (int i = 0; i < 3; ++i) {
    auto& fact = *person_.facts.add_mornings();
    fact.set_fact_id(absl::StrCat("before", i));
    fact.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(kMonday - i) + 7,
                                            absl::UTCTimeZone())));
    fact.mutable_morning()->set_pain(9);
  }
  Log({{1, 0, Pain(1)}});
  EXPECT_THAT(Applied(2), IsEmpty());
}

TEST_F(AdaptationCourseTest, MorningsCountLikePainBefore) {
  const auto morning = [](int pain) {
    return absl::StrCat(Pain(1), " pain_next_morning: ", pain);
  };
  Log({{1, 0, morning(5)}, {2, 2, morning(4)}, {3, 4, morning(6)}});
  EXPECT_THAT(Applied(4), Contains("A-033"));
  const SessionAdaptation changed = In(4);
  for (const v1::AppliedAdaptation& told : changed.applied) {
    if (told.rule() != "A-033") continue;
    EXPECT_THAT(told.morning_logs(), ElementsAre("log1", "log2", "log3"));
    EXPECT_THAT(told.sessions(), IsEmpty()) << "pain before them did not rise";
  }
  person_.facts.mutable_logs(0)->mutable_log()->set_pain_next_morning(4);
  EXPECT_THAT(Applied(4), Not(Contains("A-033")));
}

// A morning tells of pain whatever was done the day before; those of days
// before the first session are no rise since the plan began.
TEST_F(AdaptationCourseTest, MorningsThatFollowNoSessionCountToo) {
  const auto tell = [&](int day, int pain) {
    auto& fact = *person_.facts.add_mornings();
    fact.set_fact_id(absl::StrCat("rest", day));
    fact.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(kMonday + day) + 7,
                                            absl::UTCTimeZone())));
    fact.mutable_morning()->set_pain(pain);
  };
  Log({{1, 0, Pain(1)}});
  for (const int day : {2, 3}) tell(day, 5);
  today_ = kMonday + 4;
  EXPECT_THAT(Applied(2), Not(Contains("A-033"))) << "two of three";
  tell(4, 5);
  EXPECT_THAT(Applied(2), Contains("A-033"));
  const SessionAdaptation changed = In(2);
  ASSERT_THAT(changed.applied, ::testing::SizeIs(1));
  EXPECT_THAT(changed.applied[0].morning_logs(),
              ElementsAre("rest2", "rest3", "rest4"));
  EXPECT_THAT(changed.applied[0].logs(), IsEmpty());
}

// A clearance settles what was told before it: not the mornings after it,
// though the session around them was before.
TEST_F(AdaptationCourseTest, MorningsAfterAClearanceCloseTheGateAgain) {
  Log({{1, 0, Pain(1)}});
  for (int day = 2; day <= 4; ++day) {
    auto& fact = *person_.facts.add_mornings();
    fact.set_fact_id(absl::StrCat("rest", day));
    fact.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(kMonday + day) + 7,
                                            absl::UTCTimeZone())));
    fact.mutable_morning()->set_pain(7);
  }
  EXPECT_EQ(On(4).gate(), v1::GATE_REFER);
  auto& clearance = *person_.facts.add_clearances();
  clearance.set_subject("A-033");
  *clearance.mutable_date() = ToDate(kMonday + 2);
  EXPECT_EQ(On(4).gate(), v1::GATE_REFER) << "before the mornings were told";
  *clearance.mutable_date() = ToDate(kMonday + 3);
  EXPECT_EQ(On(4).gate(), v1::GATE_OK);
}

// A morning that counts for a session is named beside it.
TEST_F(AdaptationCourseTest, AMorningThatHurtIsNamedWithItsSession) {
  Log({{1, 0, kGood}});
  auto& fact = *person_.facts.add_mornings();
  fact.set_fact_id("answer");
  fact.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(kMonday + 1) + 7, absl::UTCTimeZone())));
  fact.mutable_morning()->set_pain(9);
  today_ = kMonday + 1;
  const SessionAdaptation changed = In(2);
  const auto told = absl::c_find_if(changed.applied,
                                    [](const v1::AppliedAdaptation& applied) {
                                      return applied.rule() == "A-031";
                                    });
  ASSERT_NE(told, changed.applied.end());
  EXPECT_THAT(told->logs(), ElementsAre("log1"));
  EXPECT_THAT(told->morning_logs(), ElementsAre("answer"));
}

TEST_F(AdaptationCourseTest, AMedianThreeAboveClosesTheGateUntilCleared) {
  Log({{1, 0, Pain(6)}, {2, 2, Pain(5)}, {3, 4, Pain(6)}});
  EXPECT_THAT(ActionsOf("A-033", 5), ElementsAre(kv1::SAFETY_ACTION_REFER))
      << "told once";
  EXPECT_EQ(On(5).gate(), v1::GATE_REFER);
  auto& clearance = *person_.facts.add_clearances();
  clearance.set_subject("A-033");
  *clearance.mutable_date() = ToDate(kMonday + 5);
  EXPECT_EQ(On(5).gate(), v1::GATE_OK);
  Log({{4, 7, Pain(6)}});
  EXPECT_EQ(On(7).gate(), v1::GATE_OK) << "two of the three are from before";
  Log({{5, 9, Pain(6)}, {6, 11, Pain(6)}});
  EXPECT_EQ(On(11).gate(), v1::GATE_REFER);
}

TEST_F(AdaptationCourseTest, StillAboveAfterTheLighterWeekClosesTheGate) {
  Log({{1, 0, Pain(5)}, {2, 2, Pain(5)}, {3, 4, Pain(5)}});
  Log({{4, 7, Pain(5)}, {5, 9, Pain(5)}, {6, 11, Pain(5)}});
  EXPECT_EQ(On(12).gate(), v1::GATE_OK) << "the week is the lighter one";
  Log({{7, 14, Pain(5)}});
  EXPECT_EQ(On(14).gate(), v1::GATE_REFER);
  person_.facts.mutable_logs(5)->mutable_log()->set_pain_before(4);
  person_.facts.mutable_logs(6)->mutable_log()->set_pain_before(4);
  EXPECT_EQ(On(14).gate(), v1::GATE_OK);
}

bool HasCondition(const v1::Interpretation& read,
                  const std::string& condition) {
  return absl::c_any_of(read.conditions(), [&](const auto& in_force) {
    return in_force.condition() == condition && in_force.rule() == "A-043";
  });
}

TEST_F(AdaptationCourseTest, SpreadDuringRepeatedBendingIsNotTolerated) {
  Log({{1, 0, Exercise("cat_cow", "spread_down_limb: true")}});
  EXPECT_TRUE(HasCondition(On(0), "intol_flexion"));
  EXPECT_TRUE(HasCondition(On(0), "intol_extension")) << "it arches, too";
  auto& assessment = *person_.facts.add_assessments();
  assessment.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(kMonday + 3), absl::UTCTimeZone())));
  *assessment.add_results() = testing::ParseText<v1::TestResult>(
      "test: 'rep_flexion' side: SIDE_MIDLINE value: 0");
  EXPECT_FALSE(HasCondition(On(3), "intol_flexion")) << "tested again";
  EXPECT_TRUE(HasCondition(On(3), "intol_extension"));
}

// The test of the movement ends what the log began: it is asked for, of a
// clinician, until it was taken on a later day.
TEST_F(AdaptationCourseTest, WhatEndsAnIntoleranceIsAskedFor) {
  const auto asked = [&](int offset) {
    std::vector<std::string> tests;
    const v1::Interpretation read = On(offset);
    for (const v1::TestRequest& request : read.test_requests()) {
      if (request.rule() != "A-043") continue;
      tests.push_back(request.test());
      EXPECT_EQ(request.side(), kv1::SIDE_MIDLINE);
      EXPECT_THAT(request.reason(), HasSubstr("until it is taken"));
    }
    return tests;
  };
  EXPECT_THAT(asked(0), IsEmpty());
  Log({{1, 0, Exercise("cat_cow", "spread_down_limb: true")}});
  EXPECT_THAT(asked(0), ElementsAre("rep_flexion", "rep_extension"));
  EXPECT_THAT(asked(100), ElementsAre("rep_flexion", "rep_extension"));
  auto& assessment = *person_.facts.add_assessments();
  const auto assessed_on = [&](int offset) {
    assessment.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(
            absl::CivilHour(kMonday + offset) + 20, absl::UTCTimeZone())));
  };
  assessed_on(0);
  *assessment.add_results() = testing::ParseText<v1::TestResult>(
      "test: 'rep_flexion' side: SIDE_MIDLINE value: 0");
  EXPECT_THAT(asked(0), ElementsAre("rep_flexion", "rep_extension"))
      << "on the same day";
  assessed_on(1);
  EXPECT_THAT(asked(1), ElementsAre("rep_extension"));
}

// What it changes is told with its log in every session, until the test.
TEST_F(AdaptationCourseTest, AnIntoleranceIsToldWithItsLog) {
  Log({{1, 0, Exercise("cat_cow", "spread_down_limb: true")}});
  const auto told = [&](int number) {
    std::vector<std::string> findings;
    const SessionAdaptation adaptation = In(number);
    for (const v1::AppliedAdaptation& one : adaptation.applied) {
      if (one.rule() != "A-043") continue;
      EXPECT_EQ(one.exercise(), "cat_cow");
      EXPECT_THAT(one.logs(), ElementsAre("log1"));
      EXPECT_THAT(one.sessions(), ElementsAre(1));
      findings.push_back(one.finding());
    }
    return findings;
  };
  const std::string bending =
      "made pain spread further down a limb during repeated bending";
  const std::string arching =
      "made pain spread further down a limb during repeated arching";
  EXPECT_THAT(told(1), IsEmpty());
  EXPECT_THAT(told(2), ElementsAre(bending, arching));
  EXPECT_THAT(told(18), ElementsAre(bending, arching));
  EXPECT_TRUE(IsLeftOut("cat_cow", 18));
  auto& assessment = *person_.facts.add_assessments();
  assessment.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(kMonday + 3), absl::UTCTimeZone())));
  *assessment.add_results() = testing::ParseText<v1::TestResult>(
      "test: 'rep_flexion' side: SIDE_MIDLINE value: 0");
  EXPECT_THAT(told(18), ElementsAre(arching));
  *assessment.add_results() = testing::ParseText<v1::TestResult>(
      "test: 'rep_extension' side: SIDE_MIDLINE value: 0");
  EXPECT_THAT(told(18), IsEmpty());
  EXPECT_FALSE(IsLeftOut("cat_cow", 18));
}

TEST_F(AdaptationCourseTest, OtherSymptomsAndMovementsSetNoIntolerance) {
  for (const std::string& log :
       {Exercise("cat_cow", "neuro_symptom: true"),
        Exercise("glute_bridge", "spread_down_limb: true"),
        Exercise("childs_pose", "spread_down_limb: true")}) {
    person_.facts.clear_logs();
    Log({{1, 0, log}});
    for (const char* condition :
         {"intol_flexion", "intol_extension", "intol_rotation"}) {
      EXPECT_FALSE(HasCondition(On(0), condition)) << log;
    }
  }
}

TEST_F(AdaptationCourseTest, MissingEquipmentIsMissingUntilTheProfileSays) {
  const auto& exercises = ReleasedKnowledge().pack().exercises();
  const auto exercise = absl::c_find_if(exercises, [](const auto& one) {
    return absl::c_linear_search(one.equipment(), "foam_roller");
  });
  Log({{1, 0, kGood},
       {2, 2,
        absl::StrCat(kGood, Exercise(exercise->id(),
                                     "skip_reason: SKIP_REASON_EQUIPMENT"))}});
  EXPECT_THAT(In(2).missing_equipment, IsEmpty());
  EXPECT_TRUE(In(3).missing_equipment.contains("foam_roller"));
  EXPECT_TRUE(In(18).missing_equipment.contains("foam_roller"));
  EXPECT_FALSE(IsForSafety(ReleasedKnowledge(), In(3).applied[0]));
  const v1::Routine plan = Plan();
  for (int number = 3; number <= 18; ++number) {
    for (const v1::SessionItem& item : plan.sessions(number - 1).items()) {
      EXPECT_THAT(
          ReleasedKnowledge().FindExercise(item.exercise())->equipment(),
          Not(Contains("foam_roller")))
          << item.exercise();
    }
  }
  EXPECT_THAT(plan.sessions(2).adaptations(0).rule(), "A-050");
  auto& profile = *person_.facts.add_profiles();
  profile = person_.facts.profiles(0);
  profile.mutable_effective_time()->set_seconds(
      person_.facts.logs(1).effective_time().seconds() + 1);
  EXPECT_THAT(In(3).missing_equipment, IsEmpty());
}

TEST_F(AdaptationCourseTest, WhatNeedsNothingLacksNothing) {
  Log({{1, 0, kGood},
       {2, 2,
        absl::StrCat(kGood, Exercise("glute_bridge",
                                     "skip_reason: SKIP_REASON_EQUIPMENT"))}});
  EXPECT_THAT(Applied(3), IsEmpty());
}

TEST_F(AdaptationCourseTest, ASwapKeepsTheTechniqueOrTellsTheOther) {
  // Whatever is left out of the fourth session, what takes its place is of the
  // same technique, or says that it is not.
  int kept = 0;
  int told = 0;
  const v1::Session planned = person_.Session(4);
  for (const v1::SessionItem& item : planned.items()) {
    person_.facts.clear_logs();
    Log({{1, 0, Peak(item.exercise(), 6)}, {2, 2, Peak(item.exercise(), 6)}});
    const v1::Routine plan = Plan();
    for (const v1::SessionItem& other : plan.sessions(3).items()) {
      if (other.substitutes() != item.exercise()) continue;
      const auto technique = [](const std::string& exercise) {
        return ReleasedKnowledge().FindExercise(exercise)->technique();
      };
      const bool same =
          technique(other.exercise()) == technique(item.exercise());
      (same ? kept : told) += 1;
      EXPECT_NE(same, absl::StrContains(other.reason(), "(A-054)"))
          << other.exercise() << " for " << item.exercise();
    }
  }
  EXPECT_GT(kept, 0);
  EXPECT_GT(told, 0);
}

}  // namespace
}  // namespace tonus::engine
