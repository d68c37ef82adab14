// SPDX-License-Identifier: Apache-2.0
// The check of a pack as a whole, of all fields, of muscles and of tests.
#include <limits>

#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::tonus::testing::SmallPack;

TEST(CheckPackTest, AcceptsTheSmallPack) {
  EXPECT_THAT(CheckPack(SmallPack()), IsEmpty());
}

TEST(CheckPackTest, AnEmptyPackMissesItsBlocks) {
  EXPECT_THAT(
      TextsOf(CheckPack(kv1::Pack())),
      ::testing::IsSupersetOf(
          {"version: is empty", "fusion: is missing", "ranking: is missing",
           "session: is missing", "home: is missing", "relief: is missing",
           "pain_zones: no zone holds for the rest of the exercises",
           "pain_zones: no zone holds for the rest of the mornings"}));
}

TEST(CheckPackTest, TellsEveryComplaintAtOnce) {
  kv1::Pack pack = SmallPack();
  pack.clear_version();
  pack.mutable_tests(kThomas)->set_weight(2);
  pack.mutable_exercises(kWalk)->set_level(6);
  EXPECT_THAT(TextsOf(CheckPack(pack)),
              ElementsAre("version: is empty",
                          "tests thomas: weight is 2, not in [0, 1]",
                          "exercises walk: level is 6, not in [1, 5]",
                          "session: warm_up names `walk`, which is of level "
                          "6, above 2",
                          "session: base_plan names `walk`, which is of level "
                          "6, above 2"));
}

INSTANTIATE_TEST_SUITE_P(
    Fields, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"VersionIsMissing",
         [](kv1::Pack& p) { p.clear_version(); },
         {"version: is empty"}},
        {"IdIsMissing",
         [](kv1::Pack& p) { p.mutable_notes(0)->clear_id(); },
         {"notes #1: id is empty"}},
        {"IdIsMalformed",
         [](kv1::Pack& p) { p.mutable_notes(0)->set_id("a b"); },
         {"notes a b: id is not 1 to 63 letters, digits, `_` and `-`"}},
        {"IdIsTooLong",
         [](kv1::Pack& p) { p.mutable_notes(0)->set_id(std::string(64, 'a')); },
         {"notes " + std::string(64, 'a') +
          ": id is not 1 to 63 letters, digits, `_` and `-`"}},
        {"IdIsTaken",
         [](kv1::Pack& p) { *p.add_notes() = p.notes(0); },
         {"notes NOTE-1: id is given twice"}},
        {"EnumIsMissing",
         [](kv1::Pack& p) { p.mutable_muscles(kGlute)->clear_smr_policy(); },
         {"muscles gluteus_maximus: smr_policy is not given"}},
        {"EnumIsUnknown",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)->set_kind(static_cast<kv1::TestKind>(99));
         },
         {"tests thomas: kind is 99, not a TestKind"}},
        {"NumberIsNotFinite",
         [](kv1::Pack& p) {
           p.mutable_ranking()->set_goal_factor(
               std::numeric_limits<double>::infinity());
         },
         {"ranking: goal_factor is inf, not in [1, 2]",
          "ranking: goal_factor is not a finite number"}},
        {"NumberIsNotANumber",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)->mutable_bands()->mutable_excess()->set_max(
               std::numeric_limits<double>::quiet_NaN());
         },
         {"tests thomas: max is not a finite number"}},
        {"SourceOfATestIsMissing",
         [](kv1::Pack& p) { p.mutable_tests(kThomas)->clear_source(); },
         {"tests thomas: source is empty"}},
        {"SourceOfAnOverrideIsMissing",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)->mutable_overrides(0)->clear_source();
         },
         {"tests thomas: source is empty"}},
        {"SourceOfAnExerciseIsMissing",
         [](kv1::Pack& p) { p.mutable_exercises(kWalk)->clear_source(); },
         {"exercises walk: source is empty"}},
        {"SourceOfARedFlagIsMissing",
         [](kv1::Pack& p) { p.mutable_red_flags(0)->clear_source(); },
         {"red_flags rf_urgent: source is empty"}},
        {"NameIsMissing",
         [](kv1::Pack& p) { p.mutable_equipment(0)->clear_display_name(); },
         {"equipment mat: display_name is empty"}},
        {"ListNamesAnIdTwice",
         [](kv1::Pack& p) { p.mutable_exercises(kBridge)->add_tags("SUPINE"); },
         {"exercises glute_bridge: tags names `SUPINE` twice"}},
        {"FusionIsMissing",
         [](kv1::Pack& p) { p.clear_fusion(); },
         {"fusion: is missing"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Muscles, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"InhibitsIsUnknown",
         [](kv1::Pack& p) { p.mutable_muscles(kGlute)->add_inhibits("x"); },
         {"muscles gluteus_maximus: inhibits names `x`, which is not in "
          "muscles"}},
        {"InhibitsHasNoInverse",
         [](kv1::Pack& p) { p.mutable_muscles(kGlute)->clear_inhibited_by(); },
         {"muscles iliopsoas: inhibits names `gluteus_maximus`, whose "
          "inhibited_by does not name it back"}},
        {"InhibitedByHasNoInverse",
         [](kv1::Pack& p) { p.mutable_muscles(kIliopsoas)->clear_inhibits(); },
         {"muscles gluteus_maximus: inhibited_by names `iliopsoas`, whose "
          "inhibits does not name it back"}},
        {"AntagonistIsUnknown",
         [](kv1::Pack& p) { p.mutable_muscles(kGlute)->add_antagonists("x"); },
         {"muscles gluteus_maximus: antagonists names `x`, which is not in "
          "muscles"}},
        {"MidlineIsItsOwnAntagonist",
         [](kv1::Pack& p) {
           p.mutable_muscles(kSpine)->add_antagonists("thoracic_spine");
         },
         {"muscles thoracic_spine: antagonists names the muscle itself, which "
          "has one side"}},
        {"MuscleHasNoSystem",
         [](kv1::Pack& p) { p.mutable_muscles(kGlute)->clear_system(); },
         {"muscles gluteus_maximus: system is not given"}},
        {"NerveHasASystem",
         [](kv1::Pack& p) {
           p.mutable_muscles(kNerve)->set_system(kv1::MUSCLE_SYSTEM_TONIC);
         },
         {"muscles sciatic_nerve: system is given, but it is no muscle"}},
        {"SetIsEmpty",
         [](kv1::Pack& p) { p.mutable_syndrome_sets(0)->clear_members(); },
         {"syndrome_sets TIGHT: members is empty"}},
        {"MemberIsUnknown",
         [](kv1::Pack& p) { p.mutable_syndrome_sets(0)->add_members("x"); },
         {"syndrome_sets TIGHT: members names `x`, which is not in muscles"}},
        {"SyndromeHasNoArms",
         [](kv1::Pack& p) { p.mutable_syndromes(0)->clear_weak_sets(); },
         {"syndromes LOWER: needs tight_sets and weak_sets, or composed_of"}},
        {"SyndromeRuleIsUnknown",
         [](kv1::Pack& p) { p.mutable_syndromes(0)->set_full_rule("R-1"); },
         {"syndromes LOWER: full_rule names `R-1`, which is neither in rules "
          "nor in cited_rules"}},
        {"ComposedHasSets",
         [](kv1::Pack& p) { p.mutable_syndromes(1)->add_weak_sets("WEAK"); },
         {"syndromes LAYER: has sets beside composed_of"}},
        {"ComposedOfItself",
         [](kv1::Pack& p) { p.mutable_syndromes(1)->add_composed_of("LAYER"); },
         {"syndromes LAYER: composed_of names `LAYER`, which is composed "
          "itself"}},
        {"IntegrationIsUnknown",
         [](kv1::Pack& p) {
           p.mutable_integration_movements(0)->set_exercise("x");
         },
         {"integration_movements #1: exercise names `x`, which is not in "
          "exercises"}},
        {"IntegrationIsGivenTwice",
         [](kv1::Pack& p) {
           *p.add_integration_movements() = p.integration_movements(0);
         },
         {"integration_movements #3: muscle `iliopsoas` is given twice"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Tests, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"BandsLeaveAGap",
         [](kv1::Pack& p) {
           auto* bands = p.mutable_tests(kThomas)->mutable_bands();
           bands->mutable_borderline()->set_max_excluded(true);
         },
         {"tests thomas: bands leave 0 without a band"}},
        {"BandsLeaveAWideGap",
         [](kv1::Pack& p) {
           auto* bands = p.mutable_tests(kThomas)->mutable_bands();
           bands->mutable_borderline()->set_max(-5);
           bands->mutable_abnormal()->set_min_excluded(false);
         },
         {"tests thomas: bands leave -2.5 without a band"}},
        {"BandsOverlap",
         [](kv1::Pack& p) {
           auto* bands = p.mutable_tests(kThomas)->mutable_bands();
           bands->mutable_abnormal()->set_min_excluded(false);
         },
         {"tests thomas: bands put 0 into borderline and abnormal"}},
        {"BandsEndBeforeTheRange",
         [](kv1::Pack& p) {
           auto* bands = p.mutable_tests(kRotation)->mutable_bands();
           bands->mutable_normal()->set_max(80);
         },
         {"tests rotation: bands leave 90 without a band"}},
        {"BandsOfStepsLeaveAGap",
         [](kv1::Pack& p) {
           auto* bands = p.mutable_tests(kBridgeHold)->mutable_bands();
           bands->mutable_borderline()->set_max(58);
         },
         {"tests bridge_hold: bands leave 59 without a band"}},
        {"BandsOfAFinerStepLeaveAGap",
         [](kv1::Pack& p) { p.mutable_tests(kBridgeHold)->set_step(0.5); },
         {"tests bridge_hold: bands leave 29.5 without a band"}},
        {"BandsOfAnOverrideLeaveAGap",
         [](kv1::Pack& p) {
           auto* override = p.mutable_tests(kThomas)->mutable_overrides(0);
           override->mutable_bands()->mutable_abnormal()->set_min(20);
         },
         {"tests thomas: overrides[0].bands leave 20 without a band"}},
        {"BandHoldsNothing",
         [](kv1::Pack& p) {
           auto* bands = p.mutable_tests(kThomas)->mutable_bands();
           bands->mutable_excess()->set_min(-20);
         },
         {"tests thomas: bands.excess holds no value"}},
        {"BandIsMissing",
         [](kv1::Pack& p) {
           p.mutable_tests(kRotation)->mutable_bands()->clear_abnormal();
         },
         {"tests rotation: bands.abnormal is missing",
          "tests rotation: bands leave 0 without a band"}},
        {"StepIsTooSmall",
         [](kv1::Pack& p) { p.mutable_tests(kBridgeHold)->set_step(1e-9); },
         {"tests bridge_hold: step is too small for min and max"}},
        {"OverrideFitsEverybody",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)
               ->mutable_overrides(0)
               ->clear_min_age_years();
         },
         {"tests thomas: overrides[0] fits everybody"}},
        {"OverrideIsHidden",
         [](kv1::Pack& p) {
           auto* test = p.mutable_tests(kThomas);
           *test->add_overrides() = test->overrides(0);
           test->mutable_overrides(1)->set_min_age_years(40);
         },
         {"tests thomas: overrides[1] hides overrides[0]"}},
        {"RangeIsEmpty",
         [](kv1::Pack& p) { p.mutable_tests(kRotation)->set_min(90); },
         {"tests rotation: min is not below max"}},
        {"AsymmetryOfOneValue",
         [](kv1::Pack& p) { p.mutable_tests(kRotation)->set_asymmetry(5); },
         {"tests rotation: has an asymmetry, but one value"}},
        {"RelativeAsymmetryIsNoShare",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)->set_relative_asymmetry(15);
         },
         {"tests thomas: relative_asymmetry is 15, not in [0.01, 0.99]"}},
        {"MdcIsZero",
         [](kv1::Pack& p) { p.mutable_tests(kThomas)->set_mdc(0); },
         {"tests thomas: mdc is 0, not positive"}},
        {"RequiredTagIsUnknown",
         [](kv1::Pack& p) { p.mutable_tests(kThomas)->add_required_tags("X"); },
         {"tests thomas: required_tags names `X`, which is not in tags"}},
        {"DerivedFromDerived",
         [](kv1::Pack& p) {
           auto* derivation =
               p.mutable_tests(kDifference)->mutable_derivation();
           derivation->set_formula(kv1::Derivation::FORMULA_RATIO);
           derivation->set_denominator("bridge_difference");
         },
         {"tests bridge_difference: derivation.denominator names "
          "`bridge_difference`, which is derived"}},
        {"DifferenceOfOneSide",
         [](kv1::Pack& p) {
           p.mutable_tests(kDifference)
               ->mutable_derivation()
               ->set_numerator("rotation");
         },
         {"tests bridge_difference: derivation.numerator has no sides to "
          "compare"}},
        {"MappingHasNoTest",
         [](kv1::Pack& p) { p.mutable_test_mappings(0)->set_test("x"); },
         {"test_mappings TI-001: test names `x`, which is not in tests",
          "rules R-310: drop_evidence names `thomas`, which says nothing of "
          "`iliopsoas`",
          "syndrome_sets TIGHT: members names `iliopsoas`, which no results "
          "show to be tight, as `LOWER` asks"}},
        {"MappingHasNoMuscle",
         [](kv1::Pack& p) { p.mutable_test_mappings(1)->set_muscle("x"); },
         {"test_mappings TI-002: muscle names `x`, which is not in muscles",
          "syndrome_sets WEAK: members names `gluteus_maximus`, which no "
          "results show to be weak, as `LOWER` asks"}},
        {"FactorIsZero",
         [](kv1::Pack& p) { p.mutable_test_mappings(0)->set_factor(0); },
         {"test_mappings TI-001: factor is 0, not in [0.05, 1]",
          "syndrome_sets TIGHT: members names `iliopsoas`, which no results "
          "show to be tight, as `LOWER` asks"}},
        {"AxisDoesNotFit",
         [](kv1::Pack& p) {
           p.mutable_test_mappings(2)->set_axis(kv1::AXIS_LENGTH);
         },
         {"test_mappings TI-003: axis does not fit the kind of "
          "`thoracic_spine`"}},
        {"SideDoesNotFit",
         [](kv1::Pack& p) {
           p.mutable_test_mappings(0)->set_side(
               kv1::TestMapping::SIDE_RELATION_BOTH);
         },
         {"test_mappings TI-001: side does not fit the laterality of `thomas` "
          "and `iliopsoas`"}},
        {"RetestIsUnknown",
         [](kv1::Pack& p) { p.mutable_retest_sets(0)->add_tests("x"); },
         {"retest_sets RETEST: tests names `x`, which is not in tests"}},
        {"MeasureHasNoTest",
         [](kv1::Pack& p) { p.mutable_measures(0)->set_id("rotation"); },
         {"tests pain: is an outcome measure, but not in measures",
          "measures rotation: the test of this id is no outcome measure",
          "measures rotation: direction differs from that of its test",
          "measures rotation: scores of METHOD_SINGLE run from 0 to 10, but "
          "values of its test from 0 to 90",
          "session: average_pain_test names `pain`, which is no single answer "
          "of 0 to 10 points"}},
        {"MeasureNamesSomeItems",
         [](kv1::Pack& p) {
           kv1::Scoring& scoring = *p.mutable_measures(0)->mutable_scoring();
           scoring.set_method(kv1::Scoring::METHOD_SUM);
           scoring.add_items(1);
           p.mutable_measures(0)->set_item_count(2);
         },
         {"measures pain: scoring.items names 1 of 2 items",
          "session: average_pain_test names `pain`, which is no single answer "
          "of 0 to 10 points"}},
        {"MeasureNeedsTooManyAnswers",
         [](kv1::Pack& p) {
           p.mutable_measures(0)->mutable_scoring()->set_min_answered(2);
         },
         {"measures pain: scoring.min_answered is 2, not in [1, 1]"}},
        {"MeasureIsAskedAtAnUnknownTime",
         [](kv1::Pack& p) { p.mutable_measures(0)->add_schedule("never"); },
         {"measures pain: schedule `never` is not session, start, middle or "
          "end"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
