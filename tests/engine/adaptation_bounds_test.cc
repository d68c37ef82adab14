// SPDX-License-Identifier: Apache-2.0
// What logs change, at the limits of its rows: just enough, and just not.
#include <set>
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
using ::testing::IsEmpty;
using ::testing::Not;

// A week and whether the next one is lighter.
struct Week {
  std::string name;
  std::vector<std::string> logs;
  bool is_lighter;
};

std::string Rpe(int rpe) {
  return absl::StrCat("completed_pct: 100 rpe: ", rpe);
}

std::string Morning(int pain) {
  return absl::StrCat(kGood, "pain_next_morning: ", pain);
}

std::string Tired(int percent) {
  return absl::StrCat("completed_pct: ", percent,
                      " skip_reason: SKIP_REASON_FATIGUE");
}

class LighterWeekTest : public AdaptationTest,
                        public ::testing::WithParamInterface<Week> {};

// whatever made the week hard, the next one is lighter by the same.
TEST_P(LighterWeekTest, FollowsAHardOne) {
  for (int i = 0; i < static_cast<int>(GetParam().logs.size()); ++i) {
    Log({{i + 1, 2 * i, GetParam().logs[i]}});
  }
  EXPECT_THAT(Applied(3), Not(Contains("A-022"))) << "the same week";
  for (const int number : {4, 5, 6}) {
    EXPECT_EQ(absl::c_count(Applied(number), "A-022"),
              GetParam().is_lighter ? 1 : 0)
        << number;
  }
  EXPECT_THAT(Applied(7), Not(Contains("A-022"))) << "the week after that";
  // What a morning makes lighter in one session, in the next, is over.
  const SessionAdaptation last = In(6);
  const Lighter lighter = last.LighterFor(
      ReleasedKnowledge(), *ReleasedKnowledge().FindExercise("glute_bridge"));
  EXPECT_EQ(lighter.percent_off, GetParam().is_lighter ? 30 : 0);
  EXPECT_EQ(lighter.fewer_sets, GetParam().is_lighter ? 1 : 0);
  EXPECT_EQ(last.fewer_levels, GetParam().is_lighter ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(
    Weeks, LighterWeekTest,
    ::testing::ValuesIn(std::vector<Week>{
        {"MeanEffortAbove8", {Rpe(8), Rpe(8), Rpe(9)}, true},
        {"MeanEffortOf8", {Rpe(8), Rpe(8), Rpe(8)}, false},
        {"TwoAmberMornings", {Morning(1), Morning(3), Morning(3)}, true},
        {"OneAmberMorning", {Morning(1), Morning(1), Morning(3)}, false},
        {"ARedMorning", {Morning(1), Morning(1), Morning(4)}, true},
        {"TwiceTiredBelow60", {Tired(59), Tired(59), kGood}, true},
        {"TwiceTiredAt60", {Tired(60), Tired(59), kGood}, false},
        {"OnceTired", {Tired(10), kGood, kGood}, false},
    }),
    [](const auto& info) { return info.param.name; });

// the third session within 14 days closes the gate, on the 15th none.
TEST_F(AdaptationTest, ThreeRedSessionsCloseTheGateWithinTwoWeeks) {
  const auto gate = [&](int last) {
    person_.facts.clear_logs();
    Log({{1, 0, Peak("glute_bridge", 6)},
         {2, 3, Peak("clamshell", 6)},
         {3, last, Peak("step_up", 6)}});
    return Interpret(ReleasedKnowledge(), person_.facts, kMonday + last).gate();
  };
  EXPECT_EQ(gate(13), v1::GATE_REFER);
  EXPECT_EQ(gate(14), v1::GATE_OK);
  person_.facts.mutable_logs()->RemoveLast();
  EXPECT_EQ(Interpret(ReleasedKnowledge(), person_.facts, kMonday + 5).gate(),
            v1::GATE_OK)
      << "two";
}

// what went a step up in the session before a red morning goes back.
TEST_F(AdaptationTest, ARedMorningTakesBackTheStepOfItsSession) {
  Log({{1, 0, Good("glute_bridge")},
       {2, 2, Good("glute_bridge")},
       {3, 4, Good("glute_bridge")}});
  const auto step_after = [&](int morning) {
    person_.facts.mutable_logs(2)->mutable_log()->set_pain_next_morning(
        morning);
    return StepOf("glute_bridge", 5);
  };
  EXPECT_EQ(step_after(1), 1);
  EXPECT_EQ(step_after(3), 1) << "an amber one";
  EXPECT_EQ(step_after(4), 0);
}

// nothing gets harder in the three sessions after a rise of pain.
TEST_F(AdaptationTest, ARiseOfPainHoldsForThreeSessions) {
  const auto pain = [](int before) {
    return absl::StrCat(
        "completed_pct: 100 rpe: 5 pain_next_morning: 1 "
        "pain_before: ",
        before,
        Exercise("glute_bridge",
                 "completed_pct: 100 pain_during_max: 1 "
                 "difficulty: 0"));
  };
  Log({{1, 0, "rpe: 5 pain_before: 4"},
       {2, 2, "rpe: 5 pain_before: 5"},
       {3, 4, "rpe: 5 pain_before: 4"},
       {4, 7, pain(3)},
       {5, 9, pain(3)}});
  EXPECT_EQ(StepOf("glute_bridge", 6), 1) << "1 above the start";
  person_.facts.mutable_logs(0)->mutable_log()->set_pain_before(5);
  EXPECT_EQ(StepOf("glute_bridge", 6), 0);
  Log({{6, 11, pain(3)}, {7, 14, pain(3)}});
  EXPECT_EQ(StepOf("glute_bridge", 8), 1);
}

// a clinician is asked to test the nerve, for 90 days; not after what
// A-041 takes the place for, gone within 2 minutes under a tool.
TEST_F(AdaptationTest, ASymptomOfANerveAsksForTheTestsOfNerves) {
  const auto tests = [&](int settled, int later) {
    person_.facts.clear_logs();
    Log({{1, 0,
          absl::StrCat(kGood,
                       Exercise("smr_piriformis_ball",
                                absl::StrCat("side: SIDE_LEFT neuro_symptom: "
                                             "true settled_minutes: ",
                                             settled)))}});
    std::set<std::string> asked;
    const v1::Interpretation read =
        Interpret(ReleasedKnowledge(), person_.facts, kMonday + later);
    for (const v1::TestRequest& request : read.test_requests()) {
      if (request.rule() == "A-040") asked.insert(request.test());
    }
    return asked;
  };
  const auto all = ElementsAre("neuro_screen", "slr_neural", "slump");
  EXPECT_THAT(tests(3, 1), all);
  EXPECT_THAT(tests(3, 90), all);
  EXPECT_THAT(tests(3, 91), IsEmpty());
  EXPECT_THAT(tests(2, 1), IsEmpty());
}

// the second one of 2 minutes removes the exercise as well.
TEST_F(AdaptationTest, TwoMinutesUnderAToolAreBrief) {
  const std::string brief = absl::StrCat(
      kGood,
      Exercise("smr_piriformis_ball",
               "side: SIDE_LEFT neuro_symptom: true settled_minutes: 2"));
  Log({{1, 0, brief}});
  EXPECT_THAT(Applied(2), ElementsAre("A-041 smr_piriformis_ball"));
  EXPECT_FALSE(IsLeftOut("smr_piriformis_ball", 2));
  Log({{2, 2, brief}});
  EXPECT_TRUE(IsLeftOut("smr_piriformis_ball", 18));
}

// the second session within 42 days closes the gate, and one symptom
// that lasts more than a day.
TEST_F(AdaptationTest, SymptomsOfANerveThatComeAgainOrLastCloseTheGate) {
  const auto symptom = [](int minutes) {
    return absl::StrCat(
        kGood, Exercise("glute_bridge",
                        absl::StrCat("neuro_symptom: true settled_minutes: ",
                                     minutes)));
  };
  const auto gate = [&](const std::vector<Done>& done) {
    person_.facts.clear_logs();
    Log(done);
    return Interpret(ReleasedKnowledge(), person_.facts,
                     kMonday + done.back().offset)
        .gate();
  };
  EXPECT_EQ(gate({{1, 0, symptom(5)}}), v1::GATE_OK);
  EXPECT_EQ(gate({{1, 0, symptom(5)}, {2, 41, symptom(5)}}), v1::GATE_REFER);
  EXPECT_EQ(gate({{1, 0, symptom(5)}, {2, 42, symptom(5)}}), v1::GATE_OK);
  EXPECT_EQ(gate({{1, 0, symptom(24 * 60)}}), v1::GATE_OK);
  EXPECT_EQ(gate({{1, 0, symptom(24 * 60 + 1)}}), v1::GATE_REFER);
}

}  // namespace
}  // namespace tonus::engine
