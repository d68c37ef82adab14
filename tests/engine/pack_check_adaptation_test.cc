// SPDX-License-Identifier: Apache-2.0
// The check of what follows from what was logged.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

// The one row of the small pack.
kv1::AdaptationRule& RowOf(kv1::Pack& pack) {
  return *pack.mutable_adaptation_rules(0);
}

kv1::AdaptationEffect& EffectOf(kv1::Pack& pack) {
  return *RowOf(pack).mutable_effects(0);
}

INSTANTIATE_TEST_SUITE_P(
    AdaptationRules, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RuleIsUnknown",
         [](kv1::Pack& p) { RowOf(p).set_rule("A-1"); },
         {"adaptation_rules rest: rule names `A-1`, which is not in rules, "
          "cited_rules or rulings"}},
        {"AsksForNothing",
         [](kv1::Pack& p) { RowOf(p).clear_when(); },
         {"adaptation_rules rest: when is empty"}},
        {"NoZoneHasTheLevel",
         [](kv1::Pack& p) {
           RowOf(p).mutable_when()->add_zones(kv1::ZONE_LEVEL_STOP);
         },
         {"adaptation_rules rest: when asks for ZONE_LEVEL_STOP, which no "
          "zone of exercises has"}},
        {"ReasonIsNone",
         [](kv1::Pack& p) {
           RowOf(p).mutable_when()->set_skip_reason("LAZINESS");
         },
         {"adaptation_rules rest: skip_reason is not one"}},
        {"SettlesWithoutASymptom",
         [](kv1::Pack& p) {
           RowOf(p).mutable_when()->set_max_settled_minutes(2);
         },
         {"adaptation_rules rest: when asks how soon a symptom was gone, but "
          "for no symptom"}},
        {"LimitsCross",
         [](kv1::Pack& p) {
           RowOf(p).mutable_when()->set_min_completed_pct(90);
           RowOf(p).mutable_when()->set_max_completed_pct(60);
         },
         {"adaptation_rules rest: min_completed_pct is above "
          "max_completed_pct"}},
        {"WordsForWhoOnlyMovesWithoutFallingBack",
         [](kv1::Pack& p) { RowOf(p).set_moved_reason("It moved."); },
         {"adaptation_rules rest: moved_reason goes with fall_back alone"}},
        {"DaysWithoutTheirSpan",
         [](kv1::Pack& p) { RowOf(p).set_days(14); },
         {"adaptation_rules rest: days does not go with span"}},
        {"MoreThanAWeekHas",
         [](kv1::Pack& p) {
           RowOf(p).set_span(kv1::ADAPTATION_SPAN_WEEK);
           RowOf(p).set_times(4);
         },
         {"adaptation_rules rest: is never reached: no week has so many "
          "sessions"}},
        {"ReliefMakesAStep",
         [](kv1::Pack& p) {
           RowOf(p).set_counts_relief(true);
           EffectOf(p).set_step(-1);
         },
         {"adaptation_rules rest: counts relief runs, but makes a step"}},
        {"ReliefRollsBack",
         [](kv1::Pack& p) {
           RowOf(p).set_counts_relief(true);
           EffectOf(p).set_roll_back(true);
         },
         {"adaptation_rules rest: counts relief runs, but makes a step",
          "adaptation_rules rest: roll_back is false, or is not of a "
          "session"}},
        {"FindsOutNothing",
         [](kv1::Pack& p) {
           RowOf(p).set_subject(kv1::ADAPTATION_SUBJECT_SESSION);
           EffectOf(p).mutable_check_first();
         },
         {"adaptation_rules rest: check_first names no retest set, or asks for "
          "nothing"}},
        {"ReliefInAWeekOfSessions",
         [](kv1::Pack& p) {
           RowOf(p).set_counts_relief(true);
           RowOf(p).set_span(kv1::ADAPTATION_SPAN_WEEK);
         },
         {"adaptation_rules rest: counts relief runs in a week of sessions"}},
        {"YieldsToNothing",
         [](kv1::Pack& p) { RowOf(p).add_yields_to("gone"); },
         {"adaptation_rules rest: yields_to names `gone`, which is not in "
          "adaptation_rules"}},
        {"AsksTwice",
         [](kv1::Pack& p) {
           *p.add_adaptation_rules() = p.adaptation_rules(0);
           p.mutable_adaptation_rules(1)->set_id("again");
         },
         {"adaptation_rules again: asks for the same as `rest`"}},
        {"DoesNothing",
         [](kv1::Pack& p) { RowOf(p).clear_effects(); },
         {"adaptation_rules rest: effects is empty"}},
        {"StepsUpAfterMoreThanGreen",
         [](kv1::Pack& p) {
           RowOf(p).mutable_when()->add_zones(kv1::ZONE_LEVEL_RED);
           EffectOf(p).set_step(1);
         },
         {"adaptation_rules rest: steps up after more than GREEN zones"}},
        {"StepIsTooLong",
         [](kv1::Pack& p) { EffectOf(p).set_step(-2); },
         {"adaptation_rules rest: step is -2, not in [-1, 1]",
          "adaptation_rules rest: step is not 1 or -1"}},
        {"LeavesOutAfterSessions",
         [](kv1::Pack& p) {
           RowOf(p).set_subject(kv1::ADAPTATION_SUBJECT_SESSION);
         },
         {"adaptation_rules rest: leaves out an exercise, but judges "
          "sessions"}},
        {"CountsTwice",
         [](kv1::Pack& p) { EffectOf(p).mutable_leave_out()->set_days(14); },
         {"adaptation_rules rest: leave_out is counted in sessions and in "
          "days"}},
        {"ReferralNeverEnds",
         [](kv1::Pack& p) {
           EffectOf(p).mutable_refer()->set_action(
               kv1::SAFETY_ACTION_REFER_ROUTINE);
         },
         {"adaptation_rules rest: days of a referral do not go with its "
          "action"}},
        {"ShortFormatIsUnknown",
         [](kv1::Pack& p) { EffectOf(p).set_short_format("5_minutes"); },
         {"adaptation_rules rest: short_format names `5_minutes`, which is "
          "not in short_formats"}},
        {"NothingIsLeftOfADose",
         [](kv1::Pack& p) { p.mutable_adaptation()->set_step_down_percent(0); },
         {"adaptation: step_down_percent is 0, not in [1, 99]"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
