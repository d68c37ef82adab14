// SPDX-License-Identifier: Apache-2.0
// Entries that are well-formed each, but contradict each other, their name or
// their text.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

enum StepsAt {
  kPairSteps,
  kIntegrateSteps,
  kActivateSteps,
  kMobiliseSteps,
  kRetestSteps,
  kAloneSteps
};

constexpr char kPairRow[] =
    "decision_steps DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER: ";

kv1::DecisionStep& AddStep(kv1::Pack& pack, int row, kv1::Action action) {
  auto* step = pack.mutable_decision_steps(row)->add_steps();
  step->set_action(action);
  step->set_target(kv1::STEP_TARGET_OWN);
  return *step;
}

// Lets exercises of `technique` bring on symptoms.
void SymptomOf(kv1::Pack& pack, kv1::Technique technique) {
  auto* row = pack.add_technique_tempos();
  row->set_technique(technique);
  row->mutable_tempo()->set_max_symptom(2);
  row->set_rule(pack.rules(0).id());
}

INSTANTIATE_TEST_SUITE_P(
    Steps, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"TrainedBeforeItsReleased",
         [](kv1::Pack& p) {
           p.mutable_decision_steps(kPairSteps)
               ->mutable_steps()
               ->SwapElements(0, 1);
         },
         {absl::StrCat(kPairRow,
                       "step 1 is not ACTION_RELEASE of STEP_TARGET_OWN for "
                       "everybody"),
          absl::StrCat(kPairRow,
                       "step 2 is not ACTION_ACTIVATE of STEP_TARGET_PARTNER "
                       "for everybody")}},
        {"ReleaseWithoutItsStep",
         [](kv1::Pack& p) {
           auto& steps =
               *p.mutable_decision_steps(kIntegrateSteps)->mutable_steps();
           steps.erase(steps.begin());
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_INTEGRATE: step 1 is "
          "not ACTION_RELEASE of STEP_TARGET_OWN for everybody",
          "decision_steps DECISION_ACTION_RELEASE_AND_INTEGRATE: step 2 is "
          "not ACTION_INTEGRATE of STEP_TARGET_OWN for everybody"}},
        {"MobilisedWithoutItsStep",
         [](kv1::Pack& p) {
           auto& steps =
               *p.mutable_decision_steps(kMobiliseSteps)->mutable_steps();
           steps.erase(steps.begin());
         },
         {"decision_steps DECISION_ACTION_MOBILISE: step 1 is not "
          "ACTION_MOBILISE of STEP_TARGET_OWN for everybody",
          "decision_steps DECISION_ACTION_MOBILISE: step 2 is not "
          "ACTION_INTEGRATE of STEP_TARGET_OWN for everybody"}},
        {"ReleaseForSomeOnly",
         [](kv1::Pack& p) {
           p.mutable_decision_steps(kIntegrateSteps)
               ->mutable_steps(0)
               ->add_with()
               ->set_exercise(kv1::TECHNIQUE_SMR);
         },
         {"decision_steps DECISION_ACTION_RELEASE_AND_INTEGRATE: step 1 is "
          "not ACTION_RELEASE of STEP_TARGET_OWN for everybody"}},
        {"ReleaseOfAnother",
         [](kv1::Pack& p) {
           p.mutable_decision_steps(kPairSteps)
               ->mutable_steps(0)
               ->set_target(kv1::STEP_TARGET_PARTNER);
         },
         {absl::StrCat(kPairRow,
                       "step 1 is not ACTION_RELEASE of STEP_TARGET_OWN for "
                       "everybody")}},
        {"ActivatedAndReleased",
         [](kv1::Pack& p) { AddStep(p, kActivateSteps, kv1::ACTION_RELEASE); },
         {"decision_steps DECISION_ACTION_ACTIVATE: has a step of "
          "ACTION_RELEASE, which the decision rules out"}},
        {"LeftAloneButStrengthened",
         [](kv1::Pack& p) { AddStep(p, kAloneSteps, kv1::ACTION_STRENGTHEN); },
         {"decision_steps DECISION_ACTION_LEAVE_ALONE: has a step of "
          "ACTION_STRENGTHEN, which the decision rules out"}},
        {"WhatIsLeftAloneHasATrunk",
         [](kv1::Pack& p) {
           AddStep(p, kAloneSteps, kv1::ACTION_STABILISE)
               .set_target(kv1::STEP_TARGET_TRUNK);
         },
         {}},
        {"TrainedBehindTheLongStretch",
         [](kv1::Pack& p) { AddStep(p, kPairSteps, kv1::ACTION_INTEGRATE); },
         {absl::StrCat(kPairRow,
                       "has a step of ACTION_INTEGRATE behind the long "
                       "stretch, which comes last")}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    ToldNumbers, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"LimitWithoutItsText",
         [](kv1::Pack& p) {
           p.mutable_rules(kUnder18)->mutable_when()->mutable_age()->set_years(
               16);
         },
         {"rules R-011: text tells 18, which neither when nor effects have"}},
        {"TextWithoutItsLimit",
         [](kv1::Pack& p) {
           p.mutable_rules(kUnder18)->set_text("Under 18 or over 90 no plan.");
         },
         {"rules R-011: text tells 90, which neither when nor effects have"}},
        {"NumbersOfEffects",
         [](kv1::Pack& p) {
           p.mutable_rules(kUnder18)->set_text(
               "Under 18 holds of 20 s, tested again after 3 weeks.");
           auto& effects = *p.mutable_rules(kUnder18)->mutable_effects();
           effects.Add()->set_max_hold_seconds(20);
           effects.Add()->set_max_hold_seconds(21);
         },
         {}},
        {"NumbersOfNames",
         [](kv1::Pack& p) {
           p.mutable_rules(kUnder18)->set_text(
               "Under 18, with a fall in 12 months, no plan.");
           kv1::Clause age = p.rules(kUnder18).when();
           auto* all = p.mutable_rules(kUnder18)->mutable_when()->mutable_all();
           *all->add_clauses() = age;
           all->add_clauses()->set_history("fall_12m");
         },
         {}},
        {"EndsOfTests",
         [](kv1::Pack& p) {
           p.mutable_rules(kUnder18)->set_text("Under 18, pain up to 10.");
           kv1::Clause age = p.rules(kUnder18).when();
           auto* all = p.mutable_rules(kUnder18)->mutable_when()->mutable_all();
           *all->add_clauses() = age;
           auto* value = all->add_clauses()->mutable_value();
           value->set_test("pain");
           value->set_comparison(kv1::COMPARISON_GREATER_OR_EQUAL);
           value->set_number(5);
         },
         {}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    HoldsAndLists, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"StretchOfTenMinutes",
         [](kv1::Pack& p) {
           auto* hold = p.mutable_exercises(kStretch)->mutable_hold_seconds();
           hold->set_low(60);
           hold->set_high(600);
         },
         {"exercises hip_flexor_stretch: hold_seconds goes up to 600, but the "
          "longest hold of TECHNIQUE_STATIC_STRETCH is 120"}},
        {"StretchOfASessionAsLongAsAtBedtime",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->mutable_hold_seconds()->set_high(120);
         },
         {"exercises hip_flexor_stretch: hold_seconds goes up to 120, but the "
          "longest hold of TECHNIQUE_STATIC_STRETCH is 60"}},
        {"StretchOfBedtime",
         [](kv1::Pack& p) {
           auto* hold = p.mutable_exercises(kStretch)->mutable_hold_seconds();
           hold->set_low(60);
           hold->set_high(120);
         },
         {}},
        {"MovementHeldLikeAStretch",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_technique(
               kv1::TECHNIQUE_DYNAMIC_MOBILITY);
           auto* hold = p.mutable_exercises(kWalk)->mutable_hold_seconds();
           hold->set_low(2);
           hold->set_high(16);
         },
         {"exercises walk: hold_seconds goes up to 16, but the longest hold of "
          "TECHNIQUE_DYNAMIC_MOBILITY is 15"}},
        {"SymptomThatIsHeld",
         [](kv1::Pack& p) {
           SymptomOf(p, kv1::TECHNIQUE_STATIC_STRETCH);
           p.mutable_exercises(kStretch)->set_instruction("Ease in and out.");
         },
         {"exercises hip_flexor_stretch: has hold_seconds, but "
          "TECHNIQUE_STATIC_STRETCH may bring on symptoms, and is never "
          "held"}},
        {"SymptomThatIsToBeHeld",
         [](kv1::Pack& p) {
           SymptomOf(p, kv1::TECHNIQUE_AEROBIC);
           p.mutable_exercises(kWalk)->set_instruction("Reach and stay there.");
         },
         {"exercises walk: instruction asks to hold it, but TECHNIQUE_AEROBIC "
          "may bring on symptoms, and is never held"}},
        {"SymptomThatIsNotHeld",
         [](kv1::Pack& p) {
           SymptomOf(p, kv1::TECHNIQUE_AEROBIC);
           p.mutable_exercises(kWalk)->set_instruction("Hold the thigh up.");
         },
         {}},
        {"WarmUpThatStretches",
         [](kv1::Pack& p) {
           p.mutable_session()->set_warm_up(0, "hip_flexor_stretch");
         },
         {"session: warm_up names `hip_flexor_stretch`, which is of "
          "TECHNIQUE_STATIC_STRETCH"}},
        {"BreathingThatStretches",
         [](kv1::Pack& p) {
           p.mutable_session()->set_breathing(0, "hip_flexor_stretch");
         },
         {"session: breathing names `hip_flexor_stretch`, which is of "
          "TECHNIQUE_STATIC_STRETCH"}},
        {"BasePlanThatStretches",
         [](kv1::Pack& p) {
           p.mutable_session()->add_base_plan("hip_flexor_stretch");
         },
         {"session: base_plan names `hip_flexor_stretch`, which is of "
          "TECHNIQUE_STATIC_STRETCH"}},
        {"BasePlanTooHard",
         [](kv1::Pack& p) { p.mutable_exercises(kBridge)->set_level(3); },
         {"integration_movements #1: exercise names `glute_bridge` of level 3, "
          "above 2",
          "integration_movements #2: exercise names `glute_bridge` of level 3, "
          "above 2",
          "session: base_plan names `glute_bridge`, which is of level 3, above "
          "2"}},
        {"GrantedTargetBehindAnother",
         [](kv1::Pack& p) {
           kv1::TargetTechnique& granted = *p.mutable_rules(0)
                                                ->add_effects()
                                                ->mutable_allow_technique_for();
           granted.set_muscle("thoracic_spine");
           granted.set_technique(kv1::TECHNIQUE_ACTIVATION);
           granted.set_max_exercises(1);
           p.mutable_exercises(kBridge)->add_targets("thoracic_spine");
         },
         {"exercises glute_bridge: targets has `thoracic_spine` behind "
          "`gluteus_maximus`, so that it goes round R-011"}},
        {"BasePlanOptIn",
         [](kv1::Pack& p) {
           p.mutable_exercises(kBridge)->set_opt_in_only(true);
         },
         {"integration_movements #1: exercise names `glute_bridge`, which is "
          "not planned for everybody",
          "integration_movements #2: exercise names `glute_bridge`, which is "
          "not planned for everybody",
          "session: base_plan names `glute_bridge`, which is opt_in_only"}},
    }),
    NameOf);

void SetRecovered(kv1::Pack& pack, double at, const char* source) {
  pack.mutable_measures(0)->set_recovered_at(at);
  pack.mutable_measures(0)->set_source(source);
}

INSTANTIATE_TEST_SUITE_P(
    Agreement, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RecoveredThoughMoreWouldMatter",
         [](kv1::Pack& p) { SetRecovered(p, 2, "recovered = 2 or less"); },
         {"measures pain: recovered_at 2 is 2 or more from the best value 0: "
          "such a change still matters"}},
        {"Recovered",
         [](kv1::Pack& p) { SetRecovered(p, 1, "recovered = 1 or less"); },
         {}},
        {"RecoveredOtherwiseThanItsSource",
         [](kv1::Pack& p) { SetRecovered(p, 1, "recovered = 0 or less"); },
         {"measures pain: recovered_at is 1, but source does not tell "
          "`recovered = 1 or less`: correct the number, or say there who found "
          "it"}},
        {"AsymmetryThatNobodyHas",
         [](kv1::Pack& p) { p.mutable_tests(kThomas)->set_asymmetry(100); },
         {"tests thomas: asymmetry is not below the range of values"}},
        {"MassageWithoutAPlace",
         [](kv1::Pack& p) {
           p.mutable_muscles(kIliopsoas)
               ->set_smr_policy(kv1::SMR_POLICY_ALLOWED);
         },
         {"muscles iliopsoas: smr_policy allows massage, but smr_safe names no "
          "place for it",
          "muscles iliopsoas: smr_policy is not SMR_POLICY_FORBIDDEN, which "
          "smr_prohibitions `SMR-01` asks for: set it, or take the target out "
          "of `targets` there"}},
        {"MassageWithCautionWhereItIsProhibited",
         [](kv1::Pack& p) {
           p.mutable_muscles(kIliopsoas)
               ->set_smr_policy(kv1::SMR_POLICY_CAUTION);
         },
         {"muscles iliopsoas: smr_policy is not SMR_POLICY_FORBIDDEN, which "
          "smr_prohibitions `SMR-01` asks for: set it, or take the target out "
          "of `targets` there"}},
        {"ForbiddenMassageThatNothingProhibits",
         [](kv1::Pack& p) {
           p.mutable_smr_prohibitions(0)->set_targets(0, "sciatic");
         },
         {"smr_prohibitions SMR-01: targets names `sciatic`, which is not in "
          "muscles",
          "muscles iliopsoas: smr_policy is SMR_POLICY_FORBIDDEN, but no entry "
          "of smr_prohibitions names it: add it to the `targets` of the one "
          "that forbids it"}},
        {"PlaceWithoutMassage",
         [](kv1::Pack& p) {
           p.mutable_muscles(kIliopsoas)->set_smr_safe("the belly");
         },
         {"muscles iliopsoas: smr_safe names a place, but smr_policy allows no "
          "massage"}},
        {"StatusThatANerveNeverHas",
         [](kv1::Pack& p) {
           auto* rule = p.mutable_rules(kUnder18);
           rule->set_text("Nobody.");
           rule->set_stage(kv1::RULE_STAGE_FINDING);
           auto* status =
               rule->mutable_when()->mutable_not_()->mutable_status();
           status->set_muscle("sciatic_nerve");
           status->set_side(kv1::SIDE_REFERENCE_ANY);
           status->add_statuses(kv1::STATUS_STIFF);
         },
         {"rules R-011: status asks whether `sciatic_nerve` is STATUS_STIFF, "
          "which it never can be"}},
        {"StatusThatAMuscleNeverHas",
         [](kv1::Pack& p) {
           auto* rule = p.mutable_rules(kUnder18);
           rule->set_text("Nobody.");
           rule->set_stage(kv1::RULE_STAGE_FINDING);
           auto* status =
               rule->mutable_when()->mutable_not_()->mutable_status();
           status->set_muscle("iliopsoas");
           status->set_side(kv1::SIDE_REFERENCE_ANY);
           status->add_statuses(kv1::STATUS_NEURAL_POSITIVE);
         },
         {"rules R-011: status asks whether `iliopsoas` is "
          "STATUS_NEURAL_POSITIVE, which it never can be"}},
    }),
    NameOf);

// A stratum and a rule part the same test.
void AddStratum(kv1::Pack& pack, kv1::Stratum stratum,
                kv1::Comparison comparison, double number) {
  auto* row = pack.mutable_measures(0)->add_strata();
  row->set_stratum(stratum);
  row->set_rule("R-900");
  auto* value = row->mutable_when()->mutable_value();
  value->set_test("pain");
  value->set_comparison(comparison);
  value->set_number(number);
}

std::vector<std::string> ComplaintsOfStrata(double high) {
  kv1::Pack pack = tonus::testing::SmallPack();
  auto* value = pack.mutable_rules(kUnder18)->mutable_when()->mutable_value();
  pack.mutable_rules(kUnder18)->set_text("Pain.");
  value->set_test("pain");
  value->set_comparison(kv1::COMPARISON_GREATER_OR_EQUAL);
  value->set_number(7);
  AddStratum(pack, kv1::STRATUM_HIGH, kv1::COMPARISON_GREATER_OR_EQUAL, high);
  AddStratum(pack, kv1::STRATUM_MEDIUM, kv1::COMPARISON_GREATER_OR_EQUAL, 7);
  AddStratum(pack, kv1::STRATUM_LOW, kv1::COMPARISON_LESS, 7);
  return TextsOf(CheckPack(pack));
}

TEST(PackCheckStrataTest, PartATestWhereRulesDo) {
  EXPECT_THAT(ComplaintsOfStrata(7), ::testing::IsEmpty());
  EXPECT_THAT(ComplaintsOfStrata(8),
              ::testing::ElementsAre(
                  "measures pain: strata parts `pain` at 8, where no rule that "
                  "reads it does"));
}

}  // namespace
}  // namespace tonus::engine
