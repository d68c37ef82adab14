// SPDX-License-Identifier: Apache-2.0
// Rules that can make no difference, each with exactly its complaint.
#include "services/engine/rule_logic.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::tonus::testing::ParseText;
using ::tonus::testing::SmallPack;

// A rule of the stage before fusion; `what` is the rest of it.
kv1::Rule MakeRule(const std::string& id, int order, const std::string& what) {
  kv1::Rule rule = ParseText<kv1::Rule>(
      absl::StrCat("id: '", id, "' order: ", order, " text: 'x' ",
                   "evidence: EVIDENCE_GRADE_AUTHORED ", what));
  if (rule.stage() == kv1::RULE_STAGE_UNSPECIFIED) {
    rule.set_stage(kv1::RULE_STAGE_MEASUREMENT);
  }
  return rule;
}

kv1::HealthCondition EngineCondition() {
  return ParseText<kv1::HealthCondition>(R"pb(
    id: "cond_found"
    display_name: "found"
    gate: CONDITION_GATE_ENGINE
  )pb");
}

std::vector<std::string> ComplaintsOf(const kv1::Pack& pack) {
  const auto knowledge = Knowledge::Compile(pack, "");
  if (!knowledge.ok()) return {std::string(knowledge.status().message())};
  return TextsOf(CheckRuleLogic(*knowledge));
}

struct LogicRow {
  const char* name;
  // The rules that are added, in their order.
  std::vector<std::string> rules;
  std::vector<std::string> complaints;
};

void PrintTo(const LogicRow& row, std::ostream* stream) { *stream << row.name; }

class RuleLogicTest : public ::testing::TestWithParam<LogicRow> {};

TEST_P(RuleLogicTest, Complains) {
  kv1::Pack pack = SmallPack();
  int number = 0;
  for (const std::string& rule : GetParam().rules) {
    ++number;
    // A condition that no rule sets has a complaint of its own.
    if (absl::StrContains(rule, "set_condition: 'cond_found'")) {
      *pack.add_conditions() = EngineCondition();
    }
    *pack.add_rules() = MakeRule(absl::StrCat("X-", number), number, rule);
  }
  EXPECT_THAT(ComplaintsOf(pack), ElementsAreArray(GetParam().complaints));
}

constexpr char kForbidFlexion[] = "effects { forbid_tag: 'LUMBAR_FLEXION' } ";
constexpr char kForbidSupine[] = "effects { forbid_tag: 'SUPINE' } ";

std::string When(const std::string& clause, const std::string& effects) {
  return absl::StrCat("when { ", clause, " } ", effects);
}

std::string All(const std::string& a, const std::string& b) {
  return absl::StrCat("all { clauses { ", a, " } clauses { ", b, " } }");
}

const char* const kPain =
    "value { test: 'pain' comparison: COMPARISON_GREATER_OR_EQUAL number: 5 }";
const char* const kMorePain =
    "value { test: 'pain' comparison: COMPARISON_GREATER_OR_EQUAL number: 7 }";
const char* const kLittlePain =
    "value { test: 'pain' comparison: COMPARISON_LESS number: 5 }";

INSTANTIATE_TEST_SUITE_P(
    Satisfiable, RuleLogicTest,
    ::testing::ValuesIn(std::vector<LogicRow>{
        {"AnOrdinaryRule", {When(kPain, kForbidFlexion)}, {}},
        {"ValuesExcludeEachOther",
         {When(All(kPain, kLittlePain), kForbidFlexion)},
         {"rules X-1: can never be true"}},
        {"ANumberThatNoStepReaches",
         {When("value { test: 'pain' comparison: COMPARISON_EQUAL "
               "number: 2.5 }",
               kForbidFlexion)},
         {"rules X-1: can never be true"}},
        {"AValueThatEveryoneHas",
         {When("value { test: 'pain' comparison: "
               "COMPARISON_GREATER_OR_EQUAL number: 0 }",
               kForbidFlexion)},
         {"rules X-1: can never be false"}},
        {"TakenAndNotTaken",
         {When(All("taken { test: 'pain' }", "not { taken { test: 'pain' } }"),
               kForbidFlexion)},
         {"rules X-1: can never be true"}},
        {"AgesExcludeEachOther",
         {When(All("age { comparison: COMPARISON_LESS years: 18 }",
                   "age { comparison: COMPARISON_GREATER years: 17 }"),
               kForbidFlexion)},
         {"rules X-1: can never be true"}},
        {"AHistoryAndItsOpposite",
         {When("any { clauses { history: 'pain_with_sitting' } clauses { not { "
               "history: 'pain_with_sitting' } } }",
               kForbidFlexion)},
         {"rules X-1: can never be false"}},
        {"WhatAnEarlierRuleAddsContradictsIt",
         {When(kPain, "effects { set_condition: 'cond_found' } "),
          When(All("condition: 'cond_found'", kLittlePain), kForbidFlexion)},
         {"rules X-2: can never be true"}},
        {"AsksForWhatNoEarlierRuleAdds",
         {When("condition: 'cond_found'", kForbidFlexion),
          When(kPain, "effects { set_condition: 'cond_found' } ")},
         {"rules X-1: can never be true"}},
        {"AStatusThatNoTestCanGive",
         {When("status { muscle: 'sciatic_nerve' statuses: STATUS_TIGHT }",
               "effects { request_test: 'pain' } per_side: true "
               "stage: RULE_STAGE_SAFETY ")},
         {"rules X-1: status asks whether `sciatic_nerve` is STATUS_TIGHT, "
          "which it never can be"}},
    }),
    [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Shadowed, RuleLogicTest,
    ::testing::ValuesIn(std::vector<LogicRow>{
        {"NarrowAfterWide",
         {When(kPain, kForbidFlexion), When(kMorePain, kForbidFlexion)},
         {"rules X-2: never adds anything to X-1"}},
        {"WideAfterNarrow",
         {When(kMorePain, kForbidFlexion), When(kPain, kForbidFlexion)},
         {}},
        {"NarrowWithAnotherEffect",
         {When(kPain, kForbidFlexion),
          When(kMorePain, absl::StrCat(kForbidFlexion, kForbidSupine))},
         {}},
        {"TwoEarlierRulesTogether",
         {When(kPain, kForbidFlexion), When(kLittlePain, kForbidFlexion),
          When("taken { test: 'pain' }", kForbidFlexion)},
         {"rules X-3: never adds anything to X-1, X-2"}},
        {"AWeakerLimit",
         {When(kPain, "effects { max_level: 2 } "),
          When(kMorePain, "effects { max_level: 3 } ")},
         {"rules X-2: never adds anything to X-1"}},
        {"AStrongerLimit",
         {When(kPain, "effects { max_level: 3 } "),
          When(kMorePain, "effects { max_level: 2 } ")},
         {}},
        {"SomebodyAsksWhetherItFired",
         {When(kPain, kForbidFlexion), When(kMorePain, kForbidFlexion),
          When("fired: 'X-2'", kForbidSupine)},
         {}},
        {"WhatIsOpenDidNotFail",
         {When(kPain, kForbidSupine),
          When(All("not { taken { test: 'pain' } }", "not { fired: 'X-1' }"),
               kForbidFlexion)},
         {"rules X-2: can never be true"}},
        {"AnEffectBetweenThatUndoesTheFirst",
         {When(kPain,
               "effects { directional_preference: "
               "DIRECTIONAL_PREFERENCE_FLEXION } "),
          When(kMorePain,
               "effects { directional_preference: "
               "DIRECTIONAL_PREFERENCE_EXTENSION } "),
          When(kMorePain,
               "effects { directional_preference: "
               "DIRECTIONAL_PREFERENCE_FLEXION } ")},
         {}},
    }),
    [](const auto& info) { return info.param.name; });

TEST(RuleLogicTest, TheSmallPackIsSound) {
  EXPECT_THAT(ComplaintsOf(SmallPack()), IsEmpty());
}

TEST(RuleLogicTest, AConditionThatOnlyRulesSetNeedsOne) {
  kv1::Pack pack = SmallPack();
  *pack.add_conditions() = EngineCondition();
  EXPECT_THAT(ComplaintsOf(pack),
              ElementsAre("conditions cond_found: can never be in force"));
  *pack.add_rules() = MakeRule(
      "X-1", 1, When(kPain, "effects { set_condition: 'cond_found' } "));
  EXPECT_THAT(ComplaintsOf(pack), IsEmpty());
}

TEST(RuleLogicTest, AConditionThatEverybodyHasIsNone) {
  kv1::Pack pack = SmallPack();
  *pack.add_conditions() = EngineCondition();
  const char* const set = "effects { set_condition: 'cond_found' } ";
  *pack.add_rules() = MakeRule("X-1", 1, When("taken { test: 'pain' }", set));
  *pack.add_rules() =
      MakeRule("X-2", 2, When("not { taken { test: 'pain' } }", set));
  EXPECT_THAT(ComplaintsOf(pack),
              ElementsAre("conditions cond_found: can never be absent"));
}

TEST(RuleLogicTest, AnAcceptedComplaintIsLeftOutAndMustBeNeeded) {
  kv1::Pack pack = SmallPack();
  *pack.add_rules() =
      MakeRule("X-1", 1, When(All(kPain, kLittlePain), kForbidFlexion));
  auto& accepted = *pack.add_accepted_complaints();
  accepted.set_check(kv1::PACK_CHECK_SATISFIABLE);
  accepted.set_table("rules");
  accepted.set_id("X-1");
  accepted.set_reason("it waits for a test");
  EXPECT_THAT(ComplaintsOf(pack), IsEmpty());
  accepted.set_check(kv1::PACK_CHECK_SHADOWED);
  EXPECT_THAT(ComplaintsOf(pack),
              ElementsAre("rules X-1: can never be true",
                          "accepted_complaints X-1: accepts what nobody "
                          "complains of"));
}

}  // namespace
}  // namespace tonus::engine
