// SPDX-License-Identifier: Apache-2.0
// What is wrong with the scoring of a measure is told.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

kv1::Measure& PainOf(kv1::Pack& pack) { return *pack.mutable_measures(0); }

kv1::Scoring& ScoringOf(kv1::Pack& pack) {
  return *PainOf(pack).mutable_scoring();
}

// Adds a measure of `items` items that count, with a test of such values.
kv1::Scoring& Count(kv1::Pack& pack, int items) {
  kv1::Test& test = *pack.add_tests();
  test = pack.tests(kPain);
  test.set_id("count");
  test.set_max(items);
  test.mutable_bands()->mutable_normal()->set_max(0);
  test.mutable_bands()->mutable_abnormal()->set_min(1);
  kv1::Measure& measure = *pack.add_measures();
  measure = PainOf(pack);
  measure.set_id("count");
  measure.clear_mcid();
  measure.set_item_count(items);
  kv1::Scoring& scoring = *measure.mutable_scoring();
  scoring.set_method(kv1::Scoring::METHOD_COUNT);
  scoring.set_endorsed_from(1);
  return scoring;
}

kv1::Measure& CountOf(kv1::Pack& pack) {
  return *pack.mutable_measures(pack.measures_size() - 1);
}

// A row that tells each stratum; that of the lowest values.
kv1::StratumRule& Stratum(kv1::Pack& pack) {
  for (const auto stratum :
       {kv1::STRATUM_LOW, kv1::STRATUM_MEDIUM, kv1::STRATUM_HIGH}) {
    kv1::StratumRule& row = *PainOf(pack).add_strata();
    row.set_stratum(stratum);
    auto& value = *row.mutable_when()->mutable_value();
    value.set_test("pain");
    value.set_comparison(kv1::COMPARISON_LESS);
    value.set_number(4);
    row.set_rule("P-01");
  }
  return *PainOf(pack).mutable_strata(0);
}

INSTANTIATE_TEST_SUITE_P(
    Scoring, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"ACountIsRight", [](kv1::Pack& p) { Count(p, 3); }, {}},
        {"AStratumIsRight", [](kv1::Pack& p) { Stratum(p); }, {}},
        {"AnAlternativeIsRight",
         [](kv1::Pack& p) {
           Count(p, 3);
           CountOf(p).set_instead_of("pain");
         },
         {}},
        {"AnAlternativeToNothing",
         [](kv1::Pack& p) { PainOf(p).set_instead_of("ache"); },
         {"measures pain: instead_of names `ache`, which is not in measures"}},
        {"AnAlternativeToItself",
         [](kv1::Pack& p) { PainOf(p).set_instead_of("pain"); },
         {"measures pain: takes the place of itself",
          "measures pain: takes the place of a measure that takes another "
          "one's"}},
        {"ASingleAnswerOfTwo",
         [](kv1::Pack& p) { PainOf(p).set_item_count(2); },
         {"measures pain: METHOD_SINGLE scores one item"}},
        {"AnItemTwice",
         [](kv1::Pack& p) {
           kv1::Scoring& scoring = Count(p, 2);
           scoring.add_items(1);
           scoring.add_items(1);
         },
         {"measures count: scoring.items names item 1 twice"}},
        {"AnItemBeyondTheQuestionnaire",
         [](kv1::Pack& p) {
           kv1::Scoring& scoring = Count(p, 2);
           scoring.add_items(2);
           scoring.add_items(5);
           CountOf(p).set_questionnaire_items(4);
         },
         {"measures count: scoring.items is 5, not in [1, 4]"}},
        {"AScaleBeyondTheQuestionnaire",
         [](kv1::Pack& p) {
           kv1::ItemScale& scale = *Count(p, 2).add_scales();
           scale.set_item(3);
           scale.set_max(4);
           scale.set_endorsed_from(3);
         },
         {"measures count: scoring.scales.item is 3, not in [1, 2]"}},
        {"AScaleOfOneAnswer",
         [](kv1::Pack& p) {
           kv1::ItemScale& scale = *ScoringOf(p).add_scales();
           scale.set_item(1);
           scale.set_min(2);
           scale.set_max(2);
         },
         {"measures pain: scoring.scales of item 1: min is not below max"}},
        {"EveryAnswerCounts",
         [](kv1::Pack& p) { Count(p, 1).set_endorsed_from(0); },
         {"measures count: endorsed_from of item 1 is not above its smallest "
          "answer up to its largest"}},
        {"NoAnswerCounts",
         [](kv1::Pack& p) { Count(p, 1).set_endorsed_from(11); },
         {"measures count: endorsed_from of item 1 is not above its smallest "
          "answer up to its largest"}},
        {"AScoreOutsideItsTest",
         [](kv1::Pack& p) {
           Count(p, 3).set_method(kv1::Scoring::METHOD_PERCENT);
         },
         {"measures count: scores of METHOD_PERCENT run from 0 to 100, but "
          "values of its test from 0 to 3"}},
        {"RecoveredBeyondEveryValue",
         [](kv1::Pack& p) { PainOf(p).set_recovered_at(11); },
         {"measures pain: recovered_at is 11, not in [0, 10]",
          "measures pain: recovered_at 11 is 2 or more from the best value 0: "
          "such a change still matters",
          "measures pain: recovered_at is 11, but source does not tell "
          "`recovered = 11 or less`: correct the number, or say there who "
          "found it"}},
        {"ImportantBeyondEveryChange",
         [](kv1::Pack& p) { PainOf(p).set_mcid(11); },
         {"measures pain: mcid is more than values can change"}},
        {"AStratumIsLost",
         [](kv1::Pack& p) {
           Stratum(p);
           PainOf(p).mutable_strata()->RemoveLast();
         },
         {"measures pain: strata tells STRATUM_HIGH 0 times, not once"}},
        {"AverageOfNoPain",
         [](kv1::Pack& p) {
           Count(p, 3);
           p.mutable_session()->set_average_pain_test("count");
         },
         {"session: average_pain_test names `count`, which is no single answer "
          "of 0 to 10 points"}},
        {"RuleOfAScoreIsUnknown",
         [](kv1::Pack& p) { ScoringOf(p).set_rule("P-99"); },
         {"measures pain: scoring.rule names `P-99`, which is not in rules, "
          "cited_rules or rulings"}},
        {"AStratumWithoutItsName",
         [](kv1::Pack& p) { Stratum(p).set_stratum(kv1::STRATUM_UNSPECIFIED); },
         {"measures pain: stratum is not given",
          "measures pain: strata tells STRATUM_LOW 0 times, not once"}},
        {"AStratumOfTheHistory",
         [](kv1::Pack& p) {
           Stratum(p).mutable_when()->set_history("pain_with_sitting");
         },
         {"measures pain: strata asks for more than values and bands of "
          "tests"}},
        {"AStratumOfAnUnknownTest",
         [](kv1::Pack& p) {
           Stratum(p).mutable_when()->mutable_value()->set_test("x");
         },
         {"measures pain: value names `x`, which is not in tests"}},
    }),
    NameOf);

// Two measures of one questionnaire.
TEST(PackCheckQuestionnaireTest, MeasuresAgreeOnItsItems) {
  kv1::Pack pack = tonus::testing::SmallPack();
  PainOf(pack).set_questionnaire("pains");
  kv1::Measure second = PainOf(pack);
  second.set_questionnaire_items(2);
  second.mutable_scoring()->set_item_max(5);
  *pack.add_measures() = second;
  EXPECT_THAT(
      TextsOf(CheckPack(pack)),
      ::testing::IsSupersetOf(
          {"measures pain: gives questionnaire `pains` another number of items "
           "than pain",
           "measures pain: gives item 1 another scale than pain"}));
}

}  // namespace
}  // namespace tonus::engine
