// SPDX-License-Identifier: Apache-2.0
#include "services/engine/adaptation.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/deterministic_bytes.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

namespace kv1 = knowledge::v1;

TEST_F(AdaptationTest, WithoutLogsNothingHolds) {
  EXPECT_THAT(Applied(1), IsEmpty());
  EXPECT_EQ(DeterministicBytes(Plan()), DeterministicBytes(person_.routine));
}

TEST_F(AdaptationTest, ARedExerciseRestsForTwoSessionsAndStepsDown) {
  Log({{1, 0, Peak("glute_bridge", 5)}});
  EXPECT_THAT(Applied(1), IsEmpty()) << "it was done as it was";
  EXPECT_FALSE(IsLeftOut("glute_bridge", 1));
  for (const int number : {2, 3}) {
    EXPECT_TRUE(IsLeftOut("glute_bridge", number)) << number;
  }
  EXPECT_FALSE(IsLeftOut("glute_bridge", 4));
  EXPECT_EQ(StepOf("glute_bridge", 4), -1);
  EXPECT_THAT(Applied(18), ElementsAre("A-020 glute_bridge"));
}

TEST_F(AdaptationTest, ARiseOfThreeIsRedAndLessIsNot) {
  Log({{1, 0, Peak("glute_bridge", 4)}});
  EXPECT_TRUE(IsLeftOut("glute_bridge", 2));
  person_.facts.clear_logs();
  Log({{1, 0, Peak("glute_bridge", 3)}});
  EXPECT_THAT(Applied(2), IsEmpty()) << "AMBER once";
}

TEST_F(AdaptationTest, ReliefThatBeganInPainIsRedOnlyWhenItRises) {
  for (const int number : {1, 2, 3}) {
    const int offset = 2 * (number - 1);
    CheckIn(number, offset, /*pain=*/5);
    Log({{number, offset,
          absl::StrCat("completed_pct: 100 pain_before: 5",
                       Exercise("cat_cow", "pain_during_max: 5"))}});
  }
  const auto gate = [&] {
    return Interpret(ReleasedKnowledge(), person_.facts, kMonday + 5).gate();
  };
  EXPECT_FALSE(IsLeftOut("cat_cow", 4));
  EXPECT_EQ(gate(), v1::GATE_OK);
  const auto peak = [&](int pain) {
    for (auto& fact : *person_.facts.mutable_logs()) {
      fact.mutable_log()->mutable_exercises(0)->set_pain_during_max(pain);
    }
  };
  peak(7);
  EXPECT_FALSE(IsLeftOut("cat_cow", 4)) << "less than 3 above";
  EXPECT_EQ(gate(), v1::GATE_OK);
  peak(8);
  EXPECT_TRUE(IsLeftOut("cat_cow", 4));
  EXPECT_EQ(gate(), v1::GATE_REFER) << "three RED sessions";
  // The same in sessions that nothing replaced.
  peak(5);
  person_.facts.clear_check_ins();
  EXPECT_TRUE(IsLeftOut("cat_cow", 4));
  EXPECT_EQ(gate(), v1::GATE_REFER);
}

TEST_F(AdaptationTest, WhatWasNotToldFiresNothing) {
  Log({{1, 0, Exercise("glute_bridge", "")},
       {2, 2, Exercise("glute_bridge", "pain_during_max: 2")}});
  for (const int number : {2, 3, 18}) {
    EXPECT_THAT(Applied(number), IsEmpty()) << number;
  }
}

TEST_F(AdaptationTest, TheSecondRedOfABlockRemovesIt) {
  Log({{1, 0, Peak("glute_bridge", 6)},
       {2, 2, Good("clamshell")},
       {3, 4, Good("clamshell")},
       {4, 7, Peak("glute_bridge", 6)}});
  EXPECT_FALSE(IsLeftOut("glute_bridge", 4));
  for (const int number : {5, 6, 7, 18}) {
    EXPECT_TRUE(IsLeftOut("glute_bridge", number)) << number;
  }
  EXPECT_FALSE(IsLeftOut("side_bridge_knees", 7));
}

TEST_F(AdaptationTest, SessionsCountInTheOrderInWhichTheyAreDone) {
  Log({{1, 0, Peak("glute_bridge", 6)}, {3, 2, Good("side_bridge_knees")}});
  EXPECT_TRUE(IsLeftOut("glute_bridge", 3));
  EXPECT_TRUE(IsLeftOut("glute_bridge", 2)) << "the next that is open";
  EXPECT_FALSE(IsLeftOut("glute_bridge", 4));
}

TEST_F(AdaptationTest, ASessionThatWasBrokenOffIsOver) {
  Log({{1, 0,
        absl::StrCat("completed_pct: 40 pain_before: 0 ",
                     Exercise("glute_bridge", "pain_during_max: 7"))}});
  EXPECT_FALSE(IsLeftOut("glute_bridge", 1)) << "it stays as it was";
  EXPECT_TRUE(IsLeftOut("glute_bridge", 2));
  EXPECT_TRUE(IsLeftOut("glute_bridge", 3));
  EXPECT_FALSE(IsLeftOut("glute_bridge", 4));
}

TEST_F(AdaptationTest, AmberTwiceInARowStepsDown) {
  Log({{1, 0, Peak("glute_bridge", 3)}, {2, 2, Peak("glute_bridge", 3)}});
  EXPECT_EQ(StepOf("glute_bridge", 2), 0);
  EXPECT_EQ(StepOf("glute_bridge", 3), -1);
  EXPECT_FALSE(IsLeftOut("glute_bridge", 3));
  EXPECT_THAT(Applied(3), ElementsAre("A-021 glute_bridge"));
}

TEST_F(AdaptationTest, AGreenExposureBetweenIsNotInARow) {
  Log({{1, 0, Peak("glute_bridge", 3)},
       {2, 2, Peak("glute_bridge", 1)},
       {3, 4, Peak("glute_bridge", 3)}});
  EXPECT_THAT(Applied(4), IsEmpty());
}

TEST_F(AdaptationTest, TwoGoodExposuresAreAStepUp) {
  Log({{1, 0, Good("glute_bridge")}, {2, 2, Good("glute_bridge")}});
  EXPECT_EQ(StepOf("glute_bridge", 2), 0);
  EXPECT_EQ(StepOf("glute_bridge", 3), 1);
  EXPECT_THAT(Applied(3), ElementsAre("A-010 glute_bridge"));
  const auto applied = In(3).applied;
  EXPECT_THAT(applied[0].sessions(), ElementsAre(1, 2));
  EXPECT_THAT(applied[0].logs(), ElementsAre("log1", "log2"));
  Log({{3, 4, Good("glute_bridge")}});
  EXPECT_EQ(StepOf("glute_bridge", 4), 1) << "the count began anew";
  // In the second week there are exactly two sets, and the harder exercise is
  // for the third.
  Log({{4, 7, Good("glute_bridge")}, {5, 9, Good("glute_bridge")}});
  EXPECT_EQ(StepOf("glute_bridge", 6), 1);
  Log({{6, 11, Good("glute_bridge")}});
  EXPECT_EQ(StepOf("glute_bridge", 7), kHarderStep);
}

TEST_F(AdaptationTest, WithCautionADoseRisesOnlyAfterGoodExposures) {
  auto& fact = *person_.facts.add_overrides();
  fact.set_fact_id("pin");
  fact.set_revision(1);
  fact.mutable_override()->set_pin_exercise("glute_bridge");
  person_.facts.mutable_profiles(0)
      ->mutable_profile()
      ->add_conditions()
      ->set_condition("cond_vestibular");
  v1::Clearance& clearance = *person_.facts.add_clearances();
  clearance.set_subject("cond_vestibular");
  *clearance.mutable_date() = ToDate(kMonday);
  person_.Plan();
  const auto dose = [&](int number) {
    const v1::Routine plan = Plan();
    const v1::SessionItem* item =
        Find(plan.sessions(number - 1), "glute_bridge");
    EXPECT_NE(item, nullptr);
    EXPECT_TRUE(item != nullptr && item->caution());
    return item == nullptr ? v1::Dose() : item->doses(0);
  };
  for (int number = 1; number <= 18; ++number) {
    const v1::Dose planned = dose(number);
    EXPECT_EQ(planned.sets(), 1) << number;
    EXPECT_EQ(planned.max_repetitions(), 0) << "nothing says to do more";
  }
  const int before = dose(5).repetitions();
  Log({{1, 0, Good("glute_bridge")}});
  EXPECT_EQ(dose(5).repetitions(), before) << "one is not enough";
  Log({{2, 2, Good("glute_bridge")}});
  EXPECT_EQ(dose(5).sets(), 1);
  EXPECT_GT(dose(5).repetitions(), before);
  Log({{3, 4, Good("glute_bridge")}, {4, 7, Good("glute_bridge")}});
  EXPECT_GT(dose(5).sets(), 1);
  EXPECT_EQ(dose(5).max_sets(), 0);
  // What hurt goes back to where it began.
  Log({{5, 9, Peak("glute_bridge", 6)}});
  for (int number = 6; number <= 18; ++number) {
    const v1::Routine plan = Plan();
    const v1::SessionItem* item =
        Find(plan.sessions(number - 1), "glute_bridge");
    if (item == nullptr) continue;
    EXPECT_EQ(item->doses(0).sets(), 1) << number;
  }
}

struct NotGood {
  std::string name;
  std::string log;
};

class NotGoodTest : public AdaptationTest,
                    public ::testing::WithParamInterface<NotGood> {};

TEST_P(NotGoodTest, IsNoStepUp) {
  Log({{1, 0, Good("glute_bridge")}, {2, 2, GetParam().log}});
  EXPECT_EQ(StepOf("glute_bridge", 3), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Logs, NotGoodTest,
    ::testing::ValuesIn(std::vector<NotGood>{
        {"DoseWasNotDone", absl::StrCat(kGood, "pain_next_morning: 1 ",
                                        Exercise("glute_bridge",
                                                 "completed_pct: 89 "
                                                 "pain_during_max: 1 "
                                                 "difficulty: 0"))},
        {"EffortWasHigh",
         absl::StrCat("rpe: 7 pain_before: 1 pain_next_morning: 1 ",
                      Exercise("glute_bridge",
                               "completed_pct: 100 "
                               "pain_during_max: 1 "
                               "difficulty: 0"))},
        {"EffortWasNotTold",
         absl::StrCat("pain_before: 1 pain_next_morning: 1 ",
                      Exercise("glute_bridge",
                               "completed_pct: 100 "
                               "pain_during_max: 1 "
                               "difficulty: 0"))},
        {"ItWasHard", absl::StrCat(kGood, "pain_next_morning: 1 ",
                                   Exercise("glute_bridge",
                                            "completed_pct: 100 "
                                            "pain_during_max: 1 "
                                            "difficulty: 1"))},
        {"TheMorningIsNotKnown",
         absl::StrCat(kGood, Exercise("glute_bridge",
                                      "completed_pct: 100 "
                                      "pain_during_max: 1 "
                                      "difficulty: 0"))}}),
    [](const auto& info) { return info.param.name; });

TEST_F(AdaptationTest, WithoutAUsualMorningAWorseOneIsNotJudged) {
  person_.facts.clear_mornings();
  Log({{1, 0, Good("glute_bridge")}, {2, 2, Good("glute_bridge")}});
  EXPECT_EQ(StepOf("glute_bridge", 3), 1) << "1 is no rise by 2 at all";
  person_.facts.mutable_logs(0)->mutable_log()->set_pain_next_morning(2);
  EXPECT_EQ(StepOf("glute_bridge", 3), 0);
}

TEST_F(AdaptationTest, ASideThatWentBadlyHoldsTheOther) {
  const auto both = [](absl::string_view right) {
    return absl::StrCat(
        kGood,
        Exercise("step_up",
                 "side: SIDE_LEFT pain_during_max: 1 difficulty: -2"),
        Exercise("step_up", absl::StrCat("side: SIDE_RIGHT ", right)));
  };
  Log({{1, 0, both("pain_during_max: 1 difficulty: 0")}});
  EXPECT_EQ(StepOf("step_up", 2), 0);
  Log({{2, 2, both("pain_during_max: 1 difficulty: -2")}});
  EXPECT_EQ(StepOf("step_up", 3), 1);
}

TEST_F(AdaptationTest, AtMostTwoExercisesStepUpInASession) {
  const std::string all = absl::StrCat(
      kGood, "pain_next_morning: 1 ",
      Exercise("glute_bridge",
               "completed_pct: 100 pain_during_max: 1 difficulty: 0"),
      Exercise("side_bridge_knees",
               "completed_pct: 100 pain_during_max: 1 difficulty: 0"),
      Exercise("step_up",
               "completed_pct: 100 pain_during_max: 1 difficulty: 0"));
  Log({{1, 0, Good("clamshell")}, {2, 2, all}, {3, 4, all}});
  EXPECT_THAT(Applied(4),
              UnorderedElementsAre("A-010 glute_bridge", "A-010 step_up"));
  Log({{4, 7, all}});
  EXPECT_EQ(StepOf("side_bridge_knees", 5), 1) << "it waited for one session";
}

TEST_F(AdaptationTest, FarTooEasyStepsUpOnceAWeek) {
  const auto easy = [](absl::string_view exercise) {
    return absl::StrCat(
        kGood, Exercise(exercise, "pain_during_max: 1 difficulty: -2"));
  };
  Log({{1, 0, easy("glute_bridge")}, {2, 2, easy("step_up")}});
  EXPECT_THAT(Applied(3), ElementsAre("A-012 glute_bridge"));
  Log({{3, 4, kGood}, {4, 7, easy("step_up")}});
  EXPECT_EQ(StepOf("step_up", 5), 1);
}

TEST_F(AdaptationTest, ASymptomOfANerveRestsWhatIsLikeIt) {
  Log({{1, 0,
        absl::StrCat(kGood, Exercise("glute_bridge", "neuro_symptom: true"))}});
  const auto left_out = In(2).left_out;
  EXPECT_TRUE(left_out.count("glute_bridge"));
  EXPECT_TRUE(left_out.count("quadruped_hip_ext")) << "the same first target";
  EXPECT_TRUE(left_out.count("roll_down")) << "tensions nerves";
  EXPECT_FALSE(left_out.count("clamshell"));
  EXPECT_THAT(Applied(2), ElementsAre("A-040 glute_bridge"));
  // Day 14 is that of session 7.
  EXPECT_EQ(DayOf(7), kMonday + 14);
  EXPECT_TRUE(IsLeftOut("glute_bridge", 7));
  EXPECT_FALSE(IsLeftOut("glute_bridge", 8));
}

TEST_F(AdaptationTest, ABriefSymptomUnderAToolMovesTheSiteAndTheSecondRemoves) {
  const std::string brief = absl::StrCat(
      kGood,
      Exercise("smr_piriformis_ball",
               "side: SIDE_LEFT neuro_symptom: true settled_minutes: 1"));
  Log({{1, 0, brief}});
  EXPECT_THAT(Applied(2), ElementsAre("A-041 smr_piriformis_ball"));
  EXPECT_FALSE(IsLeftOut("smr_piriformis_ball", 2));
  EXPECT_THAT(In(2).reminders.at("smr_piriformis_ball")->reason(),
              HasSubstr("move it to another site"));
  EXPECT_THAT(Applied(3), IsEmpty());
  Log({{2, 2, brief}});
  EXPECT_TRUE(IsLeftOut("smr_piriformis_ball", 3));
  EXPECT_TRUE(IsLeftOut("smr_piriformis_ball", 18));
}

TEST_F(AdaptationTest, ASymptomThatLastsOrIsNotUnderAToolIsNoBriefOne) {
  for (const std::string& log :
       {Exercise("smr_piriformis_ball",
                 "side: SIDE_LEFT neuro_symptom: true settled_minutes: 3"),
        Exercise("smr_piriformis_ball", "side: SIDE_LEFT neuro_symptom: true"),
        Exercise("smr_piriformis_ball",
                 "side: SIDE_LEFT stop_symptom: STOP_SYMPTOM_LIMB_NEURAL"),
        Exercise("smr_piriformis_ball",
                 "side: SIDE_LEFT spread_down_limb: true")}) {
    person_.facts.clear_logs();
    Log({{1, 0, absl::StrCat(kGood, log)}});
    EXPECT_THAT(Applied(2), ElementsAre("A-040 smr_piriformis_ball")) << log;
  }
}

TEST_F(AdaptationTest, AHardWeekLightensTheNext) {
  Log({{1, 0, "completed_pct: 100 rpe: 8"}, {2, 2, "rpe: 9"}});
  EXPECT_THAT(Applied(3), IsEmpty());
  EXPECT_THAT(Applied(4), ElementsAre("A-022"));
  EXPECT_THAT(Applied(6), ElementsAre("A-022"));
  EXPECT_THAT(Applied(7), IsEmpty());
  EXPECT_EQ(In(4).fewer_levels, 1);
  Log({{3, 4, "rpe: 7"}});
  EXPECT_THAT(Applied(4), IsEmpty()) << "8 on average";
}

TEST_F(AdaptationTest, MorningsLightenOrRelieveWhatIsNext) {
  Log({{1, 0, absl::StrCat(Good("glute_bridge"))},
       {2, 2,
        absl::StrCat(kGood, "pain_next_morning: 3 ",
                     Exercise("glute_bridge", "pain_during_max: 1"))}});
  EXPECT_THAT(Applied(3), ElementsAre("A-030"));
  EXPECT_THAT(Applied(4), IsEmpty());
  EXPECT_EQ(In(3)
                .LighterFor(ReleasedKnowledge(),
                            *ReleasedKnowledge().FindExercise("clamshell"))
                .percent_off,
            20)
      << "the same region";
  person_.facts.mutable_logs(1)->mutable_log()->set_pain_next_morning(4);
  EXPECT_THAT(Applied(3), ElementsAre("A-031"));
  EXPECT_NE(In(3).relief, nullptr);
  EXPECT_THAT(Applied(4), ElementsAre("A-022")) << "RED in the week before";
  EXPECT_EQ(In(4).relief, nullptr);
}

TEST_F(AdaptationTest, FatigueDislikeAndTime) {
  Log({{1, 0, "completed_pct: 59 skip_reason: SKIP_REASON_FATIGUE"},
       {2, 2, "completed_pct: 10 skip_reason: SKIP_REASON_FATIGUE"}});
  EXPECT_THAT(Applied(4), ElementsAre("A-022"));
  person_.facts.clear_logs();
  const std::string disliked =
      Exercise("glute_bridge", "skip_reason: SKIP_REASON_DISLIKE");
  Log({{1, 0, absl::StrCat(kGood, disliked)}});
  EXPECT_FALSE(IsLeftOut("glute_bridge", 2));
  Log({{2, 2, absl::StrCat(kGood, disliked)}});
  EXPECT_TRUE(IsLeftOut("glute_bridge", 3));
  EXPECT_FALSE(IsForSafety(ReleasedKnowledge(), In(3).applied[0]));
  person_.facts.clear_logs();
  Log({{1, 0, "completed_pct: 80 skip_reason: SKIP_REASON_TIME"},
       {2, 2, "completed_pct: 80 skip_reason: SKIP_REASON_TIME"}});
  EXPECT_EQ(In(4).short_format, "20_minutes");
  EXPECT_EQ(In(7).short_format, "");
}

}  // namespace
}  // namespace tonus::engine
