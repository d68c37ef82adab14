// SPDX-License-Identifier: Apache-2.0
// A dose says what is done in the time that it is counted as.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/dose.h"
#include "services/engine/dose_words.h"
#include "services/engine/tempo.h"
#include "tests/engine/relief_player.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::ParseText;

v1::Dose Passes(const std::string& dose) {
  auto fitted = ParseText<v1::Dose>(dose);
  FitPasses(ReleasedKnowledge(),
            *ReleasedKnowledge().FindExercise("smr_glutes_roller"), &fitted);
  return fitted;
}

std::string Words(const std::string& dose) {
  v1::SessionItem item;
  *item.add_doses() = ParseText<v1::Dose>(dose);
  return DoseWords(*ReleasedKnowledge().FindExercise("plank_wall"), item);
}

TEST(DoseWordsTest, OneHoldIsNotCounted) {
  EXPECT_EQ(Words("sets: 1 repetitions: 1 hold_seconds: 10"), "10 s");
  EXPECT_EQ(Words("sets: 2 max_sets: 3 repetitions: 1 hold_seconds: 15 "
                  "max_hold_seconds: 30"),
            "2 to 3 x 15 to 30 s");
  EXPECT_EQ(Words("sets: 1 repetitions: 8 hold_seconds: 3"), "1 x 8 of 3 s");
  EXPECT_EQ(Words("sets: 1 repetitions: 1"), "1 x 1");
}

TEST(PassesTest, FitTheTimeAtTwoToFourSeconds) {
  v1::Dose dose =
      Passes("repetitions: 15 max_repetitions: 30 hold_seconds: 30");
  EXPECT_EQ(dose.repetitions(), 8);
  EXPECT_EQ(dose.max_repetitions(), 15);
  dose = Passes("repetitions: 8 max_repetitions: 12 hold_seconds: 30");
  EXPECT_EQ(dose.repetitions(), 8);
  EXPECT_EQ(dose.max_repetitions(), 12);
  dose = Passes(
      "repetitions: 10 max_repetitions: 15 hold_seconds: 30 "
      "max_hold_seconds: 60");
  EXPECT_EQ(dose.max_repetitions(), 15);
  dose = Passes("repetitions: 15 hold_seconds: 10");
  EXPECT_EQ(dose.repetitions(), 3);
  EXPECT_EQ(dose.max_repetitions(), 0);
}

TEST(PassesTest, OfOtherWorkAreLeft) {
  auto dose = ParseText<v1::Dose>("repetitions: 15 hold_seconds: 1");
  FitPasses(ReleasedKnowledge(),
            *ReleasedKnowledge().FindExercise("glute_bridge"), &dose);
  EXPECT_EQ(dose.repetitions(), 15);
}

TEST(PassesTest, AreServedSoOnTheLadder) {
  ReliefPlayer player;
  player.Begin(6);
  const v1::ReliefRun run = player.Answer(6);
  ASSERT_EQ(run.step().item().exercise(), "smr_glutes_roller");
  for (const v1::Dose& dose : run.step().item().doses()) {
    EXPECT_EQ(dose.repetitions(), 8);
    EXPECT_EQ(dose.max_repetitions(), 15);
    EXPECT_EQ(dose.hold_seconds(), 30);
  }
}

TEST(WalkTest, LastsAsLongAsItIsCounted) {
  for (const knowledge::v1::WeekShape& week :
       ReleasedKnowledge().pack().week_shapes()) {
    for (const char* id : {"walk_brisk", "bike_easy", "march_warmup"}) {
      const auto& exercise = *ReleasedKnowledge().FindExercise(id);
      DoseSpot spot;
      spot.week = &week;
      const auto dose =
          PlanDose(ReleasedKnowledge().pack().session(), exercise, spot)[0];
      EXPECT_EQ(dose.hold_seconds(), exercise.hold_seconds().low());
      EXPECT_EQ(dose.max_hold_seconds(), 0) << id;
    }
  }
}

TEST(BreathsTest, OfAStepAreHeldForBreaths) {
  ReliefPlayer player;
  v1::ReliefRun run = player.Begin(6);
  while (run.state() == v1::RELIEF_STATE_STEP &&
         run.step().step() != "L5_ACROSS") {
    run = player.Answer(6);
  }
  ASSERT_EQ(run.step().step(), "L5_ACROSS");
  for (const v1::Dose& dose : run.step().item().doses()) {
    EXPECT_EQ(dose.breaths(), 6);
    EXPECT_EQ(dose.hold_seconds(), 0);
    EXPECT_EQ(dose.max_hold_seconds(), 0);
  }
  // 6 breaths of 8 s on each side.
  EXPECT_DOUBLE_EQ(run.step().item().minutes(), 1.6);
}

TEST(DizzinessTest, AsksTheRedFlagQuestionsAgain) {
  ReliefPlayer player;
  player.Begin(5);
  const v1::ReliefRun run =
      player.Answer(5, "stop_symptom: STOP_SYMPTOM_DIZZINESS");
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_ABORTED);
  EXPECT_THAT(run.advice(), Contains(HasSubstr("red-flag question")));
}

}  // namespace
}  // namespace tonus::engine
