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

// Makes the single answer of the small pack one of `items` items that count.
kv1::Scoring& Count(kv1::Pack& pack, int items) {
  PainOf(pack).set_item_count(items);
  kv1::Scoring& scoring = ScoringOf(pack);
  scoring.set_method(kv1::Scoring::METHOD_COUNT);
  scoring.set_endorsed_from(1);
  return scoring;
}

kv1::StratumRule& Stratum(kv1::Pack& pack) {
  kv1::StratumRule& stratum = *PainOf(pack).add_strata();
  stratum.set_stratum(kv1::STRATUM_LOW);
  auto& value = *stratum.mutable_when()->mutable_value();
  value.set_test("pain");
  value.set_comparison(kv1::COMPARISON_LESS);
  value.set_number(4);
  stratum.set_rule("P-06");
  return stratum;
}

INSTANTIATE_TEST_SUITE_P(
    Scoring, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"ACountIsRight", [](kv1::Pack& p) { Count(p, 3); }, {}},
        {"AStratumIsRight", [](kv1::Pack& p) { Stratum(p); }, {}},
        {"ASingleAnswerOfTwo",
         [](kv1::Pack& p) { PainOf(p).set_item_count(2); },
         {"measures pain: METHOD_SINGLE scores one item"}},
        {"AnItemTwice",
         [](kv1::Pack& p) {
           kv1::Scoring& scoring = Count(p, 2);
           scoring.add_items(1);
           scoring.add_items(1);
         },
         {"measures pain: scoring.items names item 1 twice"}},
        {"AnItemBeyondTheQuestionnaire",
         [](kv1::Pack& p) {
           kv1::Scoring& scoring = Count(p, 2);
           scoring.add_items(2);
           scoring.add_items(5);
           PainOf(p).set_questionnaire_items(4);
         },
         {"measures pain: scoring.items is 5, not in [1, 4]"}},
        {"AScaleBeyondTheQuestionnaire",
         [](kv1::Pack& p) {
           kv1::ItemScale& scale = *Count(p, 2).add_scales();
           scale.set_item(3);
           scale.set_max(4);
           scale.set_endorsed_from(3);
         },
         {"measures pain: scoring.scales.item is 3, not in [1, 2]"}},
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
         {"measures pain: endorsed_from of item 1 is not above its smallest "
          "answer up to its largest"}},
        {"NoAnswerCounts",
         [](kv1::Pack& p) { Count(p, 1).set_endorsed_from(11); },
         {"measures pain: endorsed_from of item 1 is not above its smallest "
          "answer up to its largest"}},
        {"AStratumWithoutItsName",
         [](kv1::Pack& p) { Stratum(p).set_stratum(kv1::STRATUM_UNSPECIFIED); },
         {"measures pain: stratum is not given"}},
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
