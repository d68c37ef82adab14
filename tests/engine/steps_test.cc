// SPDX-License-Identifier: Apache-2.0
// What is done about a decision is what the rows of the pack say: the released
// pack as it is, and as a clinician might change it.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "services/engine/target_name.h"
#include "tests/engine/patient_facts.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// The right hip flexor tight, the right buttock weak.
std::string Pair() {
  return absl::StrCat(Result("mod_thomas_hip", kRight, 8),
                      Result("hip_ext_hhd", kRight, 5));
}

v1::Interpretation ReadWith(const kv1::Pack& pack, const std::string& results) {
  absl::StatusOr<Knowledge> knowledge = Knowledge::Compile(pack, "");
  if (!knowledge.ok()) {
    ADD_FAILURE() << knowledge.status();
    return {};
  }
  return Interpret(*knowledge,
                   PatientFacts("age_years: 35")
                       .Assessed(0, absl::StrCat(kDenied, results))
                       .facts(),
                   Today());
}

kv1::Pack Released() { return ReleasedKnowledge().pack(); }

kv1::DecisionSteps& StepsOf(kv1::Pack& pack, kv1::DecisionAction action) {
  for (kv1::DecisionSteps& row : *pack.mutable_decision_steps()) {
    if (row.action() == action) return row;
  }
  ADD_FAILURE() << "no steps of " << action;
  return *pack.add_decision_steps();
}

// "ACTION_RELEASE iliopsoas.R R-504", one for each step of the decisions of
// this kind.
std::vector<std::string> Steps(const v1::Interpretation& read,
                               kv1::DecisionAction action) {
  std::vector<std::string> steps;
  for (const v1::Decision& decision : read.decisions()) {
    if (decision.action() != action) continue;
    for (const v1::Step& step : decision.steps()) {
      steps.push_back(absl::StrCat(kv1::Action_Name(step.action()), " ",
                                   TargetKey(step.muscle(), step.side()), " ",
                                   step.rule()));
    }
  }
  return steps;
}

// "R-714: reason", one for each rejection of lengthening.
std::vector<std::string> NotLengthened(const v1::Interpretation& read) {
  std::vector<std::string> texts;
  for (const v1::Decision& decision : read.decisions()) {
    for (const v1::RejectedAction& rejected : decision.rejected()) {
      if (rejected.action() != "stretch it after the session") continue;
      texts.push_back(absl::StrCat(rejected.rule(), ": ", rejected.reason()));
    }
  }
  return texts;
}

constexpr auto kPairAction = kv1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER;

TEST(StepsTest, ARowThatIsTakenOutIsNotDone) {
  kv1::Pack pack = Released();
  auto& steps = *StepsOf(pack, kPairAction).mutable_steps();
  EXPECT_THAT(Steps(ReadWith(pack, Pair()), kPairAction),
              ElementsAre("ACTION_RELEASE iliopsoas.R R-504",
                          "ACTION_ACTIVATE gluteus_maximus.R R-504",
                          "ACTION_STRENGTHEN gluteus_maximus.R R-513",
                          "ACTION_LENGTHEN iliopsoas.R R-714"));
  steps.RemoveLast();
  EXPECT_THAT(Steps(ReadWith(pack, Pair()), kPairAction),
              ElementsAre("ACTION_RELEASE iliopsoas.R R-504",
                          "ACTION_ACTIVATE gluteus_maximus.R R-504",
                          "ACTION_STRENGTHEN gluteus_maximus.R R-513"));
}

TEST(StepsTest, TheOrderAndTheRuleAreThoseOfTheRow) {
  kv1::Pack pack = Released();
  kv1::DecisionSteps& row = StepsOf(pack, kPairAction);
  row.mutable_steps()->SwapElements(2, 3);
  row.mutable_steps(2)->set_rule("R-505");
  EXPECT_THAT(Steps(ReadWith(pack, Pair()), kPairAction),
              ElementsAre("ACTION_RELEASE iliopsoas.R R-504",
                          "ACTION_ACTIVATE gluteus_maximus.R R-504",
                          "ACTION_STRENGTHEN gluteus_maximus.R R-505",
                          "ACTION_LENGTHEN iliopsoas.R R-714"));
}

TEST(StepsTest, AStepIsTakenWhereItsTraitsHold) {
  kv1::Pack pack = Released();
  kv1::DecisionSteps& row = StepsOf(pack, kPairAction);
  // Instead of activation, which the buttock has exercises for.
  kv1::DecisionStep& stabilise = *row.mutable_steps(2);
  ASSERT_EQ(stabilise.action(), kv1::ACTION_STABILISE);
  stabilise.clear_with();
  stabilise.clear_without();
  stabilise.add_with()->set_exercise(kv1::TECHNIQUE_ACTIVATION);
  EXPECT_THAT(Steps(ReadWith(pack, Pair()), kPairAction),
              Contains("ACTION_STABILISE gluteus_maximus.R R-514"));
  stabilise.add_without()->set_evidence(true);
  EXPECT_THAT(Steps(ReadWith(pack, Pair()), kPairAction),
              Each(Not(HasSubstr("ACTION_STABILISE"))));
}

TEST(StepsTest, AnObstacleRejectsTheStepAndSaysWhy) {
  kv1::Pack pack = Released();
  EXPECT_THAT(NotLengthened(ReadWith(pack, Pair())), IsEmpty());
  kv1::DecisionStep& lengthen = *StepsOf(pack, kPairAction).mutable_steps(4);
  ASSERT_EQ(lengthen.action(), kv1::ACTION_LENGTHEN);
  kv1::StepObstacle& obstacle = *lengthen.add_obstacles();
  obstacle.add_with()->set_target_kind(kv1::TARGET_KIND_MUSCLE);
  obstacle.set_rule("R-511");
  obstacle.set_reason("Not in this clinic.");
  const v1::Interpretation read = ReadWith(pack, Pair());
  EXPECT_THAT(NotLengthened(read), ElementsAre("R-511: Not in this clinic."));
  EXPECT_THAT(Steps(read, kPairAction),
              Not(Contains(HasSubstr("ACTION_LENGTHEN"))));
}

TEST(StepsTest, AnObstacleWithoutRuleNamesTheRuleThatForbids) {
  kv1::Pack pack = Released();
  kv1::Rule& rule = *pack.add_rules();
  rule = testing::ParseText<kv1::Rule>(R"pb(
    id: "R-399"
    text: "In this clinic a tight hip flexor is not stretched."
    when { status { muscle: "iliopsoas" statuses: STATUS_TIGHT } }
    effects {
      forbid_technique_for {
        muscle: "iliopsoas"
        technique: TECHNIQUE_STATIC_STRETCH
      }
    }
    per_side: true
    evidence: EVIDENCE_GRADE_AUTHORED
    order: 399
    stage: RULE_STAGE_FINDING
  )pb");
  const v1::Interpretation read = ReadWith(pack, Pair());
  EXPECT_THAT(NotLengthened(read),
              ElementsAre("R-399: Stretching is not used for this target."));
}

TEST(StepsTest, WhatIsDoneWhateverWasFoundIsARow) {
  kv1::Pack pack = Released();
  pack.mutable_general_steps(0)->set_reason("Here the trunk comes first.");
  const v1::Interpretation read = ReadWith(pack, Pair());
  ASSERT_EQ(read.steps_size(), 1);
  EXPECT_EQ(read.steps(0).action(), kv1::ACTION_STABILISE);
  EXPECT_EQ(read.steps(0).rule(), "R-510");
  EXPECT_EQ(read.steps(0).reason(), "Here the trunk comes first.");
}

TEST(StepsTest, WhyTheRestIsNotDoneIsARow) {
  kv1::Pack pack = Released();
  const auto reasons = [&] {
    std::vector<std::string> texts;
    const v1::Interpretation read = ReadWith(pack, Pair());
    for (const v1::Decision& decision : read.decisions()) {
      if (decision.action() != kPairAction) continue;
      for (const v1::RejectedAction& rejected : decision.rejected()) {
        if (rejected.action() == "train it") {
          texts.push_back(
              absl::StrCat(rejected.rule(), ": ", rejected.reason()));
        }
      }
    }
    return texts;
  };
  EXPECT_THAT(reasons(), ElementsAre("R-106: Its strength is not known."));
  for (kv1::Omission& row : *pack.mutable_omissions()) {
    if (row.id() != "muscle_strength_not_tested") continue;
    row.set_rule("R-505");
    row.set_reason("Nobody asked how strong it is.");
  }
  EXPECT_THAT(reasons(), ElementsAre("R-505: Nobody asked how strong it is."));
}

}  // namespace
}  // namespace tonus::engine
