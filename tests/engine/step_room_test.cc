// SPDX-License-Identifier: Apache-2.0
// A step up is one only where something changes, and what matters most goes
// first.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
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
using testing::ParseText;
using ::testing::UnorderedElementsAre;

using StepRoomTest = AdaptationTest;

std::string AllGood(const std::vector<std::string>& exercises) {
  std::string log = absl::StrCat(kGood, "pain_next_morning: 1 ");
  for (const std::string& exercise : exercises) {
    log += Exercise(exercise,
                    "completed_pct: 100 pain_during_max: 1 difficulty: 0");
  }
  return log;
}

// Days of the sessions of three weeks.
constexpr int kDays[] = {0, 2, 4, 7, 9, 11, 14, 16, 18};

TEST_F(StepRoomTest, ADoseAtTheTopOfItsRangeWaitsForTheHarderExercise) {
  for (int number = 1; number <= 6; ++number) {
    Log({{number, kDays[number - 1], Good("bird_dog_leg")}});
    // Its harder one is level 3, and the first weeks go up to level 2.
    if (number == 6) break;
    EXPECT_THAT(Applied(number + 1), IsEmpty()) << number;
  }
  EXPECT_EQ(StepOf("bird_dog_leg", 7), kHarderStep);
}

TEST_F(StepRoomTest, AStepWithoutEffectIsPassedOver) {
  // Exactly 10 repetitions in one set in this week; the harder one is level 2.
  Log({{1, 0, Good("clamshell")}, {2, 2, Good("clamshell")}});
  EXPECT_EQ(StepOf("clamshell", 3), kHarderStep);
}

// The clamshell gave way to the leg lift, which gives way to the band walk.
TEST_F(StepRoomTest, WhatIsHarderMayGetHarderAgain) {
  for (const char* side : {"SIDE_LEFT", "SIDE_RIGHT"}) {
    *person_.facts.add_overrides()->mutable_override() =
        ParseText<v1::Override>(absl::StrCat(
            "force_verdict { muscle: 'gluteus_medius' status: STATUS_WEAK "
            "side: ",
            side, " }"));
  }
  person_.Plan();
  for (int number = 1; number <= 6; ++number) {
    Log({{number, kDays[number - 1],
          Good(number <= 2 ? "clamshell" : "side_lying_hip_abd")}});
  }
  ASSERT_EQ(StepOf("clamshell", 7), kHarderStep);
  ASSERT_EQ(StepOf("side_lying_hip_abd", 7), kHarderStep);
  const v1::Routine plan = Plan();
  const v1::SessionItem* item = Find(plan.sessions(6), "band_walk");
  ASSERT_NE(item, nullptr) << plan.sessions(6).DebugString();
  EXPECT_EQ(item->substitutes(), "side_lying_hip_abd");
  EXPECT_EQ(Find(plan.sessions(6), "clamshell"), nullptr);
  EXPECT_EQ(Find(plan.sessions(6), "side_lying_hip_abd"), nullptr);
}

TEST_F(StepRoomTest, AWarmUpTakesNoStep) {
  Log({{1, 0, Good("march_warmup")}, {2, 2, Good("march_warmup")}});
  EXPECT_THAT(Applied(3), IsEmpty());
}

TEST_F(StepRoomTest, ALimitOfAClinicianLeavesNoRoom) {
  *person_.facts.add_overrides()->mutable_override() = ParseText<v1::Override>(
      "dose_cap { exercise: 'glute_bridge' max_sets: 1 }");
  Log({{1, 0, Good("glute_bridge")}, {2, 2, Good("glute_bridge")}});
  EXPECT_EQ(StepOf("glute_bridge", 3), 1);
  Log({{3, 4, Good("glute_bridge")}, {4, 7, Good("glute_bridge")}});
  EXPECT_EQ(StepOf("glute_bridge", 5), 1) << "one set, and nothing harder yet";
}

TEST_F(StepRoomTest, WhatMattersMostTakesTheTwoSteps) {
  const std::string all =
      AllGood({"exhale_90_90", "glute_bridge", "sit_to_stand"});
  Log({{1, 0, all}, {2, 2, all}});
  EXPECT_THAT(Applied(3),
              UnorderedElementsAre("A-010 glute_bridge", "A-010 sit_to_stand"));
  Log({{3, 4, all}});
  EXPECT_THAT(Applied(4), Contains("A-010 exhale_90_90"));
}

TEST_F(StepRoomTest, AStepIsToldOnlyWhereItChangesSomething) {
  Log({{1, 0, Good("glute_bridge")}, {2, 2, Good("glute_bridge")}});
  const v1::Routine plan = Plan();
  int told = 0;
  for (const v1::Session& session : plan.sessions()) {
    if (session.number() < 3) continue;
    const bool there = Find(session, "glute_bridge") != nullptr;
    const bool tells = absl::c_any_of(
        session.adaptations(), [](const v1::AppliedAdaptation& applied) {
          return applied.exercise() == "glute_bridge";
        });
    EXPECT_TRUE(there || !tells) << session.number();
    told += tells ? 1 : 0;
  }
  EXPECT_GT(told, 0);
}

TEST_F(StepRoomTest, ANerveGlidesSittingAfterTwoGreenSessions) {
  for (const char* result : {"test: 'slump' side: SIDE_RIGHT value: 2",
                             "test: 'slr_neural' side: SIDE_RIGHT value: 2",
                             "test: 'neuro_screen' side: SIDE_RIGHT value: 0",
                             "test: 'neuro_screen' side: SIDE_LEFT value: 0"}) {
    *person_.facts.mutable_assessments(0)->add_results() =
        ParseText<v1::TestResult>(result);
  }
  person_.Plan();
  ASSERT_NE(Find(person_.Session(1), "floss_sciatic_supine"), nullptr);
  // Of the morning after, and of the effort, nothing is told.
  const std::string green =
      absl::StrCat("completed_pct: 100 pain_before: 1 ",
                   Exercise("floss_sciatic_supine", "pain_during_max: 1"));
  Log({{1, 0, green}});
  const v1::Routine after_one = Plan();
  EXPECT_NE(Find(after_one.sessions(1), "floss_sciatic_supine"), nullptr);
  Log({{2, 2, green}});
  EXPECT_THAT(Applied(3), ElementsAre("R-311 floss_sciatic_supine"));
  const v1::Routine plan = Plan();
  for (int number = 3; number <= 18; ++number) {
    const v1::SessionItem* item =
        Find(plan.sessions(number - 1), "floss_sciatic_seated");
    ASSERT_NE(item, nullptr) << number;
    EXPECT_EQ(item->substitutes(), "floss_sciatic_supine");
  }
  EXPECT_THAT(Find(plan.sessions(2), "floss_sciatic_seated")->reason(),
              HasSubstr("two sessions in a row"));
}

}  // namespace
}  // namespace tonus::engine
