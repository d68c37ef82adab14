// SPDX-License-Identifier: Apache-2.0
// What logs change, at the limits of its days and numbers: one step further it
// is otherwise.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

namespace kv1 = knowledge::v1;

class AdaptationLimitsTest : public AdaptationTest {
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

// each condition just met; just missed it is no step up (NotGoodTest).
TEST_F(AdaptationLimitsTest, AnExposureIsGoodAtItsLimits) {
  const std::string just =
      absl::StrCat("rpe: 6 pain_before: 1 pain_next_morning: 2 ",
                   Exercise("glute_bridge",
                            "completed_pct: 90 pain_during_max: 2 "
                            "difficulty: 0"));
  Log({{1, 0, just}, {2, 2, just}});
  EXPECT_EQ(StepOf("glute_bridge", 3), 1);
}

// too easy is not far too easy.
TEST_F(AdaptationLimitsTest, OnlyWhatIsFarTooEasyStepsUpAfterOne) {
  for (const int difficulty : {-1, -2}) {
    person_.facts.clear_logs();
    Log({{1, 0,
          absl::StrCat(kGood,
                       Exercise("glute_bridge",
                                absl::StrCat("pain_during_max: 1 difficulty: ",
                                             difficulty)))}});
    EXPECT_EQ(StepOf("glute_bridge", 2), difficulty == -2 ? 1 : 0);
  }
}

// sessions 4 to 6 hold, and the notice is told for 14 days.
TEST_F(AdaptationLimitsTest, ARiseOfPainHoldsThreeSessionsAndIsToldTwoWeeks) {
  const auto pain = [](int before) {
    return absl::StrCat(
        "completed_pct: 100 rpe: 5 pain_next_morning: 1 pain_before: ", before,
        Exercise("glute_bridge",
                 "completed_pct: 100 pain_during_max: 1 difficulty: 0"));
  };
  Log({{1, 0, "rpe: 5 pain_before: 5"},
       {2, 2, "rpe: 5 pain_before: 5"},
       {3, 4, "rpe: 5 pain_before: 4"}});
  EXPECT_THAT(ActionsOf("A-033", 4 + 14),
              ElementsAre(kv1::SAFETY_ACTION_REFER_ROUTINE));
  EXPECT_THAT(ActionsOf("A-033", 4 + 15), IsEmpty());
  Log({{4, 7, pain(3)}, {5, 9, pain(3)}, {6, 11, pain(3)}});
  EXPECT_EQ(StepOf("glute_bridge", 7), 0);
  Log({{7, 14, pain(3)}});
  EXPECT_EQ(StepOf("glute_bridge", 8), 1);
}

// session 8 is on day 16, 14 days after one symptom and 15 after
// another.
TEST_F(AdaptationLimitsTest, ASymptomOfANerveRestsForFourteenDays) {
  const std::string symptom =
      absl::StrCat(kGood, Exercise("glute_bridge", "neuro_symptom: true"));
  ASSERT_EQ(DayOf(8), kMonday + 16);
  for (const int day : {1, 2}) {
    person_.facts.clear_logs();
    Log({{1, day, symptom}});
    EXPECT_EQ(IsLeftOut("glute_bridge", 8), day == 2);
    EXPECT_THAT(ActionsOf("A-040", day + 90),
                ElementsAre(kv1::SAFETY_ACTION_REFER_ROUTINE));
    EXPECT_THAT(ActionsOf("A-040", day + 91), IsEmpty());
  }
}

// the second time within six weeks.
TEST_F(AdaptationLimitsTest, DizzinessASecondTimeClosesTheGate) {
  const std::string dizzy =
      Exercise("cat_cow", "stop_symptom: STOP_SYMPTOM_DIZZINESS");
  const auto gate = [&](int last) {
    person_.facts.clear_logs();
    Log({{1, 0, dizzy}, {2, last, dizzy}});
    return On(last).gate();
  };
  EXPECT_EQ(gate(41), v1::GATE_REFER);
  EXPECT_EQ(gate(42), v1::GATE_OK);
  person_.facts.mutable_logs()->RemoveLast();
  EXPECT_EQ(On(0).gate(), v1::GATE_OK) << "once";
}

// twice far too hard without pain is a step down.
TEST_F(AdaptationLimitsTest, WhatIsTooHardTwiceStepsDown) {
  const auto hard = [](int difficulty) {
    return absl::StrCat(
        kGood,
        Exercise("glute_bridge",
                 absl::StrCat("pain_during_max: 1 difficulty: ", difficulty)));
  };
  Log({{1, 0, hard(2)}});
  EXPECT_THAT(Applied(2), IsEmpty()) << "once";
  Log({{2, 2, hard(2)}});
  EXPECT_THAT(Applied(3), ElementsAre("A-051 glute_bridge"));
  EXPECT_EQ(StepOf("glute_bridge", 3), -1);
  *person_.facts.mutable_logs(1)->mutable_log()->mutable_exercises(0) =
      testing::ParseText<v1::ExerciseLog>(
          "exercise: 'glute_bridge' pain_during_max: 1 difficulty: 1");
  EXPECT_THAT(Applied(3), IsEmpty()) << "hard, and not too hard";
}

// twice, and in one week.
TEST_F(AdaptationLimitsTest, TimeHasToLackTwiceInAWeek) {
  const std::string short_of_time =
      "completed_pct: 80 skip_reason: SKIP_REASON_TIME";
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, short_of_time}});
  EXPECT_EQ(In(4).short_format, "") << "once";
  Log({{4, 7, short_of_time}});
  EXPECT_EQ(In(5).short_format, "") << "in two weeks";
  EXPECT_EQ(In(7).short_format, "");
  Log({{5, 9, short_of_time}});
  EXPECT_EQ(In(7).short_format, "20_minutes");
}

}  // namespace
}  // namespace tonus::engine
