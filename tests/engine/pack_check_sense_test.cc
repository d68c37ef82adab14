// SPDX-License-Identifier: Apache-2.0
// The check of what entries say together: evidence that counts twice, bands
// that run the wrong way, chains that get harder, tables that are left out, and
// claims that nobody may make.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;

kv1::Bands& BandsOf(kv1::Pack& pack, TestAt test) {
  return *pack.mutable_tests(test)->mutable_bands();
}

INSTANTIATE_TEST_SUITE_P(
    Evidence, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"MappingIsGivenTwice",
         [](kv1::Pack& p) {
           auto& copy = *p.add_test_mappings();
           copy = p.test_mappings(0);
           copy.set_id("TI-999");
           copy.set_factor(0.2);
         },
         {"test_mappings TI-999: says the same as `TI-001`: the evidence would "
          "count twice"}},
        {"MappingOfTheOtherSideIsNoSecond",
         [](kv1::Pack& p) {
           auto& other = *p.add_test_mappings();
           other = p.test_mappings(0);
           other.set_id("TI-999");
           other.set_side(kv1::TestMapping::SIDE_RELATION_OPPOSITE);
         },
         {}},
        {"DirectionIsFlipped",
         [](kv1::Pack& p) {
           p.mutable_tests(kBridgeHold)->set_direction(kv1::DIRECTION_LOWER);
         },
         {"tests bridge_hold: bands put normal above abnormal, but smaller "
          "values are better",
          "tests bridge_hold: bands put normal above borderline, but smaller "
          "values are better",
          "tests bridge_hold: bands put borderline above abnormal, but smaller "
          "values are better"}},
        {"BandsAreReversed",
         [](kv1::Pack& p) {
           BandsOf(p, kRotation)
               .mutable_normal()
               ->Swap(BandsOf(p, kRotation).mutable_abnormal());
         },
         {"tests rotation: bands put normal below abnormal, but larger values "
          "are better"}},
        {"BandsOfAnOverrideAreReversed",
         [](kv1::Pack& p) {
           auto& bands =
               *p.mutable_tests(kThomas)->mutable_overrides(0)->mutable_bands();
           bands.mutable_normal()->Swap(bands.mutable_abnormal());
         },
         {"tests thomas: overrides[0].bands put normal above abnormal, but "
          "smaller values are better"}},
        {"ExcessIsOnTheWrongSide",
         [](kv1::Pack& p) {
           auto& excess = *BandsOf(p, kThomas).mutable_excess();
           excess.clear_max();
           excess.set_min(50);
         },
         {"tests thomas: bands put excess above normal, but smaller values are "
          "better"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Units, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"UnitIsUnknown",
         [](kv1::Pack& p) { p.mutable_tests(kThomas)->set_unit("inch"); },
         {"tests thomas: unit is `inch`, not one of deg, cm, finger, s, reps, "
          "mrc, pctBW, pct, ratio, grade, points"}},
        {"UnitIsOfAnotherKind",
         [](kv1::Pack& p) { p.mutable_tests(kThomas)->set_unit("s"); },
         {"tests thomas: unit is `s`, in which no TEST_KIND_MUSCLE_LENGTH is "
          "measured",
          "tests thomas: min and max are -40 and 60, but `s` has values in [0, "
          "3600]"}},
        {"UnitHasSuchValuesOnNobody",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)->set_max(120);
           p.mutable_tests(kThomas)->set_unit("cm");
         },
         {"tests thomas: min and max are -40 and 120, but `cm` has values in "
          "[-100, 100]"}},
        {"UnitIsCountedInSteps",
         [](kv1::Pack& p) {
           auto& test = *p.mutable_tests(kRotation);
           test.set_unit("grade");
           test.set_kind(kv1::TEST_KIND_NEURAL);
           test.set_max(2);
           test.mutable_bands()->mutable_normal()->set_min(1);
           test.mutable_bands()->mutable_abnormal()->set_max(1);
         },
         {"tests rotation: has no step, but `grade` is counted in steps",
          "test_mappings TI-003: test is `rotation`, a kind of test that says "
          "nothing of this axis"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Levels, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RegressionIsHarder",
         [](kv1::Pack& p) { p.mutable_exercises(kSqueeze)->set_level(3); },
         {"exercises glute_bridge: regression names `glute_squeeze` of level "
          "3, which is harder than level 2",
          "exercises glute_squeeze: progression names `glute_bridge` of level "
          "2, which is easier than level 3"}},
        {"RegressionIsAsHard",
         [](kv1::Pack& p) { p.mutable_exercises(kSqueeze)->set_level(2); },
         {}},
        {"RegressionIsOffByDefault",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_opt_in_only(true);
           p.mutable_exercises(kSqueeze)->set_regression("walk");
         },
         {"exercises glute_squeeze: regression names `walk`, which is "
          "opt_in_only",
          "session: warm_up names `walk`, which is opt_in_only",
          "session: base_plan names `walk`, which is opt_in_only"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Reach, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"MovementIsMissing",
         [](kv1::Pack& p) { p.mutable_integration_movements()->RemoveLast(); },
         {"integration_movements: has no movement for `thoracic_spine`, which "
          "may be released: add one"}},
        {"MovementIsAStretch",
         [](kv1::Pack& p) {
           p.mutable_integration_movements(0)->set_exercise(
               "hip_flexor_stretch");
         },
         {"integration_movements #1: exercise names `hip_flexor_stretch`, a "
          "TECHNIQUE_STATIC_STRETCH, which neither loads nor moves the new "
          "range"}},
        {"MovementIsTooHard",
         [](kv1::Pack& p) { p.mutable_exercises(kBridge)->set_level(3); },
         {"integration_movements #1: exercise names `glute_bridge` of level 3, "
          "above 2",
          "integration_movements #2: exercise names `glute_bridge` of level 3, "
          "above 2",
          "session: base_plan names `glute_bridge`, which is of level 3, above "
          "2"}},
        {"MovementIsNotForEverybody",
         [](kv1::Pack& p) {
           p.mutable_exercises(kBridge)->set_relief_only(true);
           p.mutable_exercises(kBridge)->set_use_rule("R-900");
         },
         {"integration_movements #1: exercise names `glute_bridge`, which is "
          "not planned for everybody",
          "integration_movements #2: exercise names `glute_bridge`, which is "
          "not planned for everybody"}},
        {"MemberIsNeverTight",
         [](kv1::Pack& p) {
           p.mutable_syndrome_sets(0)->add_members("gluteus_maximus");
         },
         {"syndrome_sets TIGHT: members names `gluteus_maximus`, which no "
          "results show to be tight, as `LOWER` asks"}},
        {"MemberIsNeverWeak",
         [](kv1::Pack& p) {
           p.mutable_syndrome_sets(1)->add_members("iliopsoas");
         },
         {"syndrome_sets WEAK: members names `iliopsoas`, which no results "
          "show to be weak, as `LOWER` asks"}},
        {"EvidenceIsTooLittleForAnArm",
         [](kv1::Pack& p) { p.mutable_test_mappings(1)->set_factor(0.5); },
         {"syndrome_sets WEAK: members names `gluteus_maximus`, which no "
          "results show to be weak, as `LOWER` asks"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Presence, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"LadderIsMissing",
         [](kv1::Pack& p) { p.clear_ladder_steps(); },
         {"ladder_steps: has no entry, but needs at least one"}},
        {"ProhibitionsAreMissing",
         [](kv1::Pack& p) { p.clear_smr_prohibitions(); },
         {"muscles iliopsoas: smr_policy is SMR_POLICY_FORBIDDEN, but no entry "
          "of smr_prohibitions names it: add it to the `targets` of the one "
          "that forbids it",
          "smr_prohibitions: has no entry, but needs at least one",
          "cited_rules: lacks `SMR-01`, which reasons name: add it here or to "
          "rules"}},
        {"EvidenceOfPairsIsMissing",
         [](kv1::Pack& p) { p.clear_inhibition_evidence(); },
         {"inhibition_evidence: has no entry, but needs at least one"}},
        {"ForbiddenClaimsAreMissing",
         [](kv1::Pack& p) { p.clear_forbidden_claims(); },
         {"forbidden_claims: has no entry, but needs at least one",
          "cited_rules: lacks `N-1`, which reasons name: add it here or to "
          "rules"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Instructions, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"InstructionIsTooShort",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_instruction("Just do it.");
         },
         {"exercises walk: instruction has fewer than 4 words, too few to tell "
          "what to do"}},
        {"InstructionHarms",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->set_instruction(
               "Kneel, bounce hard into the pain, holding the breath.");
         },
         {"exercises hip_flexor_stretch: instruction asks for what harms: "
          "bounce hard into the pain",
          "exercises hip_flexor_stretch: instruction asks for what harms: "
          "holding the breath"}},
        {"InstructionWarns",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->set_instruction(
               "Kneel and lean forward, no bouncing, without holding the "
               "breath.");
         },
         {}},
        {"LessonHarms",
         [](kv1::Pack& p) {
           auto& lesson = *p.mutable_week_shapes(0)->add_lessons();
           lesson.set_exercise("walk");
           lesson.set_text("Walk on through numbness of a leg.");
         },
         {"week_shapes #1: text asks for what harms: walk on through "
          "numbness of a leg"}},
        {"ReasonHarms",
         [](kv1::Pack& p) {
           p.mutable_rules(kUnder18)->set_text("Go on into the pain.");
         },
         {"rules R-011: text asks for what harms: go on into the pain"}},
        {"ProcedureHarms",
         [](kv1::Pack& p) {
           p.mutable_tests(kThomas)->set_procedure("Bend it into the pain.");
         },
         {"tests thomas: procedure asks for what harms: bend it into the "
          "pain"}}}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Wordings, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"WordingMissesItsExample",
         [](kv1::Pack& p) {
           p.mutable_forbidden_claims(0)->set_example("Stretching is fine.");
         },
         {"forbidden_claims N-1: wordings do not find the claim in its "
          "example"}},
        {"WordingIsLost",
         [](kv1::Pack& p) { p.mutable_forbidden_claims(0)->clear_wordings(); },
         {"forbidden_claims N-1: wordings do not find the claim in its "
          "example"}},
        {"WordingIsEmpty",
         [](kv1::Pack& p) {
           p.mutable_forbidden_claims(0)->add_wordings()->add_words();
         },
         {"forbidden_claims N-1: wordings holds words without any, which "
          "nothing fits"}},
        {"WordsAreNeverFound",
         [](kv1::Pack& p) {
           auto& claim = *p.mutable_forbidden_claims(0);
           claim.add_unless("Not so");
           claim.add_unless(" behind a blank");
         },
         {"forbidden_claims N-1: unless is never found: `Not so` is to be in "
          "lower case, without marks, and with single blanks, none before it",
          "forbidden_claims N-1: unless is never found: ` behind a blank` is "
          "to be in lower case, without marks, and with single blanks, none "
          "before it"}},
        {"HarmIsNotFound",
         [](kv1::Pack& p) {
           p.mutable_instruction_wording()->add_examples("Lift with a jerk.");
         },
         {"instruction_wording: does not find what harms in the example `Lift "
          "with a jerk.`"}},
        {"StoredPackHasNone",
         [](kv1::Pack& p) {
           p.clear_instruction_wording();
           for (auto& claim : *p.mutable_forbidden_claims()) {
             claim.clear_wordings();
             claim.clear_example();
           }
         },
         {}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Claims, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RuleMakesAClaim",
         [](kv1::Pack& p) {
           p.mutable_rules(kUnder18)->set_text(
               "Under 18 no plan is made. Stretching corrects posture, by "
               "the way.");
         },
         {"rules R-011: text makes the forbidden claim N-1: stretching "
          "corrects "
          "posture by the way"}},
        {"EffectMakesAClaim",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_instruction(
               "Walk; more flexibility reduces your back pain");
         },
         {"exercises walk: instruction makes the forbidden claim N-3: walk "
          "more flexibility reduces your back pain"}},
        {"EntryWithoutIdMakesAClaim",
         [](kv1::Pack& p) {
           p.mutable_recheck_questions(0)->set_text(
               "Did the fascia melt? Anything new?");
         },
         {"recheck_questions #1: text makes the forbidden claim N-4: did the "
          "fascia melt anything new"}},
        {"BedtimeWorksByHormones",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->set_instruction(
               "Stretch at bedtime, when the growth hormone is high");
         },
         {"exercises hip_flexor_stretch: instruction makes the forbidden claim "
          "N-2: stretch at bedtime when the growth hormone is high"}},
        {"LengthGrowsAtNight",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->set_instruction(
               "Stretch before sleep, and the muscle grows. Overnight it "
               "lengthens by itself. It keeps its length when you sleep");
         },
         {"exercises hip_flexor_stretch: instruction makes the forbidden claim "
          "N-2: stretch before sleep and the muscle grows",
          "exercises hip_flexor_stretch: instruction makes the forbidden claim "
          "N-2: overnight it lengthens by itself",
          "exercises hip_flexor_stretch: instruction makes the forbidden claim "
          "N-2: it keeps its length when you sleep"}},
        {"BedtimeIsAHabit",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->set_instruction(
               "Stretch at bedtime: a convenient habit, and it relaxes. Hold "
               "it longer than in the session, up to a minute");
         },
         {}},
        {"SourceIsNoClaimOfOurs",
         [](kv1::Pack& p) {
           p.mutable_articles(0)->set_title("How stretching corrects posture");
         },
         {}},
        {"WhatToDoIsNoClaim",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_instruction(
               "When stretching, reduce the range until the pain is gone");
         },
         {}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Ladder, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"StepLeadsBack",
         [](kv1::Pack& p) {
           p.mutable_ladder_steps(1)->set_next_on_same("L1");
         },
         {"ladder_steps L2: next_on_same leads in a circle, back to `L1`: the "
          "last step leads nowhere"}},
        {"StepLeadsToItself",
         [](kv1::Pack& p) {
           p.mutable_ladder_steps(0)->set_next_on_same("L1");
         },
         {"ladder_steps L1: next_on_same leads in a circle, back to `L1`: it "
          "must lead to `L2`"}},
        {"StepEndsEarly",
         [](kv1::Pack& p) { p.mutable_ladder_steps(0)->clear_next_on_same(); },
         {"ladder_steps L1: next_on_same is empty, so that the ladder ends "
          "early: it must lead to `L2`"}},
        {"StepLeadsToNothing",
         [](kv1::Pack& p) {
           p.mutable_ladder_steps(0)->set_next_on_same("L9");
         },
         {"ladder_steps L1: next_on_same names `L9`, which is not in "
          "ladder_steps: it must lead to `L2`"}},
        {"StepLeavesOneOut",
         [](kv1::Pack& p) {
           auto& last = *p.add_ladder_steps();
           last = p.ladder_steps(1);
           last.set_id("L3");
           last.set_order(3);
           p.mutable_ladder_steps(1)->set_next_on_same("L3");
           p.mutable_ladder_steps(0)->set_next_on_same("L3");
         },
         {"ladder_steps L1: next_on_same leads past other steps to `L3`: it "
          "must lead to `L2`"}},
    }),
    NameOf);

// A table that is left out is told beside what the engine misses of it.
TEST(PackCheckPresenceTest, EveryTableIsAskedFor) {
  const std::vector<std::string> complaints = TextsOf(CheckPack(kv1::Pack()));
  for (const char* table :
       {"muscles", "tests", "test_mappings", "red_flags", "conditions",
        "exercises", "rules", "cited_rules", "rulings", "week_shapes",
        "ladder_steps", "smr_prohibitions", "inhibition_evidence",
        "decision_rules", "forbidden_claims"}) {
    EXPECT_THAT(complaints, Contains(std::string(table) +
                                     ": has no entry, but needs at least one"));
  }
}

}  // namespace
}  // namespace tonus::engine
