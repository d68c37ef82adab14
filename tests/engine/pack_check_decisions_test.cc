// SPDX-License-Identifier: Apache-2.0
// The check of what a pack decides: the rows of decisions, and the orders of
// release and load.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

// Positions in the small pack.
enum DecisionAt {
  kBarred,
  kPair,
  kTight,
  kWeakInPair,
  kWeak,
  kStiff,
  kNervous,
  kNothingKnown,
  kOther
};

kv1::DecisionRule& RowAt(kv1::Pack& pack, DecisionAt row) {
  return *pack.mutable_decision_rules(row);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"IdIsGivenTwice",
         [](kv1::Pack& p) { RowAt(p, kWeak).set_id("tight"); },
         {"decision_rules tight: id is given twice"}},
        {"RuleIsUnknown",
         [](kv1::Pack& p) { RowAt(p, kWeak).set_rule("R-1"); },
         {"decision_rules weak: rule names `R-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"RejectionNamesAnUnknownRule",
         [](kv1::Pack& p) {
           RowAt(p, kPair).mutable_rejections(0)->set_rule("R-1");
         },
         {"decision_rules pair: rejections names `R-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"RejectsNothing",
         [](kv1::Pack& p) {
           RowAt(p, kPair).mutable_rejections(0)->clear_considered();
         },
         {"decision_rules pair: rejects nothing"}},
        {"ReasonIsEmpty",
         [](kv1::Pack& p) { RowAt(p, kWeak).clear_reason(); },
         {"decision_rules weak: reason is empty"}},
        {"ReasonNamesNothing",
         [](kv1::Pack& p) { RowAt(p, kWeak).set_reason("{muscle}."); },
         {"decision_rules weak: reason has `{muscle}`, which stands for "
          "nothing"}},
        {"ReasonNamesAPartnerThatIsNone",
         [](kv1::Pack& p) { RowAt(p, kWeak).set_reason("{partner}."); },
         {"decision_rules weak: reason has `{partner}`, but no partner"}},
        {"ReasonNamesABarrierThatIsNone",
         [](kv1::Pack& p) { RowAt(p, kWeak).set_reason("{barrier}."); },
         {"decision_rules weak: reason has `{barrier}`, but none is asked "
          "for"}},
        {"ReasonNamesTheOtherSide",
         [](kv1::Pack& p) { RowAt(p, kWeak).set_reason("{other_side}."); },
         {"decision_rules weak: reason has `{other_side}`, which is not asked "
          "for"}},
        {"SaysSomethingWithoutAnAction",
         [](kv1::Pack& p) { RowAt(p, kWeakInPair).set_reason("So."); },
         {"decision_rules weak_in_pair: says something although it has no "
          "action"}},
        {"PairIsNotPerPartner",
         [](kv1::Pack& p) {
           RowAt(p, kPair).set_per_weak_partner(false);
           RowAt(p, kPair).set_reason("{verdict}.");
           RowAt(p, kPair).clear_rejections();
         },
         {"decision_rules pair: per_weak_partner does not fit the action"}},
        {"TraitIsAskedForAsFalse",
         [](kv1::Pack& p) {
           RowAt(p, kWeakInPair).mutable_with(0)->set_tight_inhibitor(false);
         },
         {"decision_rules weak_in_pair: with has a trait that is not given or "
          "false"}},
        {"StatusHasNoRow",
         [](kv1::Pack& p) {
           p.mutable_decision_rules()->DeleteSubrange(kStiff, 1);
         },
         {"decision_rules: has no row for some findings that are "
          "STATUS_STIFF"}},
        {"SomeFindingsHaveNoRow",
         [](kv1::Pack& p) {
           RowAt(p, kStiff).add_with()->set_qualifier(
               kv1::QUALIFIER_PROTECTIVE);
         },
         {"decision_rules: has no row for some findings that are "
          "STATUS_STIFF"}},
        {"RowIsShadowed",
         [](kv1::Pack& p) {
           p.mutable_decision_rules()->SwapElements(kWeakInPair, kWeak);
         },
         {"decision_rules weak_in_pair: is reached by no finding that is "
          "STATUS_WEAK"}},
        {"RowAsksForWhatCannotBe",
         [](kv1::Pack& p) {
           auto& row = RowAt(p, kWeakInPair);
           row.add_with()->set_target_kind(kv1::TARGET_KIND_MUSCLE);
           row.add_with()->set_target_kind(kv1::TARGET_KIND_NERVE);
         },
         {"decision_rules weak_in_pair: is reached by no finding that is "
          "STATUS_WEAK"}},
        {"RowAsksForAQualifierAndNone",
         [](kv1::Pack& p) {
           auto& row = RowAt(p, kWeakInPair);
           row.add_with()->set_qualifier(kv1::QUALIFIER_ASYMMETRIC);
           row.add_without()->set_qualified(true);
         },
         {"decision_rules weak_in_pair: is reached by no finding that is "
          "STATUS_WEAK"}},
        {"RowAsksForABarrierAndNone",
         [](kv1::Pack& p) {
           auto& row = RowAt(p, kTight);
           row.add_without()->set_release_barrier(true);
           row.add_with()->set_qualifier(kv1::QUALIFIER_DO_NOT_STRETCH);
         },
         {"decision_rules: has no row for some findings that are STATUS_TIGHT",
          "decision_rules tight: is reached by no finding that is STATUS_TIGHT",
          "decision_rules: has no row for some findings that are "
          "STATUS_TIGHT_AND_WEAK",
          "decision_rules tight: is reached by no finding that is "
          "STATUS_TIGHT_AND_WEAK"}},
        {"BarrierLiesOutside",
         [](kv1::Pack& p) {
           p.mutable_release_barriers(0)->mutable_trait()->set_evidence(true);
         },
         {"release_barriers #1: trait is no qualifier, preference or kind",
          "release_barriers: no row bars what is QUALIFIER_PROTECTIVE from "
          "being released"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Orders, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"PreferenceHasNoRow",
         [](kv1::Pack& p) { p.mutable_release_orders()->DeleteSubrange(0, 1); },
         {"release_orders: has 0 rows for RELEASE_PREFERENCE_SMR_FIRST, not "
          "1"}},
        {"PreferenceHasTwoRows",
         [](kv1::Pack& p) { *p.add_release_orders() = p.release_orders(0); },
         {"release_orders: has 2 rows for RELEASE_PREFERENCE_SMR_FIRST, not "
          "1"}},
        {"RuleOfAnOrderIsUnknown",
         [](kv1::Pack& p) { p.mutable_release_orders(0)->set_rule("R-1"); },
         {"release_orders #1: rule names `R-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"OrderReleasesByLoad",
         [](kv1::Pack& p) {
           p.mutable_release_orders(0)->add_techniques(kv1::TECHNIQUE_STRENGTH);
         },
         {"release_orders #1: techniques names TECHNIQUE_STRENGTH, which "
          "serves another purpose"}},
        {"OrderNamesOneTwice",
         [](kv1::Pack& p) {
           p.mutable_release_orders(0)->add_post_techniques(
               kv1::TECHNIQUE_STATIC_STRETCH);
         },
         {"release_orders #1: post_techniques names TECHNIQUE_STATIC_STRETCH "
          "twice"}},
        {"LoadOrderReleases",
         [](kv1::Pack& p) {
           p.mutable_session()->mutable_activation_order(0)->set_technique(
               kv1::TECHNIQUE_SMR);
         },
         {"session: activation_order names TECHNIQUE_SMR, which serves another "
          "purpose"}},
        {"LoadOrderIsEmpty",
         [](kv1::Pack& p) { p.mutable_session()->clear_strength_order(); },
         {"session: strength_order is empty"}},
        {"LoadKindHasALevelThatIsNone",
         [](kv1::Pack& p) {
           p.mutable_session()->mutable_strength_order(0)->set_max_level(6);
         },
         {"session: max_level is 6, not in [0, 5]"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Exercises, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"PreferredExerciseIsUnknown",
         [](kv1::Pack& p) {
           p.mutable_exercises(kBridge)->set_use_rule("R-900");
           p.mutable_exercises(kBridge)->set_prefer_instead("x");
         },
         {"exercises glute_bridge: prefer_instead names `x`, which is not in "
          "exercises"}},
        {"PreferredExerciseServesSomethingElse",
         [](kv1::Pack& p) {
           p.mutable_exercises(kBridge)->set_use_rule("R-900");
           p.mutable_exercises(kBridge)->set_prefer_instead("walk");
         },
         {"exercises glute_bridge: prefer_instead names one of another purpose "
          "or target"}},
        {"PreferredExercisesPreferEachOther",
         [](kv1::Pack& p) {
           p.mutable_exercises(kBridge)->set_use_rule("R-900");
           p.mutable_exercises(kSqueeze)->set_use_rule("R-900");
           p.mutable_exercises(kBridge)->set_prefer_instead("glute_squeeze");
           p.mutable_exercises(kSqueeze)->set_prefer_instead("glute_bridge");
         },
         {"exercises glute_bridge: prefer_instead names one that is not "
          "preferred itself",
          "exercises glute_squeeze: prefer_instead names one that is not "
          "preferred itself"}},
        {"RestrictionComesFromNoRule",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_never_in_block(true);
         },
         {"exercises walk: use_rule names ``, which is not in rules, "
          "cited_rules or rulings"}},
        {"RuleRestrictsNothing",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_use_rule("R-900");
         },
         {"exercises walk: use_rule is given, but nothing restricts its "
          "use"}},
        {"ConditionAsksForNothing",
         [](kv1::Pack& p) {
           auto* condition = p.mutable_exercises(kBridge)->mutable_condition();
           condition->set_rule("R-400");
           condition->set_reason("Why.");
         },
         {"exercises glute_bridge: condition asks for nothing"}},
        {"ConditionIsOutOfRange",
         [](kv1::Pack& p) {
           auto* condition = p.mutable_exercises(kBridge)->mutable_condition();
           condition->set_rule("R-1");
           condition->set_reason("Why.");
           condition->set_first_week(2);
           condition->set_min_confidence(1.5);
           condition->set_max_pain(11);
         },
         {"exercises glute_bridge: min_confidence is 1.5, not in [0, 1]",
          "exercises glute_bridge: max_pain is 11, not in [0, 10]",
          "exercises glute_bridge: condition names `R-1`, which is not in "
          "rules, cited_rules or rulings",
          "exercises glute_bridge: first_week is 2, not in [0, 1]"}},
        {"DelicateMassageHasNoCondition",
         [](kv1::Pack& p) {
           p.mutable_exercises(kSqueeze)->set_technique(kv1::TECHNIQUE_SMR);
         },
         {"exercises glute_squeeze: massages what needs a condition, but has "
          "none",
          "exercises glute_squeeze: massages, but says no max_pressure",
          "session: breathing names `glute_squeeze`, which is of "
          "TECHNIQUE_SMR"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Retests, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"AlternativeIsForNoTestOfTheSet",
         [](kv1::Pack& p) {
           auto* alternative = p.mutable_retest_sets(0)->add_alternatives();
           alternative->set_test("rotation");
           alternative->add_instead("bridge_hold");
         },
         {"retest_sets RETEST: alternatives names `rotation`, which is not in "
          "tests",
          "retest_sets RETEST: repeats `bridge_hold`, which has no mdc"}},
        {"AlternativeIsUnknown",
         [](kv1::Pack& p) {
           auto* alternative = p.mutable_retest_sets(0)->add_alternatives();
           alternative->set_test("thomas");
           alternative->add_instead("x");
         },
         {"retest_sets RETEST: alternatives names `x`, which is not in "
          "tests"}},
        {"AlternativeHasNothingInstead",
         [](kv1::Pack& p) {
           p.mutable_retest_sets(0)->add_alternatives()->set_test("thomas");
         },
         {"retest_sets RETEST: alternatives has nothing instead"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Rechecks, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RecheckHasNothing",
         [](kv1::Pack& p) {
           p.mutable_rules(kNerveRule)->add_effects()->mutable_recheck();
         },
         {"rules R-310: after_days is 0, not in [1, 180]",
          "rules R-310: recheck has no test",
          "rules R-310: recheck does not say what is not better"}},
        {"RecheckNamesAnUnknownTest",
         [](kv1::Pack& p) {
           auto* recheck =
               p.mutable_rules(kNerveRule)->add_effects()->mutable_recheck();
           recheck->add_tests("x");
           recheck->set_after_days(14);
           recheck->set_not_better("Worse.");
         },
         {"rules R-310: recheck names `x`, which is not in tests"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
