// SPDX-License-Identifier: Apache-2.0
// The check of what a plan is made of: safety, exercises, weeks and numbers.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

void AddMassageTempo(kv1::Pack& pack) {
  kv1::TechniqueTempo& row = *pack.add_technique_tempos();
  row.set_technique(kv1::TECHNIQUE_SMR);
  row.set_rule("R-900");
  row.mutable_tempo()->set_max_pressure(1);
}

INSTANTIATE_TEST_SUITE_P(
    Safety, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"UrgentIsNotAsked",
         [](kv1::Pack& p) {
           auto* flag = p.mutable_red_flags(0);
           flag->set_asked(false);
           flag->set_also_raised_by("R-011");
         },
         {"red_flags rf_urgent: is urgent, but not asked",
          "red_flags rf_urgent: is asked again, but not asked"}},
        {"FlagIsNeverRaised",
         [](kv1::Pack& p) { p.mutable_red_flags(1)->clear_also_raised_by(); },
         {"red_flags rf_under_18: is neither asked nor raised by anything"}},
        {"GroupIsOutOfRange",
         [](kv1::Pack& p) {
           p.mutable_red_flags(0)->set_recheck_group(5);
           p.mutable_recheck_questions(0)->set_group(5);
         },
         {"red_flags rf_urgent: recheck_group is 5, not in [0, 4]",
          "recheck_questions #1: group is 5, not in [1, 4]"}},
        {"GroupHasNoQuestion",
         [](kv1::Pack& p) { p.clear_recheck_questions(); },
         {"red_flags rf_urgent: recheck_group 1 has no question",
          "recheck_questions: has no entry, but needs at least one"}},
        {"QuestionHasNoFlag",
         [](kv1::Pack& p) {
           auto* question = p.add_recheck_questions();
           question->set_group(2);
           question->set_text("?");
         },
         {"recheck_questions #2: group 2 has no red flag"}},
        {"QuestionIsAskedTwice",
         [](kv1::Pack& p) {
           *p.add_recheck_questions() = p.recheck_questions(0);
         },
         {"recheck_questions #2: group 1 is asked twice"}},
        {"StopSymptomIsUnknown",
         [](kv1::Pack& p) { p.mutable_red_flags(0)->set_stop_symptom("X"); },
         {"red_flags rf_urgent: stop_symptom `X` is not a stop symptom"}},
        {"ForbiddenTagIsUnknown",
         [](kv1::Pack& p) { p.mutable_conditions(0)->add_forbidden_tags("X"); },
         {"conditions cond_acute: forbidden_tags names `X`, which is not in "
          "tags"}},
        {"CautionTagIsUnknown",
         [](kv1::Pack& p) { p.mutable_conditions(0)->add_caution_tags("X"); },
         {"conditions cond_acute: caution_tags names `X`, which is not in "
          "tags"}},
        {"TagIsForbiddenAndAllowed",
         [](kv1::Pack& p) {
           p.mutable_conditions(0)->add_caution_tags("LUMBAR_FLEXION");
         },
         {"conditions cond_acute: `LUMBAR_FLEXION` is both forbidden and "
          "allowed with caution"}},
        {"ConditionTurnsIntoNothing",
         [](kv1::Pack& p) { p.mutable_conditions(0)->set_turns_into("x"); },
         {"conditions cond_acute: turns_into names `x`, which is not in "
          "conditions"}},
        {"ConditionsTurnIntoEachOther",
         [](kv1::Pack& p) {
           p.mutable_conditions(1)->set_turns_into("cond_acute");
           p.mutable_conditions(1)->set_ends_after_weeks(1);
         },
         {"conditions cond_acute: turns_into never ends",
          "conditions cond_later: turns_into never ends"}},
        {"ConditionTurnsAtNoTime",
         [](kv1::Pack& p) {
           p.mutable_conditions(0)->clear_ends_after_weeks();
         },
         {"conditions cond_acute: ends_after_weeks is 0, not positive"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Exercises, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"TargetIsUnknown",
         [](kv1::Pack& p) { p.mutable_exercises(kWalk)->add_targets("x"); },
         {"exercises walk: targets names `x`, which is not in muscles"}},
        {"EquipmentIsUnknown",
         [](kv1::Pack& p) { p.mutable_exercises(kWalk)->add_equipment("x"); },
         {"exercises walk: equipment names `x`, which is not in equipment"}},
        {"TagIsUnknown",
         [](kv1::Pack& p) { p.mutable_exercises(kWalk)->add_tags("X"); },
         {"exercises walk: tags names `X`, which is not in tags"}},
        {"LevelIsZero",
         [](kv1::Pack& p) { p.mutable_exercises(kWalk)->set_level(0); },
         {"exercises walk: level is 0, not in [1, 5]"}},
        {"LevelFiveWithoutOptIn",
         [](kv1::Pack& p) { p.mutable_exercises(kWalk)->set_level(5); },
         {"exercises walk: is of level 5, but not opt_in_only",
          "session: warm_up names `walk`, which is of level 5, above 2",
          "session: base_plan names `walk`, which is of level 5, above 2"}},
        {"DoseIsReversed",
         [](kv1::Pack& p) {
           p.mutable_exercises(kBridge)->mutable_sets()->set_low(4);
         },
         {"exercises glute_bridge: sets is 4 to 3, not a range of positive "
          "numbers"}},
        {"DoseIsZero",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->mutable_hold_seconds()->set_low(0);
         },
         {"exercises hip_flexor_stretch: hold_seconds.low is 0, not in [1, "
          "3600]",
          "exercises hip_flexor_stretch: hold_seconds is 0 to 60, not a range "
          "of positive numbers"}},
        {"DoseHasNoSets",
         [](kv1::Pack& p) { p.mutable_exercises(kBridge)->clear_sets(); },
         {"exercises glute_bridge: has neither sets nor total_seconds"}},
        {"DoseHasNoContent",
         [](kv1::Pack& p) {
           p.mutable_exercises(kBridge)->clear_repetitions();
         },
         {"exercises glute_bridge: has no repetitions, hold_seconds, breaths "
          "or total_seconds"}},
        {"TakesNoTime",
         [](kv1::Pack& p) { p.mutable_exercises(kWalk)->set_minutes(0); },
         {"exercises walk: minutes is 0, not in [0.25, 60]"}},
        {"MassagesAForbiddenMuscle",
         [](kv1::Pack& p) {
           p.mutable_muscles(kIliopsoas)->set_smr_safe("nowhere");
           p.mutable_exercises(kStretch)->set_technique(kv1::TECHNIQUE_SMR);
           AddMassageTempo(p);
         },
         {"muscles iliopsoas: smr_safe names a place, but smr_policy allows no "
          "massage",
          "exercises hip_flexor_stretch: massages `iliopsoas`, whose "
          "smr_policy does not allow it"}},
        {"MassagesWithoutASafeSite",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->set_technique(kv1::TECHNIQUE_SMR);
           AddMassageTempo(p);
           p.mutable_exercises(kStretch)->set_targets(0, "thoracic_spine");
         },
         {"exercises hip_flexor_stretch: massages `thoracic_spine`, which has "
          "no smr_safe"}},
        {"StretchesANerve",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->set_targets(0, "sciatic_nerve");
         },
         {"exercises hip_flexor_stretch: stretches `sciatic_nerve`, which is "
          "a nerve"}},
        {"RegressionIsUnknown",
         [](kv1::Pack& p) { p.mutable_exercises(kWalk)->set_regression("x"); },
         {"exercises walk: regression names `x`, which is not in exercises"}},
        {"RegressionIsACircle",
         [](kv1::Pack& p) {
           p.mutable_exercises(kSqueeze)->set_regression("glute_bridge");
         },
         {"exercises glute_bridge: regression never ends",
          "exercises glute_squeeze: regression never ends",
          "exercises glute_squeeze: regression names `glute_bridge` of level "
          "2, which is harder than level 1"}},
        {"ProgressionIsItself",
         [](kv1::Pack& p) {
           p.mutable_exercises(kWalk)->set_progression("walk");
         },
         {"exercises walk: progression never ends"}},
        {"ArticleIsUnknown",
         [](kv1::Pack& p) { p.mutable_source_coverage(0)->set_article("x"); },
         {"source_coverage #1: article names `x`, which is not in articles"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Programme, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"SessionsHaveAGap",
         [](kv1::Pack& p) { p.mutable_week_shapes(0)->set_first_session(2); },
         {"week_shapes #1: first_session is 2, not 1"}},
        {"SessionsAreTooMany",
         [](kv1::Pack& p) { p.mutable_week_shapes(0)->set_last_session(4); },
         {"week_shapes #1: last_session is 4, not 3"}},
        {"WeekIsMissing",
         [](kv1::Pack& p) { p.mutable_session()->set_weeks(2); },
         {"week_shapes: has 1 weeks, but session.weeks is 2"}},
        {"WeekIsNotInOrder",
         [](kv1::Pack& p) { p.mutable_week_shapes(0)->set_week(2); },
         {"technique_learning: has turns in week 1, which is not in "
          "week_shapes",
          "technique_learning: has turns in week 1, which is not in "
          "week_shapes",
          "week_shapes #1: week is 2, not 1"}},
        {"WeekHasNoStrength",
         [](kv1::Pack& p) { p.mutable_week_shapes(0)->clear_strength_sets(); },
         {"week_shapes #1: strength_sets is 0 to 0, not a range of positive "
          "numbers"}},
        {"LessonIsShownByNoExercise",
         [](kv1::Pack& p) {
           auto* lesson = p.mutable_week_shapes(0)->add_lessons();
           lesson->set_text("Learn how to hinge.");
           lesson->set_exercise("x");
         },
         {"week_shapes #1: lessons.exercise names `x`, which is not in "
          "exercises"}},
        {"RetestSetIsUnknown",
         [](kv1::Pack& p) { p.mutable_week_shapes(0)->set_retest_after("x"); },
         {"week_shapes #1: retest_after names `x`, which is not in "
          "retest_sets"}},
        {"StepsHaveAGap",
         [](kv1::Pack& p) { p.mutable_ladder_steps(1)->set_order(3); },
         {"ladder_steps L2: order is 3, not 2"}},
        {"RungGoesDown",
         [](kv1::Pack& p) { p.mutable_ladder_steps(0)->set_rung(3); },
         {"ladder_steps L2: rung is 2, not in [3, 5]"}},
        {"StepIsUnknown",
         [](kv1::Pack& p) { p.mutable_ladder_steps(0)->set_exercise("x"); },
         {"ladder_steps L1: exercise names `x`, which is not in exercises"}},
        {"StepNeedsOptIn",
         [](kv1::Pack& p) {
           p.mutable_exercises(kSqueeze)->set_opt_in_only(true);
         },
         {"ladder_steps L1: `glute_squeeze` is opt_in_only, but the step needs "
          "no opt-in",
          "exercises glute_bridge: regression names `glute_squeeze`, which is "
          "opt_in_only",
          "session: breathing names `glute_squeeze`, which is opt_in_only"}},
        {"LimitIsZero",
         [](kv1::Pack& p) { p.mutable_fusion()->clear_positive_limit(); },
         {"fusion: positive_limit is 0, not in [0.1, 1]"}},
        {"OldIsExpired",
         [](kv1::Pack& p) { p.mutable_fusion()->set_old_days(120); },
         {"fusion: old_days is not below expired_days"}},
        {"RegionHasNoWeight",
         [](kv1::Pack& p) {
           p.mutable_muscles(kSpine)->set_region(kv1::REGION_FOOT);
         },
         {"ranking: regions does not weigh REGION_FOOT, the region of "
          "`thoracic_spine`"}},
        {"RegionIsWeighedTwice",
         [](kv1::Pack& p) {
           *p.mutable_ranking()->add_regions() = p.ranking().regions(0);
         },
         {"ranking: regions gives REGION_HIP twice"}},
        {"WarmUpIsUnknown",
         [](kv1::Pack& p) { p.mutable_session()->add_warm_up("x"); },
         {"session: warm_up names `x`, which is not in exercises"}},
        {"WalkIsMissing",
         [](kv1::Pack& p) { p.mutable_session()->clear_walk(); },
         {"session: walk names ``, which is not in exercises"}},
        {"BasePlanIsEmpty",
         [](kv1::Pack& p) { p.mutable_session()->clear_base_plan(); },
         {"session: base_plan is empty"}},
        {"SessionHasNoLength",
         [](kv1::Pack& p) { p.mutable_session()->clear_max_minutes(); },
         {"session: max_minutes is 0, not in [15, 60]",
          "session: least_minutes is above max_minutes"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Coverage, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"SetNamesWhatIsAlwaysAtHand",
         [](kv1::Pack& p) {
           auto& set = *p.add_equipment_sets();
           set.set_id("x");
           set.set_display_name("X");
           set.add_equipment("mat");
         },
         {"equipment_sets x: equipment names `mat`, which counts as always at "
          "hand"}},
        {"NothingToHangFrom",
         [](kv1::Pack& p) {
           p.mutable_exercises(kStretch)->set_position(kv1::POSITION_HANGING);
         },
         {"exercises hip_flexor_stretch: hangs, but needs nothing that not "
          "everybody has at hand"}},
        {"SetHasAnUnknownThing",
         [](kv1::Pack& p) {
           auto& set = *p.add_equipment_sets();
           set.set_id("x");
           set.set_display_name("x");
           set.add_equipment("none");
           set.add_equipment("ball");
         },
         {"equipment_sets x: equipment names `ball`, which is not in "
          "equipment"}},
        {"UncoveredNamesNothing",
         [](kv1::Pack& p) { p.add_uncovered_verdicts()->set_reason("r"); },
         {"uncovered_verdicts #1: muscles is empty",
          "uncovered_verdicts #1: statuses is empty"}},
        {"UncoveredNamesWhatIsNotThere",
         [](kv1::Pack& p) {
           auto& row = *p.add_uncovered_verdicts();
           row.add_muscles("x");
           row.add_statuses(kv1::STATUS_TIGHT);
           row.add_equipment_sets("y");
           row.add_conditions("z");
         },
         {"uncovered_verdicts #1: reason is empty",
          "uncovered_verdicts #1: muscles names `x`, which is not in muscles",
          "uncovered_verdicts #1: equipment_sets names `y`, which is not in "
          "equipment_sets",
          "uncovered_verdicts #1: conditions names `z`, which is not in "
          "conditions"}},
        {"UncoveredNamesABlockingCondition",
         [](kv1::Pack& p) {
           p.mutable_conditions(1)->set_gate(kv1::CONDITION_GATE_BLOCK);
           auto& row = *p.add_uncovered_verdicts();
           row.add_muscles("iliopsoas");
           row.add_statuses(kv1::STATUS_TIGHT);
           row.add_conditions("cond_later");
           row.set_reason("r");
         },
         {"uncovered_verdicts #1: conditions names `cond_later`, which blocks "
          "every plan"}},
        {"AcceptsWhatCanNotBeAccepted",
         [](kv1::Pack& p) {
           auto& accepted = *p.add_accepted_complaints();
           accepted.set_check(kv1::PACK_CHECK_BANDS);
           accepted.set_table("tests");
           accepted.set_id("thomas");
           accepted.set_reason("r");
         },
         {"accepted_complaints thomas: check is not one of which complaints "
          "are accepted",
          "accepted_complaints thomas: table is neither rules nor "
          "conditions"}},
        {"AcceptsForARuleThatIsNotThere",
         [](kv1::Pack& p) {
           auto& accepted = *p.add_accepted_complaints();
           accepted.set_check(kv1::PACK_CHECK_SHADOWED);
           accepted.set_table("rules");
           accepted.set_id("R-1");
           accepted.set_reason("r");
         },
         {"accepted_complaints R-1: id names `R-1`, which is not in rules"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Stages, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"ChangesFindingsTooEarly",
         [](kv1::Pack& p) {
           p.mutable_rules(kUnder18)->add_effects()->set_force_unknown(
               "iliopsoas");
         },
         {"rules R-011: changes findings before there are any"}},
        {"AddsAQualifierTooEarly",
         [](kv1::Pack& p) {
           auto& effect = *p.mutable_rules(kUnder18)->add_effects();
           effect.mutable_add_qualifier()->set_muscle("iliopsoas");
           effect.mutable_add_qualifier()->set_qualifier(
               kv1::QUALIFIER_PROTECTIVE);
         },
         {"rules R-011: changes findings before there are any"}},
        {"ChangesFusionTooLate",
         [](kv1::Pack& p) {
           p.mutable_rules(kNerveRule)->add_effects()->set_positive_limit(0.5);
         },
         {"rules R-310: positive_limit comes after the results are fused"}},
        {"LooksAtTargetsTooEarly",
         [](kv1::Pack& p) { p.mutable_rules(kUnder18)->set_per_target(true); },
         {"rules R-011: is per_target, but there are no findings yet at its "
          "stage"}},
        {"ComparesWhatCanNotBeCompared",
         [](kv1::Pack& p) {
           auto& when = *p.mutable_rules(kNerveRule)->mutable_when();
           when.mutable_difference()->set_first("thomas");
           when.mutable_difference()->set_second("pain");
         },
         {"rules R-310: difference compares `thomas` with `pain`, which differ "
          "in laterality or unit"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
