// SPDX-License-Identifier: Apache-2.0
#include "services/engine/relief_run.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/relief_player.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string StepOf(const v1::ReliefRun& run) { return run.step().step(); }

// The steps of a run in which nothing ever changes.
std::vector<std::string> StepsOf(ReliefPlayer player, int pain = 5,
                                 const std::string& begun = "") {
  std::vector<std::string> steps;
  for (v1::ReliefRun run = player.Begin(pain, begun);
       run.state() == v1::RELIEF_STATE_STEP; run = player.Answer(pain)) {
    steps.push_back(StepOf(run));
  }
  return steps;
}

std::string RuleOfSkipped(const v1::ReliefRun& run,
                          const std::string& exercise) {
  for (const v1::Dropped& skipped : run.skipped()) {
    if (skipped.exercise() == exercise) return skipped.rule();
  }
  return "";
}

TEST(ReliefRunTest, BeginsWithTheFirstStep) {
  ReliefPlayer player;
  const v1::ReliefRun run = player.Begin(5);
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_STEP);
  EXPECT_EQ(StepOf(run), "L1_BREATH");
  EXPECT_EQ(run.step().rung(), 1);
  EXPECT_EQ(run.step().item().exercise(), "left_rib_exhale");
  EXPECT_EQ(run.step().wait_seconds(), 60);
  EXPECT_THAT(run.step().warm_up(), IsEmpty());
  EXPECT_EQ(run.base_pain(), 5);
  EXPECT_FALSE(run.has_end_time());
}

TEST(ReliefRunTest, NoChangeLeadsToTheNextStep) {
  ReliefPlayer player;
  player.Begin(5);
  const v1::ReliefRun run = player.Answer(5);
  EXPECT_EQ(StepOf(run), "L2_GLUTE");
  EXPECT_EQ(run.step().item().exercise(), "smr_glutes_roller");
  ASSERT_EQ(run.taken_size(), 1);
  EXPECT_EQ(run.taken(0).rule(), "R-805");
  EXPECT_EQ(run.taken(0).pain_before(), 5);
}

TEST(ReliefRunTest, LessPainRepeatsTheStepOnce) {
  ReliefPlayer player;
  player.Begin(6);
  v1::ReliefRun run = player.Answer(5);
  EXPECT_EQ(StepOf(run), "L1_BREATH");
  EXPECT_TRUE(run.step().repeated_step());
  run = player.Answer(5);
  EXPECT_EQ(StepOf(run), "L2_GLUTE");
  EXPECT_FALSE(run.step().repeated_step());
}

TEST(ReliefRunTest, AStepIsNotRepeatedTwice) {
  ReliefPlayer player;
  player.Begin(9, "");
  player.Answer(9);
  player.Answer(10);  // Leaves the rung.
  v1::ReliefRun run = player.Answer(9);
  EXPECT_TRUE(run.step().repeated_step());
  run = player.Answer(8);
  EXPECT_EQ(run.taken(3).rule(), "R-804");
  EXPECT_FALSE(run.step().repeated_step());
}

TEST(ReliefRunTest, ReliefEndsIt) {
  ReliefPlayer player;
  player.Begin(5);
  const v1::ReliefRun run = player.Answer(3);
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_RELIEVED);
  EXPECT_EQ(run.rule(), "R-803");
  EXPECT_FALSE(run.has_step());
  EXPECT_TRUE(run.has_end_time());
}

TEST(ReliefRunTest, WorseLeavesTheRung) {
  ReliefPlayer player;
  player.Begin(4);
  player.Answer(4);
  const v1::ReliefRun run = player.Answer(5);  // After L2_GLUTE.
  EXPECT_EQ(run.taken(1).rule(), "R-806");
  EXPECT_EQ(run.step().rung(), 3);
  EXPECT_EQ(RuleOfSkipped(run, "smr_hamstrings_stick"), "R-806");
  EXPECT_EQ(RuleOfSkipped(run, "smr_thoracic_roller"), "R-806");
}

TEST(ReliefRunTest, TheSecondWorseEndsIt) {
  ReliefPlayer player;
  player.Begin(5);
  player.Answer(6);
  player.Answer(5);  // Eased.
  const v1::ReliefRun run = player.Answer(6);
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_ABORTED);
  EXPECT_EQ(run.rule(), "R-807");
}

TEST(ReliefRunTest, NothingToRelieve) {
  ReliefPlayer player;
  EXPECT_EQ(player.Begin(1).state(), v1::RELIEF_STATE_RELIEVED);
  EXPECT_EQ(player.Read().rule(), "R-801");
  EXPECT_EQ(player.Begin(2).state(), v1::RELIEF_STATE_STEP);
}

TEST(ReliefRunTest, BlockedByAYesByAnOpenQuestionAndByTheGate) {
  ReliefPlayer yes;
  EXPECT_EQ(yes.Begin(5,
                      "recheck { others_denied: true answers { red_flag: "
                      "'rf_saddle_sensation' present: true } }")
                .state(),
            v1::RELIEF_STATE_BLOCKED);
  EXPECT_EQ(yes.Read().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_FALSE(yes.Read().has_step());

  ReliefPlayer open;
  const v1::ReliefRun run =
      open.Begin(5, "recheck { answers { red_flag: 'rf_saddle_sensation' } }");
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_BLOCKED);
  EXPECT_EQ(run.rule(), "R-800");
  EXPECT_EQ(run.gate(), v1::GATE_OK) << "the assessment was answered";

  ReliefPlayer closed(
      PatientFacts("age_years: 40 conditions { condition: 'cond_aaa' }")
          .Assessed(0, kDenied)
          .facts());
  EXPECT_EQ(closed.Begin(5).state(), v1::RELIEF_STATE_BLOCKED);
}

TEST(ReliefRunTest, TwoRunsADay) {
  ReliefPlayer player;
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(player.Begin(5).state(), v1::RELIEF_STATE_STEP);
    player.Answer(3);
  }
  const v1::ReliefRun third = player.Begin(5);
  EXPECT_EQ(third.state(), v1::RELIEF_STATE_BLOCKED);
  EXPECT_EQ(third.rule(), "R-809");
  player.Wait(absl::Hours(24));
  EXPECT_EQ(player.Begin(5).state(), v1::RELIEF_STATE_STEP);
}

// A beginning that was broken off uses up nothing.
TEST(ReliefRunTest, ARunWithoutAReportIsNoneOfTheDay) {
  ReliefPlayer player;
  for (int i = 0; i < 2; ++i) {
    player.Begin(5);
    player.Stop();
    player.Begin(5);  // Ends as the next one begins.
  }
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(player.Begin(5).state(), v1::RELIEF_STATE_STEP);
    player.Answer(5);
    player.Stop();
  }
  EXPECT_EQ(player.Begin(5).rule(), "R-809");
}

// What stands in for a drill that may not be done at all is itself not done
// under caution where its easier form may be.
TEST(ReliefRunTest, WhatStandsInGivesWayToItsEasierFormUnderCaution) {
  ReliefPlayer player(
      PatientFacts("age_years: 40 user_level: 2 equipment: 'chair' "
                   "conditions { condition: 'cond_respiratory_severe' }")
          .Assessed(1, "screening { others_denied: true }")
          .Cleared(1, "cond_respiratory_severe")
          .facts());
  const v1::ReliefRun run = player.Begin(6);
  ASSERT_EQ(run.state(), v1::RELIEF_STATE_STEP);
  EXPECT_EQ(StepOf(run), "L1_BREATH");
  EXPECT_EQ(run.step().item().exercise(), "seated_long_exhale");
  EXPECT_FALSE(run.step().item().caution());
  EXPECT_EQ(run.step().item().substitutes(), "left_rib_exhale");
}

TEST(ReliefRunTest, AnAbleManGoesTheWholeWayInTheTime) {
  // Two steps are out for good: one needs an opt-in, one needs warm hands.
  EXPECT_THAT(StepsOf(ReliefPlayer()),
              ElementsAre("L1_BREATH", "L2_GLUTE", "L2_HAM", "L2_UPPER",
                          "L3_SCORPION_P", "L3_SCORPION_S", "L3_CATCOW",
                          "L4_HANG", "L5_PNF", "L5_ACROSS", "L5_CHILD"));
}

TEST(ReliefRunTest, ExhaustedOffersRestAndAWalk) {
  ReliefPlayer player;
  v1::ReliefRun run = player.Begin(5);
  while (run.state() == v1::RELIEF_STATE_STEP) run = player.Answer(5);
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_EXHAUSTED);
  EXPECT_THAT(run.advice(), Contains(HasSubstr("72 hours")));
  ASSERT_EQ(run.offered_size(), 2);
  EXPECT_EQ(run.offered(0).exercise(), "unload_90_90");
  EXPECT_EQ(run.offered(1).exercise(), "walk_brisk");
  EXPECT_EQ(run.offered(1).doses(0).hold_seconds(), 300);
  EXPECT_EQ(run.offered(1).doses(0).max_hold_seconds(), 600);
}

TEST(ReliefRunTest, TheTimeOfARunEndsIt) {
  ReliefPlayer player;
  player.Begin(5);
  player.Wait(absl::Minutes(29));
  const v1::ReliefRun run = player.Answer(5);
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_EXHAUSTED);
  EXPECT_EQ(run.rule(), "R-809");
}

TEST(ReliefRunTest, ARunThatNobodyGoesOnWithIsOver) {
  ReliefPlayer player;
  player.Begin(5);
  player.Wait(absl::Minutes(30) - absl::Seconds(1));
  EXPECT_EQ(player.Read().state(), v1::RELIEF_STATE_STEP);
  player.Wait(absl::Seconds(1));
  EXPECT_EQ(player.Read().state(), v1::RELIEF_STATE_STOPPED);
  EXPECT_EQ(player.Read().rule(), "R-809");
}

TEST(ReliefRunTest, ARunThatAnotherFollowsIsOver) {
  ReliefPlayer player;
  player.Begin(5);
  player.Begin(4);
  EXPECT_EQ(player.ReadRun(1).state(), v1::RELIEF_STATE_STOPPED);
  EXPECT_EQ(player.ReadRun(2).state(), v1::RELIEF_STATE_STEP);
}

TEST(ReliefRunTest, ThePersonMayEndIt) {
  ReliefPlayer player;
  player.Begin(5);
  EXPECT_EQ(player.Stop().state(), v1::RELIEF_STATE_STOPPED);
}

TEST(ReliefRunTest, WarmsUpOnceBeforeTheFourthRung) {
  ReliefPlayer player;
  std::vector<std::string> warmed;
  for (v1::ReliefRun run = player.Begin(5);
       run.state() == v1::RELIEF_STATE_STEP; run = player.Answer(5)) {
    if (run.step().warm_up_size() == 0) continue;
    warmed.push_back(StepOf(run));
    EXPECT_EQ(run.step().warm_up(0).exercise(), "march_warmup");
    EXPECT_EQ(run.step().warm_up(0).doses(0).hold_seconds(), 180);
  }
  EXPECT_THAT(warmed, ElementsAre("L4_HANG"));
}

TEST(ReliefRunTest, WhoIsWarmDoesNotWarmUp) {
  ReliefPlayer player;
  for (v1::ReliefRun run = player.Begin(5, "warm: true");
       run.state() == v1::RELIEF_STATE_STEP; run = player.Answer(5)) {
    EXPECT_THAT(run.step().warm_up(), IsEmpty());
  }
}

TEST(ReliefRunTest, ForbiddenIsSkippedCautionIsEased) {
  ReliefPlayer player(
      PatientFacts(absl::StrCat(kAblePerson,
                                "conditions { condition: 'cond_skin_wound' }"))
          .Assessed(0, kDenied)
          .facts());
  player.Begin(5);
  const v1::ReliefRun run = player.Answer(5);
  EXPECT_EQ(run.step().rung(), 3) << "a wound forbids every massage";
  EXPECT_EQ(RuleOfSkipped(run, "smr_glutes_roller"), "G-06");

  ReliefPlayer careful(
      PatientFacts(absl::StrCat(kAblePerson,
                                "conditions { condition: 'cond_wrist_pain' }"))
          .Assessed(0, kDenied)
          .facts());
  careful.Begin(5);
  EXPECT_THAT(careful.Answer(5).step().item().exercise(),
              Not("smr_glutes_roller"))
      << "the roller loads the wrist, the ball at the wall does not";
}

TEST(ReliefRunTest, AnEasierFormIsUsedOnce) {
  ReliefPlayer player(
      PatientFacts(
          absl::StrCat(kAblePerson, "conditions { condition: 'intol_neural' }"))
          .Assessed(0, kDenied)
          .facts());
  std::vector<std::string> done;
  for (v1::ReliefRun run = player.Begin(7, "equipment { equipment: 'none' }");
       run.state() == v1::RELIEF_STATE_STEP; run = player.Answer(7)) {
    const v1::SessionItem& item = run.step().item();
    if (item.caution()) {
      EXPECT_THAT(
          done,
          Not(Contains(
              ReleasedKnowledge().FindExercise(item.exercise())->regression())))
          << item.exercise();
    }
    done.push_back(item.exercise());
  }
  EXPECT_THAT(done, Contains("counter_lean_traction"));
  EXPECT_THAT(done, Not(Contains("childs_pose")));
}

TEST(ReliefRunTest, MissingEquipmentIsReplacedInTheRung) {
  ReliefPlayer player;
  player.Begin(5, "equipment { equipment: 'ball' }");
  const v1::ReliefRun run = player.Answer(5);
  EXPECT_EQ(StepOf(run), "L2_GLUTE");
  EXPECT_EQ(run.step().item().exercise(), "smr_glutes_wall_ball");
  EXPECT_EQ(run.step().item().substitutes(), "smr_glutes_roller");
}

TEST(ReliefRunTest, TheFirstWeekHasNoContractRelaxAndALowCap) {
  for (const char* name : {"L5_PNF", "L4_HANG"}) {
    ReliefPlayer player(AblePerson(), 1);
    for (v1::ReliefRun run = player.Begin(5);
         run.state() == v1::RELIEF_STATE_STEP; run = player.Answer(5)) {
      const auto* exercise =
          ReleasedKnowledge().FindExercise(run.step().item().exercise());
      EXPECT_LE(exercise->level(), 2) << exercise->id();
      EXPECT_NE(exercise->technique(), knowledge::v1::TECHNIQUE_PNF) << name;
    }
  }
}

TEST(ReliefRunTest, TheDirectionThatEasesComesFirst) {
  ReliefPlayer player(
      PatientFacts(kAblePerson)
          .Assessed(0,
                    absl::StrCat(kDenied, Result("rep_extension", kMidline, -1),
                                 Result("rep_flexion", kMidline, 0)))
          .facts());
  const std::vector<std::string> steps = StepsOf(player);
  EXPECT_THAT(steps, Contains(HasSubstr("EASE_")));
  EXPECT_THAT(steps, Not(Contains("L3_CATCOW"))) << "it bends";
  EXPECT_THAT(steps, Not(Contains("L5_CHILD"))) << "it bends";
}

TEST(ReliefRunTest, ASymptomOfANerveRestsItsExercises) {
  ReliefPlayer player;
  player.Begin(5);
  player.Answer(5);
  v1::ReliefRun run = player.Answer(5, "neuro_symptom: true");
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_ABORTED);
  EXPECT_THAT(run.advice(), Contains(HasSubstr("nerve")));
  player.Wait(absl::Hours(24));
  player.Begin(5);
  run = player.Answer(5);
  EXPECT_EQ(RuleOfSkipped(run, "smr_glutes_roller"), "A-040");
  player.Wait(absl::Hours(24 * 14));
  player.Begin(5);
  EXPECT_EQ(player.Answer(5).step().item().exercise(), "smr_glutes_roller");
}

TEST(ReliefRunTest, WhatHasEndedStaysEnded) {
  ReliefPlayer player;
  v1::ReliefRun run = player.Begin(5, "equipment { equipment: 'none' }");
  while (run.state() == v1::RELIEF_STATE_STEP) run = player.Answer(5);
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_EXHAUSTED);
  // The equipment of that day was another one, as it turns out.
  player.mutable_facts()->mutable_relief(0)->mutable_begun()->clear_equipment();
  EXPECT_EQ(player.Read().state(), v1::RELIEF_STATE_EXHAUSTED);
}

}  // namespace
}  // namespace tonus::engine
