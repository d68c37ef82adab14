// SPDX-License-Identifier: Apache-2.0
// The check of rules: their conditions and effects.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

// Puts `clause` into the rule on nerves, which is per_side and runs among the
// findings.
void SetClause(kv1::Pack& pack, const std::string& clause) {
  *pack.mutable_rules(kNerveRule)->mutable_when() =
      tonus::testing::ParseText<kv1::Clause>(clause);
}

void SetEffect(kv1::Pack& pack, const std::string& effect) {
  pack.mutable_rules(kNerveRule)->clear_effects();
  *pack.mutable_rules(kNerveRule)->add_effects() =
      tonus::testing::ParseText<kv1::Effect>(effect);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"ConditionIsMissing",
         [](kv1::Pack& p) { p.mutable_rules(kUnder18)->clear_when(); },
         {"rules R-011: when is missing",
          "rules R-011: text tells 18, which neither when nor effects have"}},
        {"EffectsAreMissing",
         [](kv1::Pack& p) { p.mutable_rules(kUnder18)->clear_effects(); },
         {"rules R-011: effects is empty"}},
        {"SourceOfALookedUpRuleIsMissing",
         [](kv1::Pack& p) { p.mutable_rules(kNerveRule)->clear_source(); },
         {"rules R-310: source is empty, but evidence says that it was looked "
          "up"}},
        {"RuleIsCitedToo",
         [](kv1::Pack& p) { p.mutable_cited_rules(0)->set_id("R-011"); },
         {"syndromes LOWER: full_rule names `R-400`, which is neither in rules "
          "nor in cited_rules",
          "syndromes LOWER: partial_rule names `R-400`, which is neither in "
          "rules nor in cited_rules",
          "syndromes LAYER: full_rule names `R-400`, which is neither in rules "
          "nor in cited_rules",
          "rules R-011: is in cited_rules too"}},
        {"NestedClauseIsEmpty",
         [](kv1::Pack& p) { SetClause(p, "not { any { clauses {} } }"); },
         {"rules R-310: when holds an empty clause"}},
        {"AnyOfNothing", [](kv1::Pack& p) { SetClause(p, "any {}"); },
         {"rules R-310: any has no clause"}},
        {"AtLeastTwoOfOne",
         [](kv1::Pack& p) {
           SetClause(p, "at_least { count: 2 clauses { fired: 'R-011' } }");
         },
         {"rules R-310: at_least.count is 2, not in [1, 1]"}},
        {"TestIsUnknown",
         [](kv1::Pack& p) { SetClause(p, "taken { test: 'x' }"); },
         {"rules R-310: taken names `x`, which is not in tests"}},
        {"NumberIsNoValue",
         [](kv1::Pack& p) {
           SetClause(p, "value { test: 'thomas' comparison: COMPARISON_LESS "
                        "number: 61 }");
         },
         {"rules R-310: value of `thomas` is 61, not in [-40, 60]"}},
        {"ComparisonIsMissing",
         [](kv1::Pack& p) { SetClause(p, "value { test: 'thomas' }"); },
         {"rules R-310: comparison is not given"}},
        {"SideOfARuleWithoutSides",
         [](kv1::Pack& p) {
           SetClause(p, "pain_limited { test: 'thomas' }");
           p.mutable_rules(kNerveRule)->set_per_side(false);
         },
         {"rules R-310: pain_limited asks for a side of `thomas`, but the rule "
          "is not per_side"}},
        {"OppositeOfTheMidline",
         [](kv1::Pack& p) {
           SetClause(p, "band { test: 'rotation' bands: BAND_ABNORMAL "
                        "side: SIDE_REFERENCE_OPPOSITE }");
         },
         {"rules R-310: band asks for the opposite side of `rotation`, which "
          "has none"}},
        {"BandIsMissing",
         [](kv1::Pack& p) { SetClause(p, "band { test: 'rotation' }"); },
         {"rules R-310: band names no band"}},
        {"StatusIsMissing",
         [](kv1::Pack& p) { SetClause(p, "status { muscle: 'iliopsoas' }"); },
         {"rules R-310: status names no status"}},
        {"StatusOfNothing",
         [](kv1::Pack& p) { SetClause(p, "status { statuses: STATUS_TIGHT }"); },
         {"rules R-310: status names neither a muscle nor a region, but the "
          "rule is not per_target"}},
        {"StatusBeforeFindings",
         [](kv1::Pack& p) {
           SetClause(p, "status { muscle: 'iliopsoas' statuses: STATUS_TIGHT }");
           p.mutable_rules(kNerveRule)
               ->set_stage(kv1::RULE_STAGE_MEASUREMENT);
         },
         {"rules R-310: status asks for findings before there are any",
          "rules R-310: changes findings before there are any",
          "rules R-310: changes findings before there are any"}},
        {"ConditionIsUnknown",
         [](kv1::Pack& p) { SetClause(p, "condition: 'x'"); },
         {"rules R-310: condition names `x`, which is not in conditions"}},
        {"TagOfAClauseIsUnknown",
         [](kv1::Pack& p) { SetClause(p, "forbidden_tag: 'X'"); },
         {"rules R-310: forbidden_tag names `X`, which is not in tags"}},
        {"FlagOfAClauseIsUnknown",
         [](kv1::Pack& p) { SetClause(p, "red_flag: 'x'"); },
         {"rules R-310: red_flag names `x`, which is not in red_flags"}},
        {"FiredRunsLater",
         [](kv1::Pack& p) { SetClause(p, "fired: 'R-310'"); },
         {"rules R-310: fired names `R-310`, which runs later"}},
        {"HistoryIsNeverAsked",
         [](kv1::Pack& p) { SetClause(p, "history: 'tender'"); },
         {"rules R-310: history `tender` is never asked"}},
        {"SideHistoryIsNeverAsked",
         [](kv1::Pack& p) { SetClause(p, "side_history: 'arm_symptoms'"); },
         {"rules R-310: side_history `arm_symptoms` is never asked"}},
        {"FeelsTightNowhere",
         [](kv1::Pack& p) { SetClause(p, "feels_tight {}"); },
         {"rules R-310: feels_tight names no muscle, but the rule is not "
          "per_target"}},
        {"EffectIsEmpty", [](kv1::Pack& p) { SetEffect(p, ""); },
         {"rules R-310: effects holds an empty effect"}},
        {"EffectConditionIsUnknown",
         [](kv1::Pack& p) { SetEffect(p, "set_condition: 'x'"); },
         {"rules R-310: set_condition names `x`, which is not in conditions"}},
        {"StiffMuscle",
         [](kv1::Pack& p) { SetEffect(p, "force_stiff: 'iliopsoas'"); },
         {"rules R-310: force_stiff names `iliopsoas`, which is no "
          "TARGET_KIND_STRUCTURE"}},
        {"DropsWhatIsNotThere",
         [](kv1::Pack& p) {
           SetEffect(p, "drop_evidence { muscle: 'iliopsoas' tests: "
                        "'rotation' }");
         },
         {"rules R-310: drop_evidence names `rotation`, which says nothing of "
          "`iliopsoas`"}},
        {"QualifierOfNothing",
         [](kv1::Pack& p) {
           SetEffect(p, "add_qualifier { qualifier: QUALIFIER_PROTECTIVE }");
         },
         {"rules R-310: add_qualifier names no muscle, but the rule is not "
          "per_target"}},
        {"LeavesNoExercise",
         [](kv1::Pack& p) {
           SetEffect(p, "limit_exercises { muscle: 'iliopsoas' }");
         },
         {"rules R-310: limit_exercises leaves no exercise"}},
        {"LevelOfAnEffectIsTooHigh",
         [](kv1::Pack& p) { SetEffect(p, "max_level: 6"); },
         {"rules R-310: max_level is 6, not in [1, 5]"}},
        {"ReferralHasNoReason",
         [](kv1::Pack& p) {
           SetEffect(p, "referral { action: SAFETY_ACTION_REFER }");
         },
         {"rules R-310: reason is empty"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
