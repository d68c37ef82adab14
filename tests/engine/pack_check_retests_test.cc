// SPDX-License-Identifier: Apache-2.0
// The check of what follows from retests, scores, weeks and check-ins.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

// The one row of the small pack.
kv1::RetestRule& RetestOf(kv1::Pack& pack) {
  return *pack.mutable_retest_rules(0);
}

kv1::AdaptationRule& RowOf(kv1::Pack& pack) {
  return *pack.mutable_adaptation_rules(0);
}

// Makes the row one about weeks.
kv1::AdaptationRule& WeekOf(kv1::Pack& pack) {
  kv1::AdaptationRule& row = RowOf(pack);
  row.set_subject(kv1::ADAPTATION_SUBJECT_WEEK);
  row.mutable_when()->Clear();
  row.mutable_when()->set_max_week_pct(0);
  row.mutable_effects(0)->mutable_fall_back()->set_weeks(1);
  return row;
}

// Makes the row one about the person.
kv1::RetestRule& PersonOf(kv1::Pack& pack) {
  kv1::RetestRule& row = RetestOf(pack);
  row.set_subject(kv1::RETEST_SUBJECT_PERSON);
  row.mutable_when()->Clear();
  row.mutable_when()->set_deteriorated(1);
  return row;
}

INSTANTIATE_TEST_SUITE_P(
    Weeks, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"AWeekMakesNoExerciseRest",
         [](kv1::Pack& p) {
           WeekOf(p).mutable_effects(0)->mutable_leave_out()->set_sessions(1);
         },
         {"adaptation_rules rest: has an effect that does not go with its "
          "subject",
          "adaptation_rules rest: leaves out an exercise, but judges "
          "sessions"}},
        {"AWeekKnowsNoZone",
         [](kv1::Pack& p) {
           WeekOf(p).mutable_when()->add_zones(kv1::ZONE_LEVEL_GREEN);
         },
         {"adaptation_rules rest: judges weeks, but asks for more than their "
          "share of sessions"}},
        {"AWeekFiresOnce",
         [](kv1::Pack& p) { WeekOf(p).set_times(2); },
         {"adaptation_rules rest: can fire once only, so times is 1 and span "
          "CONSECUTIVE"}},
        {"SharesCross",
         [](kv1::Pack& p) { WeekOf(p).mutable_when()->set_min_week_pct(50); },
         {"adaptation_rules rest: min_week_pct is above max_week_pct"}},
        {"AnExerciseHasNoWeek",
         [](kv1::Pack& p) { RowOf(p).mutable_when()->set_max_week_pct(50); },
         {"adaptation_rules rest: asks for a share of a week, but does not "
          "judge weeks"}},
        {"AnExerciseFallsNotBack",
         [](kv1::Pack& p) {
           RowOf(p).mutable_effects(0)->mutable_fall_back()->set_weeks(1);
         },
         {"adaptation_rules rest: has an effect that does not go with its "
          "subject"}},
        {"PainIsOfNoMeasure",
         [](kv1::Pack& p) {
           kv1::AdaptationRule& row = RowOf(p);
           row.set_subject(kv1::ADAPTATION_SUBJECT_SESSION);
           row.mutable_effects(0)->set_relief_sessions(1);
           kv1::PainRise& rise = *row.mutable_when()->mutable_pain_rise();
           rise.set_measure("mood");
           rise.set_values(3);
           rise.set_at_least(2);
         },
         {"adaptation_rules rest: pain_rise.measure names `mood`, which is "
          "not in measures"}},
        {"FollowsNoRow",
         [](kv1::Pack& p) {
           kv1::AdaptationRule& row = RowOf(p);
           row.set_subject(kv1::ADAPTATION_SUBJECT_SESSION);
           row.mutable_effects(0)->set_relief_sessions(1);
           row.mutable_when()->mutable_earlier()->set_row("gone");
           row.mutable_when()->mutable_earlier()->set_weeks(2);
         },
         {"adaptation_rules rest: earlier names `gone`, which is not in "
          "adaptation_rules"}},
        {"SetsAConditionThatIsNone",
         [](kv1::Pack& p) {
           kv1::SetCondition& set =
               *RowOf(p).mutable_effects(0)->mutable_set_condition();
           set.set_condition("gone");
           set.set_until_test("thomas");
         },
         {"adaptation_rules rest: set_condition.condition names `gone`, which "
          "is not in conditions"}},
        {"OnlyACheckInLimitsTheLevel",
         [](kv1::Pack& p) {
           kv1::Lighter& lighter =
               *RowOf(p).mutable_effects(0)->mutable_lighter();
           lighter.set_percent(30);
           lighter.set_max_level(2);
         },
         {"adaptation_rules rest: limits level or techniques, but does not "
          "judge check-ins"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    RetestRules, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RetestRuleIsUnknown",
         [](kv1::Pack& p) { RetestOf(p).set_rule("A-1"); },
         {"retest_rules longer: rule names `A-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"ATargetWasNothing",
         [](kv1::Pack& p) { RetestOf(p).mutable_when()->clear_was(); },
         {"retest_rules longer: was does not go with its subject"}},
        {"ChangesOfNoAxis",
         [](kv1::Pack& p) { RetestOf(p).mutable_when()->clear_axis(); },
         {"retest_rules longer: axis does not go with its subject, changes "
          "and bands"}},
        {"ATargetHasNoScore",
         [](kv1::Pack& p) { RetestOf(p).mutable_when()->set_deteriorated(1); },
         {"retest_rules longer: asks for scores, but does not judge the "
          "person"}},
        {"NoSuchRetest",
         [](kv1::Pack& p) { RetestOf(p).add_after_sessions(5); },
         {"retest_rules longer: is never reached: no retest is taken after "
          "session 5"}},
        {"SharesOfSessionsCross",
         [](kv1::Pack& p) {
           RetestOf(p).mutable_when()->set_min_adherence_pct(75);
           RetestOf(p).mutable_when()->set_max_adherence_pct(50);
         },
         {"retest_rules longer: min_adherence_pct is above "
          "max_adherence_pct"}},
        {"FollowsNoRetest",
         [](kv1::Pack& p) { RetestOf(p).mutable_when()->set_earlier("gone"); },
         {"retest_rules longer: names `gone`, which is not in retest_rules"}},
        {"YieldsToItself",
         [](kv1::Pack& p) { RetestOf(p).add_yields_to("longer"); },
         {"retest_rules longer: `longer` does not judge the same"}},
        {"ATargetRaisesNoFlag",
         [](kv1::Pack& p) {
           RetestOf(p).add_effects()->set_raise_red_flag("gone");
         },
         {"retest_rules longer: has an effect that does not go with its "
          "subject",
          "retest_rules longer: raise_red_flag names `gone`, which is not in "
          "red_flags"}},
        {"APersonHasNoTechnique",
         [](kv1::Pack& p) {
           PersonOf(p).add_effects()->mutable_stop_techniques()->add_techniques(
               kv1::TECHNIQUE_SMR);
         },
         {"retest_rules longer: has an effect that does not go with its "
          "subject"}},
        {"OneTechniqueIsNoOrder",
         [](kv1::Pack& p) {
           RetestOf(p)
               .add_effects()
               ->mutable_switch_technique()
               ->add_techniques(kv1::TECHNIQUE_SMR);
         },
         {"retest_rules longer: switches between fewer than two techniques"}},
        {"ARoutineReferralNeverEnds",
         [](kv1::Pack& p) {
           PersonOf(p).add_effects()->mutable_refer()->set_action(
               kv1::SAFETY_ACTION_REFER_ROUTINE);
         },
         {"retest_rules longer: days of a referral do not go with its "
          "action"}},
        {"APersonIsAskedNothing",
         [](kv1::Pack& p) { PersonOf(p).mutable_when()->Clear(); },
         {"retest_rules longer: when is empty"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
