// SPDX-License-Identifier: Apache-2.0
// What retests and scores change: each rule where it holds and where not.
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/retest_effects.h"
#include "services/engine/target_steps.h"
#include "tests/engine/retest_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace kv1 = knowledge::v1;

class RetestRulesTest : public RetestTest {};

TEST_F(RetestRulesTest, WithoutARetestNothingIsFound) {
  Train(8, 8);
  Assess(8, Hips(8));
  EXPECT_THAT(Found(), IsEmpty()) << "the middle retest is not open";
}

struct Hip {
  std::string name;
  double value;
  std::string rule;  // Empty for none.
  int done = kMiddle;
};

class HipTest : public RetestRulesTest,
                public ::testing::WithParamInterface<Hip> {};

TEST_P(HipTest, AtTheMiddleRetest) {
  Train(kMiddle, GetParam().done);
  Assess(kMiddle, Hips(GetParam().value));
  const std::vector<std::string> found = Found();
  for (const char* rule : {"A-060", "A-061", "A-062", "A-085"}) {
    EXPECT_EQ(absl::c_linear_search(found, absl::StrCat(rule, " iliopsoas")),
              rule == GetParam().rule)
        << rule;
  }
  EXPECT_EQ(absl::c_linear_search(found, "A-059"), GetParam().done < 5);
}

// 8 degrees at the start; the error of the test is 6, and it is normal from the
// limit of its band on.
INSTANTIATE_TEST_SUITE_P(Values, HipTest,
                         ::testing::ValuesIn(std::vector<Hip>{
                             {"WithinTheError", 7, "A-061"},
                             {"WithinTheErrorWithFewSessions", 7, "", 6},
                             {"WithinTheErrorWithSevenOfNine", 7, "A-061", 7},
                             {"Normal", -12, "A-060"},
                             {"BorderlineWithGain", -4, "A-060"},
                             {"GainBelowTheError", 2.5, "A-061"},
                             {"GainOfTheError", 2, "A-085"},
                             {"WorseThanTheError", 15, "A-061"},
                             {"NormalWithTooFewSessionsToSay", -12, "", 4},
                             {"NormalWithHalf", -12, "A-060", 5},
                         }),
                         [](const auto& info) { return info.param.name; });

TEST_F(RetestRulesTest, AStretchThatDidNothingGivesWayToMassage) {
  Train(kMiddle, kMiddle);
  Assess(kMiddle, Hips(8));
  const v1::Interpretation now = Now();
  ASSERT_FALSE(now.limits().technique_orders().empty());
  const v1::TargetTechniqueOrder& order = now.limits().technique_orders(0);
  EXPECT_EQ(order.muscle(), "iliopsoas");
  EXPECT_EQ(order.rule(), "A-061");
  EXPECT_THAT(order.techniques(),
              ElementsAre(kv1::TECHNIQUE_SMR, kv1::TECHNIQUE_DYNAMIC_MOBILITY,
                          kv1::TECHNIQUE_PNF, kv1::TECHNIQUE_STATIC_STRETCH));
  RunningBlock running;
  running.adaptation = Read();
  const v1::Routine plan = PlanRoutine(ReleasedKnowledge(), person_.facts, now,
                                       kMonday, day_, running);
  EXPECT_THAT(plan.sessions(8).adaptations(), IsEmpty()) << "it was done";
  const auto is_switch = [](const v1::AppliedAdaptation& applied) {
    return applied.rule() == "A-061" && applied.muscle() == "iliopsoas" &&
           absl::c_linear_search(applied.tests(), "mod_thomas_hip");
  };
  for (int number = 10; number <= 18; ++number) {
    EXPECT_TRUE(
        absl::c_any_of(plan.sessions(number - 1).adaptations(), is_switch))
        << number;
  }
}

// What is told of the rule and the target.
v1::AppliedAdaptation ToldOf(const v1::Interpretation& read,
                             absl::string_view rule, absl::string_view muscle) {
  for (const v1::AppliedAdaptation& applied : read.adaptations()) {
    if (applied.rule() == rule && applied.muscle() == muscle) return applied;
  }
  return {};
}

TEST_F(RetestRulesTest, WhatIsTightStillByAnotherTestIsNotToldToBeNormal) {
  const auto floor = [](int value) {
    return absl::StrCat("test: 'ftf' side: SIDE_MIDLINE value: ", value);
  };
  Assess(1, {"test: 'ake_9090' side: SIDE_LEFT value: 45",
             "test: 'ake_9090' side: SIDE_RIGHT value: 45", floor(30)});
  Train(kMiddle, kMiddle);
  Assess(kMiddle, {floor(0)});
  const v1::AppliedAdaptation told = ToldOf(Now(), "A-060", "hamstrings");
  EXPECT_THAT(told.tests(), ElementsAre("ftf"));
  EXPECT_THAT(told.reason(), HasSubstr("tight still"));
  EXPECT_THAT(told.reason(), Not(HasSubstr("is tested normal now")));
  Assess(kMiddle,
         {"test: 'ake_9090' side: SIDE_LEFT value: 0",
          "test: 'ake_9090' side: SIDE_RIGHT value: 0", floor(0)},
         /*later=*/1);
  EXPECT_THAT(ToldOf(Now(), "A-060", "hamstrings").reason(),
              HasSubstr("is tested normal now"));
}

// gained, and tight still.
TEST_F(RetestRulesTest, WhatGainedAndIsTightStillGoesOnAsItIs) {
  for (auto& result :
       *person_.facts.mutable_assessments(0)->mutable_results()) {
    if (result.test() == "mod_thomas_hip") result.set_value(20);
  }
  Train(kMiddle, kMiddle);
  Assess(kMiddle, Hips(8));
  EXPECT_THAT(Found(), Contains("A-085 iliopsoas"));
  EXPECT_THAT(Found(), Not(Contains("A-060 iliopsoas")));
  EXPECT_THAT(Found(), Not(Contains("A-061 iliopsoas")));
  EXPECT_THAT(Now().limits().technique_orders(), IsEmpty());
  Assess(kMiddle, Hips(16), 4);
  EXPECT_THAT(Found(), Not(Contains("A-085 iliopsoas"))) << "within the error";
  EXPECT_THAT(Found(), Contains("A-061 iliopsoas"));
}

TEST_F(RetestRulesTest, WhatGotWorseKeepsItsTechniqueUntilTestedAgain) {
  Train(kMiddle, kMiddle);
  Assess(kMiddle, Hips(15));
  EXPECT_THAT(Found(), Contains("A-066"));
  EXPECT_THAT(Now().limits().technique_orders(), IsEmpty());
  EXPECT_THAT(ToldOf(Now(), "A-061", "iliopsoas").reason(),
              ::testing::HasSubstr("got worse"));
  Assess(kMiddle, Hips(8), 4);
  EXPECT_THAT(Found(), Not(Contains("A-066")));
  EXPECT_FALSE(Now().limits().technique_orders().empty());
  EXPECT_THAT(ToldOf(Now(), "A-061", "iliopsoas").reason(),
              ::testing::HasSubstr("did not change"));
}

TEST_F(RetestRulesTest, WhatGotWorseCountsAsTheFirstOfTwo) {
  Train(kEnd, kEnd);
  Assess(kMiddle, Hips(15));
  Assess(kEnd, Hips(8));
  EXPECT_THAT(Found(), Contains("A-062 iliopsoas"));
}

TEST_F(RetestRulesTest, BorderlineWithoutGainIsNoResponse) {
  for (auto& result :
       *person_.facts.mutable_assessments(0)->mutable_results()) {
    if (result.test() == "mod_thomas_hip") result.set_value(2);
  }
  Train(kMiddle, kMiddle);
  Assess(kMiddle, Hips(-2));
  EXPECT_THAT(Found(), Contains("A-061 iliopsoas"));
  EXPECT_THAT(Found(), Not(Contains("A-060 iliopsoas")));
}

TEST_F(RetestRulesTest, BorderlineStrengthThatWasGainedIsStronger) {
  Train(kMiddle, kMiddle);
  Assess(kMiddle, {"test: 'slb_hold' side: SIDE_LEFT value: 30",
                   "test: 'slb_hold' side: SIDE_RIGHT value: 28"});
  EXPECT_THAT(Found(), Contains("A-064 gluteus_maximus"));
}

TEST_F(RetestRulesTest, TheSecondTimeItIsNotLengthenedAnyMore) {
  Train(kEnd, kEnd);
  Assess(kMiddle, Hips(8));
  Assess(kEnd, Hips(8));
  EXPECT_THAT(Found(), Contains("A-062 iliopsoas"));
  EXPECT_THAT(Found(), Not(Contains("A-061 iliopsoas")));
  EXPECT_TRUE(HasNotice("A-062", kv1::SAFETY_ACTION_REFER_ROUTINE));
  EXPECT_EQ(Now().gate(), v1::GATE_OK);
  const v1::Interpretation now = Now();
  const auto stops = [&](kv1::Technique technique) {
    return absl::c_any_of(now.limits().forbidden_target_techniques(),
                          [&](const v1::TargetTechniqueLimit& limit) {
                            return limit.muscle() == "iliopsoas" &&
                                   limit.technique() == technique &&
                                   limit.rule() == "A-062";
                          });
  };
  for (const kv1::Technique technique :
       {kv1::TECHNIQUE_PNF, kv1::TECHNIQUE_STATIC_STRETCH, kv1::TECHNIQUE_SMR,
        kv1::TECHNIQUE_DYNAMIC_MOBILITY}) {
    EXPECT_TRUE(stops(technique)) << kv1::Technique_Name(technique);
  }
  std::set<std::string> asked;
  for (const v1::TestRequest& request : now.test_requests()) {
    if (request.rule() == "A-062") asked.insert(request.test());
  }
  EXPECT_THAT(asked, ElementsAre("neuro_screen", "slr_neural", "slump"));
  const auto is_asked = [&] {
    const v1::Interpretation read = Now();
    return absl::c_any_of(read.test_requests(),
                          [](const v1::TestRequest& request) {
                            return request.rule() == "A-062";
                          });
  };
  day_ += 42;
  EXPECT_TRUE(HasNotice("A-062", kv1::SAFETY_ACTION_REFER_ROUTINE));
  EXPECT_TRUE(is_asked());
  day_ += 1;
  EXPECT_FALSE(HasNotice("A-062", kv1::SAFETY_ACTION_REFER_ROUTINE));
  EXPECT_FALSE(is_asked());
}

TEST_F(RetestRulesTest, ATestThatGotWorseIsHeldAndTakenAgain) {
  Train(kMiddle, kMiddle);
  person_.facts.mutable_assessments(0)->add_results()->CopyFrom(
      testing::ParseText<v1::TestResult>(
          "test: 'wblt' side: SIDE_LEFT value: 9"));
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 8.5"});
  EXPECT_THAT(Found(), Not(Contains("A-066")));
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 6.5"}, 2);
  EXPECT_THAT(Found(), Contains("A-066"));
  EXPECT_FALSE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
  {
    const v1::Interpretation now = Now();
    EXPECT_TRUE(absl::c_any_of(
        now.limits().target_steps(), [](const v1::TargetSteps& steps) {
          return steps.muscle() == "soleus" && steps.steps() == 0;
        }));
    EXPECT_TRUE(
        absl::c_any_of(now.test_requests(), [](const v1::TestRequest& request) {
          return request.test() == "wblt" && request.rule() == "A-066" &&
                 ToCivilDay(request.due_date()) ==
                     kMonday + OffsetOf(kMiddle) + 5 &&
                 ToCivilDay(request.last_date()) ==
                     kMonday + OffsetOf(kMiddle) + 9;
        }));
  }
  {
    // Nobody took it in time, so it is asked for still.
    const absl::CivilDay taken = std::exchange(day_, day_ + 20);
    const v1::Interpretation now = Now();
    EXPECT_TRUE(
        absl::c_any_of(now.test_requests(), [](const v1::TestRequest& request) {
          return request.test() == "wblt" && request.rule() == "A-066" &&
                 !request.has_due_date();
        }));
    day_ = taken;
  }
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 6.5"}, 4);
  EXPECT_FALSE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE))
      << "two days later";
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 6.5"}, 5);
  EXPECT_TRUE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 8.5"}, 6);
  EXPECT_THAT(Found(), Not(Contains("A-066")));
}

// A person whose ankle was measured at the start.
class AnkleTest : public RetestRulesTest {
 protected:
  AnkleTest() {
    *person_.facts.mutable_assessments(0)->add_results() =
        testing::ParseText<v1::TestResult>(Ankle(9));
  }

  static std::string Ankle(double value) {
    return absl::StrCat("test: 'wblt' side: SIDE_LEFT value: ", value);
  }
};

// The error of the test is 1.9 cm (A-066 asks for any test, also between
// retests).
TEST_F(AnkleTest, ATestThatGotWorseBeforeTheRetestIsHeldAndTakenAgain) {
  Train(8, 8);
  Assess(7, {Ankle(7.2)});
  EXPECT_THAT(Found(), Not(Contains("A-066"))) << "within the error";
  Assess(8, {Ankle(7.1)}, 1);
  EXPECT_THAT(Found(), Contains("A-066"));
  EXPECT_FALSE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
  const v1::Interpretation now = Now();
  EXPECT_TRUE(absl::c_any_of(
      now.limits().target_steps(), [](const v1::TargetSteps& steps) {
        return steps.muscle() == "soleus" && steps.steps() == 0;
      }));
  EXPECT_TRUE(
      absl::c_any_of(now.test_requests(), [&](const v1::TestRequest& request) {
        return request.test() == "wblt" && request.rule() == "A-066" &&
               ToCivilDay(request.due_date()) == day_ + 3;
      }));
}

TEST_F(AnkleTest, WhatIsStillWorseAtTheRetestIsReferredThen) {
  Train(kMiddle, kMiddle);
  Assess(8, {Ankle(6.5)});
  Assess(kMiddle, {Ankle(6.5)});
  EXPECT_FALSE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE))
      << "two days later";
  Assess(kMiddle, {Ankle(6.5)}, 1);
  EXPECT_TRUE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
  day_ += 28;
  EXPECT_TRUE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
  day_ += 1;
  EXPECT_FALSE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
  EXPECT_THAT(Found(), Contains("A-066")) << "held still";
}

TEST_F(AnkleTest, WhatGotWorseIsAskedForUntilItIsTakenAgain) {
  Train(kMiddle, kMiddle);
  Assess(2, {Ankle(6.5)});
  Assess(kMiddle, Hips(8));
  EXPECT_THAT(Found(), Contains("A-066")) << "the retest left it out";
  Assess(kMiddle, {Ankle(9)}, 1);
  EXPECT_THAT(Found(), Not(Contains("A-066")));
}

TEST_F(AnkleTest, WhatIsMeasuredOnTheFirstDayIsTheStart) {
  Train(3, 3);
  Assess(1, {Ankle(6.5)});
  EXPECT_THAT(Found(), Not(Contains("A-066")));
  Assess(2, {Ankle(6.5)});
  EXPECT_THAT(Found(), Not(Contains("A-066")));
  Assess(3, {Ankle(4)});
  EXPECT_THAT(Found(), Contains("A-066"));
}

// The next block starts from what was measured before it, and forgets nothing.
TEST_F(AnkleTest, TheSecondBlockIsComparedWithTheStartOfBoth) {
  Train(kEnd + 2, kEnd + 2);
  Assess(kEnd, {Ankle(12)});
  Assess(kEnd + 2, {Ankle(9.5)});
  EXPECT_THAT(Found(), Contains("A-066")) << "since the second block began";
  Assess(kEnd + 2, {Ankle(12)}, 1);
  EXPECT_THAT(Found(), Not(Contains("A-066")));
  Assess(kEnd + 2, {Ankle(6)}, 2);
  Assess(kEnd + 2, {Ankle(6.5)}, 5);
  EXPECT_TRUE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
}

TEST_F(AnkleTest, WhatWasWorseAtTheEndIsStillWorseInTheNextBlock) {
  Train(kEnd + 3, kEnd + 3);
  Assess(kEnd, {Ankle(6.5)});
  Assess(kEnd + 3, {Ankle(6.5)});
  EXPECT_TRUE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
}

// Nobody took the test again in between: the end is when it is taken again.
TEST_F(RetestRulesTest, ATestThatIsStillWorseAtTheEndIsReferred) {
  person_.facts.mutable_assessments(0)->add_results()->CopyFrom(
      testing::ParseText<v1::TestResult>(
          "test: 'wblt' side: SIDE_LEFT value: 9"));
  Train(kEnd, kEnd);
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 6.5"});
  Assess(kEnd, {"test: 'wblt' side: SIDE_LEFT value: 6.5"});
  EXPECT_TRUE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
}

TEST_F(RetestRulesTest, ATestThatIsWorseAgainAtTheEndIsTakenAgain) {
  person_.facts.mutable_assessments(0)->add_results()->CopyFrom(
      testing::ParseText<v1::TestResult>(
          "test: 'wblt' side: SIDE_LEFT value: 9"));
  Train(kEnd, kEnd);
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 6.5"});
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 9"}, 4);
  Assess(kEnd, {"test: 'wblt' side: SIDE_LEFT value: 6.5"});
  EXPECT_THAT(Found(), Contains("A-066"));
  EXPECT_FALSE(HasNotice("A-066", kv1::SAFETY_ACTION_REFER_ROUTINE));
}

TEST_F(RetestRulesTest, WhatGotWorseGoesNoStepUp) {
  auto& result = *person_.facts.mutable_assessments(0)->add_results();
  result = testing::ParseText<v1::TestResult>(
      "test: 'slb_hold' side: SIDE_LEFT value: 60");
  Train(8, 8);
  Log({{9, OffsetOf(9), Good("glute_bridge")},
       {10, OffsetOf(10), Good("glute_bridge")}});
  Assess(10, {"test: 'slb_hold' side: SIDE_LEFT value: 5",
              "test: 'slb_hold' side: SIDE_RIGHT value: 1"});
  EXPECT_THAT(Found(), Contains("A-066"));
  SessionAdaptation adaptation = In(11);
  ASSERT_NE(adaptation.StepOf("glute_bridge"), nullptr);
  ApplyTargetSteps(ReleasedKnowledge(), Now(), &adaptation);
  EXPECT_EQ(adaptation.StepOf("glute_bridge"), nullptr);
}

TEST_F(RetestRulesTest, ReliefIsNoTrainingOfTheBlock) {
  Train(kMiddle, 7);
  Assess(kMiddle, Hips(8));
  EXPECT_THAT(Found(), Contains("A-061 iliopsoas"));
  CheckIn(8, OffsetOf(8), /*pain=*/6);
  EXPECT_THAT(Found(), Not(Contains("A-061 iliopsoas"))) << "6 of 9";
}

TEST_F(RetestRulesTest, ValuesOfTheEndAreNotThoseOfTheMiddle) {
  Train(kEnd, kEnd);
  Assess(kEnd, Hips(8));
  EXPECT_THAT(Found(), Contains("A-061 iliopsoas")) << "for the first time";
  EXPECT_THAT(Found(), Not(Contains("A-062 iliopsoas")));
}

TEST_F(RetestRulesTest, NoImportantChangeAtTheEndRaisesTheFlag) {
  Train(kEnd, 14);
  Assess(kEnd, {Score("nrs_avg", 3)});
  EXPECT_TRUE(HasNotice("rf_no_progress", kv1::SAFETY_ACTION_REFER_ROUTINE));
  EXPECT_EQ(Now().gate(), v1::GATE_OK);
  person_.facts.mutable_assessments(1)->mutable_results(0)->set_value(1);
  EXPECT_FALSE(HasNotice("rf_no_progress", kv1::SAFETY_ACTION_REFER_ROUTINE))
      << "two points less";
}

// one measure that changed by as much as matters is enough.
TEST_F(RetestRulesTest, WhoseFunctionImprovedMadeProgress) {
  Train(kEnd, kEnd);
  const struct {
    const char* measure;
    double then;
    double same;
    double better;
  } rows[] = {{"psfs", 4, 5, 6}, {"rmdq", 12, 10, 7}};
  const storage::v1::PatientFacts before = person_.facts;
  for (const auto& row : rows) {
    for (const bool improved : {false, true}) {
      person_.facts = before;
      person_.facts.mutable_assessments(0)->add_results()->CopyFrom(
          testing::ParseText<v1::TestResult>(Score(row.measure, row.then)));
      Assess(kEnd, {Score("nrs_avg", 3),
                    Score(row.measure, improved ? row.better : row.same)});
      EXPECT_EQ(HasNotice("rf_no_progress", kv1::SAFETY_ACTION_REFER_ROUTINE),
                !improved)
          << row.measure;
    }
  }
}

TEST_F(RetestRulesTest, WithFewSessionsOrBeforeTheEndNoFlagIsRaised) {
  Train(kEnd, 13);
  Assess(kEnd, {Score("nrs_avg", 3)});
  EXPECT_FALSE(HasNotice("rf_no_progress", kv1::SAFETY_ACTION_REFER_ROUTINE))
      << "72 percent";
  person_.facts.clear_logs();
  Train(kMiddle, kMiddle);
  EXPECT_FALSE(HasNotice("rf_no_progress", kv1::SAFETY_ACTION_REFER_ROUTINE));
}

TEST_F(RetestRulesTest, AClearlyWorseRatingClosesTheGateUntilCleared) {
  Assess(3, {Score("groc", -3)});
  EXPECT_EQ(Now().gate(), v1::GATE_REFER) << "though nothing was done yet";
  person_.facts.mutable_assessments()->RemoveLast();
  person_.facts.mutable_assessments(0)->add_results()->CopyFrom(
      testing::ParseText<v1::TestResult>(Score("groc", -3)));
  EXPECT_EQ(Now().gate(), v1::GATE_OK) << "nothing to be rated yet";
  person_.facts.mutable_assessments(0)->mutable_results()->RemoveLast();
  Train(3, 3);
  Assess(3, {Score("groc", -2)});
  EXPECT_EQ(Now().gate(), v1::GATE_OK);
  Assess(4, {Score("groc", -3)});
  EXPECT_TRUE(HasNotice("A-068", kv1::SAFETY_ACTION_REFER));
  EXPECT_EQ(Now().gate(), v1::GATE_REFER);
  EXPECT_TRUE(MayReferAfterRetests(ReleasedKnowledge(), "A-068"));
  auto& clearance = *person_.facts.add_clearances();
  clearance.set_subject("A-068");
  *clearance.mutable_date() = ToDate(day_);
  day_ += 1;
  EXPECT_EQ(Now().gate(), v1::GATE_REFER) << "of the same day";
  *clearance.mutable_date() = ToDate(day_);
  EXPECT_EQ(Now().gate(), v1::GATE_OK);
}

TEST_F(RetestRulesTest, TwoMeasuresThatDeterioratedCloseTheGate) {
  person_.facts.mutable_assessments(0)->add_results()->CopyFrom(
      testing::ParseText<v1::TestResult>(Score("psfs", 6)));
  Assess(5, {Score("nrs_avg", 5), Score("psfs", 4)});
  EXPECT_EQ(Now().gate(), v1::GATE_REFER) << "though nothing was done yet";
  person_.facts.mutable_assessments()->RemoveLast();
  Train(3, 3);
  Assess(4, {Score("nrs_avg", 5), Score("psfs", 5)});
  EXPECT_EQ(Now().gate(), v1::GATE_OK) << "one by 2, one by 1";
  Assess(5, {Score("nrs_avg", 5), Score("psfs", 4)});
  EXPECT_TRUE(HasNotice("A-068", kv1::SAFETY_ACTION_REFER));
}

TEST_F(RetestRulesTest, RangeWithoutReliefShiftsTimeToWork) {
  Train(kEnd, kEnd);
  std::vector<std::string> results = Hips(-2);
  results.push_back(Score("nrs_avg", 3));
  Assess(kEnd, results);
  EXPECT_THAT(Found(), Contains("A-069"));
  EXPECT_THAT(Found(), Contains("A-063"));
  EXPECT_EQ(Now().limits().release_percent_off(), 50);
  EXPECT_EQ(Now().limits().more_strength(), 1);
  person_.facts.mutable_assessments(1)->mutable_results(2)->set_value(1);
  EXPECT_THAT(Found(), Not(Contains("A-069")));
  person_.facts.mutable_assessments(1)->mutable_results(2)->set_value(3);
  for (int i : {0, 1}) {
    person_.facts.mutable_assessments(1)->mutable_results(i)->set_value(7);
  }
  EXPECT_THAT(Found(), Not(Contains("A-069")));
}

TEST_F(RetestRulesTest, AStrongerMuscleWorksHarderAndAnUnchangedOneMore) {
  const auto hold = [](int left, int right) {
    return std::vector<std::string>{
        absl::StrCat("test: 'slb_hold' side: SIDE_LEFT value: ", left),
        absl::StrCat("test: 'slb_hold' side: SIDE_RIGHT value: ", right)};
  };
  Train(kMiddle, kMiddle);
  Assess(kMiddle, hold(17, 14));
  EXPECT_THAT(Found(), Contains("A-065 gluteus_maximus"));
  RunningBlock running;
  running.adaptation = Read();
  const auto minutes = [&](const v1::Routine& plan) {
    double work = 0;
    for (int number = 10; number <= 18; ++number) {
      for (const v1::SessionItem& item : plan.sessions(number - 1).items()) {
        const auto* exercise =
            ReleasedKnowledge().FindExercise(item.exercise());
        if (!exercise->targets().empty() &&
            exercise->targets(0) == "gluteus_maximus") {
          work += item.minutes();
        }
      }
    }
    return work;
  };
  v1::Interpretation now = Now();
  const double more = minutes(PlanRoutine(ReleasedKnowledge(), person_.facts,
                                          now, kMonday, day_, running));
  now.mutable_limits()->clear_target_steps();
  EXPECT_GT(more, minutes(PlanRoutine(ReleasedKnowledge(), person_.facts, now,
                                      kMonday, day_, running)));
  person_.facts.mutable_assessments()->RemoveLast();
  Assess(kMiddle, hold(60, 60));
  EXPECT_THAT(Found(), Contains("A-064 gluteus_maximus"));
  EXPECT_THAT(Found(), Not(Contains("A-065 gluteus_maximus")));
}

std::vector<std::string> Holds(int left, int right) {
  return {absl::StrCat("test: 'slb_hold' side: SIDE_LEFT value: ", left),
          absl::StrCat("test: 'slb_hold' side: SIDE_RIGHT value: ", right)};
}

TEST_F(RetestRulesTest, TheGainOfOneSideMakesTheOtherNoHarder) {
  Train(kMiddle, kMiddle);
  Assess(kMiddle, Holds(17, 28));
  v1::Interpretation now = Now();
  SessionAdaptation adaptation;
  ApplyTargetSteps(ReleasedKnowledge(), now, &adaptation);
  const SessionAdaptation::Step& step = adaptation.steps.at("glute_bridge");
  EXPECT_EQ(step.rule, "A-065") << "what the left side did";
  EXPECT_EQ(step.step, 2);
  EXPECT_THAT(step.reason, HasSubstr("did not get stronger"));
  // Where nothing is said of the left side, too few sessions having been done.
  auto& steps = *now.mutable_limits()->mutable_target_steps();
  steps.erase(absl::c_find_if(steps, [](const v1::TargetSteps& one) {
    return one.muscle() == "gluteus_maximus" && one.rule() == "A-065";
  }));
  adaptation = {};
  ApplyTargetSteps(ReleasedKnowledge(), now, &adaptation);
  EXPECT_FALSE(adaptation.steps.contains("glute_bridge"));
}

TEST_F(RetestRulesTest, AStrongerMuscleGoesUpOneLevelNotToTheTopOfItsRange) {
  Train(kMiddle, kMiddle);
  Assess(kMiddle, Holds(32, 32));
  const v1::Interpretation now = Now();
  RunningBlock running;
  running.adaptation = Read();
  const v1::Routine plan = PlanRoutine(ReleasedKnowledge(), person_.facts, now,
                                       kMonday, day_, running);
  int harder = 0;
  for (const v1::Session& session : plan.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      if (session.number() <= kMiddle || item.rule() != "A-064") continue;
      ++harder;
      const auto* planned =
          ReleasedKnowledge().FindExercise(item.substitutes());
      ASSERT_NE(planned, nullptr);
      EXPECT_EQ(planned->progression(), item.exercise());
      const auto* exercise = ReleasedKnowledge().FindExercise(item.exercise());
      EXPECT_LT(item.doses(0).repetitions(), exercise->repetitions().high())
          << session.number() << " " << item.exercise() << ": that of the week";
    }
  }
  EXPECT_GT(harder, 0);
}

// The place of `muscle` among those that a plan ranks, from 1; 0 for none.
int PlaceOf(const v1::Interpretation& read, const std::string& muscle) {
  std::map<int, std::string> ranked;
  for (const v1::Decision& decision : read.decisions()) {
    if (decision.rank() > 0) ranked[decision.rank()] = decision.muscle();
  }
  std::set<std::string> before;
  for (const auto& [rank, other] : ranked) {
    if (other == muscle) return static_cast<int>(before.size()) + 1;
    before.insert(other);
  }
  return 0;
}

TEST_F(RetestRulesTest, WhatBecameTightWaitsBehindWhatWasThere) {
  auto& results = *person_.facts.mutable_assessments(0)->mutable_results();
  // The hip flexors are in order at first.
  results[0].set_value(-12);
  results[1].set_value(-12);
  for (const char* side : {"SIDE_LEFT", "SIDE_RIGHT"}) {
    for (const char* test : {"wblt' value: 5", "pke_9090' value: 60"}) {
      *results.Add() = testing::ParseText<v1::TestResult>(
          absl::StrCat("side: ", side, " test: '", test));
    }
  }
  Train(kMiddle, kMiddle);
  Assess(kMiddle, Hips(15));
  EXPECT_THAT(Found(), Contains("A-067 iliopsoas"));
  EXPECT_EQ(PlaceOf(Now(), "iliopsoas"), 3);
  // The same that was tight before goes first.
  results[0].set_value(15);
  results[1].set_value(15);
  EXPECT_THAT(Found(), Not(Contains("A-067 iliopsoas")));
  EXPECT_LT(PlaceOf(Now(), "iliopsoas"), 3);
}

}  // namespace
}  // namespace tonus::engine
