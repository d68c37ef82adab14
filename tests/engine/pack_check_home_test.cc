// SPDX-License-Identifier: Apache-2.0
// The check of tempos, short formats and what is done at home.
#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

kv1::TechniqueTempo Tempo(const char* rule) {
  kv1::TechniqueTempo row;
  row.set_technique(kv1::TECHNIQUE_PNF);
  row.set_rule(rule);
  row.mutable_tempo()->mutable_effort_percent()->set_low(20);
  row.mutable_tempo()->mutable_effort_percent()->set_high(60);
  row.mutable_tempo()->set_usual_effort_percent(30);
  return row;
}

kv1::ShortFormat Format(const char* id, int minutes) {
  kv1::ShortFormat format;
  format.set_id(id);
  format.set_rule("R-011");
  format.set_max_minutes(minutes);
  format.set_blocks(1);
  format.set_stability(1);
  return format;
}

// Makes an exercise of the small pack self-massage of a pressure.
void Massage(kv1::Pack& pack, int family, int own) {
  auto& exercise = *pack.mutable_exercises(kSqueeze);
  exercise.set_technique(kv1::TECHNIQUE_SMR);
  exercise.mutable_condition()->set_rule("R-900");
  exercise.mutable_condition()->set_reason("Why.");
  exercise.mutable_condition()->set_first_week(1);
  if (own > 0) exercise.mutable_tempo()->set_max_pressure(own);
  if (family == 0) return;
  kv1::TechniqueTempo& row = *pack.add_technique_tempos();
  row.set_technique(kv1::TECHNIQUE_SMR);
  row.set_rule("R-900");
  row.mutable_tempo()->set_max_pressure(family);
}

// The small pack has it among what calms the breath.
constexpr char kIsNoBreathing[] =
    "session: breathing names `glute_squeeze`, which is of TECHNIQUE_SMR";

INSTANTIATE_TEST_SUITE_P(
    Pressure, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"MassageHasTheCeilingOfItsFamily",
         [](kv1::Pack& p) { Massage(p, 6, 0); },
         {kIsNoBreathing}},
        {"MassageHasALowerCeiling",
         [](kv1::Pack& p) { Massage(p, 6, 4); },
         {kIsNoBreathing}},
        {"MassageHasNoCeiling",
         [](kv1::Pack& p) { Massage(p, 0, 0); },
         {"exercises glute_squeeze: massages, but says no max_pressure",
          kIsNoBreathing}},
        {"MassagePressesHarderThanItsFamily",
         [](kv1::Pack& p) { Massage(p, 6, 7); },
         {"exercises glute_squeeze: max_pressure is above that of its "
          "family",
          kIsNoBreathing}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Tempos, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RightTempo",
         [](kv1::Pack& p) { *p.add_technique_tempos() = Tempo("R-011"); },
         {}},
        {"TempoOfNoRule",
         [](kv1::Pack& p) { *p.add_technique_tempos() = Tempo("X"); },
         {"technique_tempos #1: rule names `X`, which is not in rules, "
          "cited_rules or rulings"}},
        {"TempoIsGivenTwice",
         [](kv1::Pack& p) {
           *p.add_technique_tempos() = Tempo("R-011");
           *p.add_technique_tempos() = Tempo("R-011");
         },
         {"technique_tempos #2: technique is given twice"}},
        {"TempoRunsBackwards",
         [](kv1::Pack& p) {
           *p.add_technique_tempos() = Tempo("R-011");
           auto* range = p.mutable_technique_tempos(0)
                             ->mutable_tempo()
                             ->mutable_contraction_seconds();
           range->set_low(10);
           range->set_high(3);
         },
         {"technique_tempos #1: contraction_seconds is 10 to 3, not a range "
          "of positive numbers"}},
        {"UsualEffortIsOutside",
         [](kv1::Pack& p) {
           *p.add_technique_tempos() = Tempo("R-011");
           p.mutable_technique_tempos(0)
               ->mutable_tempo()
               ->set_usual_effort_percent(80);
         },
         {"technique_tempos #1: usual_effort_percent is 80, not in [20, "
          "60]"}},
        {"PullOfAnExerciseIsTooStrong",
         [](kv1::Pack& p) {
           auto* pull =
               p.mutable_exercises(kStretch)->mutable_tempo()->mutable_pull();
           pull->set_low(5);
           pull->set_high(11);
         },
         {"exercises hip_flexor_stretch: pull.high is 11, not in [1, 10]"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Formats, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"RightFormats",
         [](kv1::Pack& p) {
           *p.add_short_formats() = Format("20", 20);
           *p.add_short_formats() = Format("15", 15);
         },
         {}},
        {"FormatsAreOutOfOrder",
         [](kv1::Pack& p) {
           *p.add_short_formats() = Format("15", 15);
           *p.add_short_formats() = Format("20", 20);
         },
         {"short_formats 20: max_minutes is not below that of the session "
          "before it"}},
        {"FormatIsNotShort",
         [](kv1::Pack& p) { *p.add_short_formats() = Format("30", 30); },
         {"short_formats 30: max_minutes is not below that of the session "
          "before it"}},
        {"FormatHasNoStability",
         [](kv1::Pack& p) {
           *p.add_short_formats() = Format("20", 20);
           p.mutable_short_formats(0)->set_stability(0);
         },
         {"short_formats 20: stability is 0, not in [1, 4]"}},
        {"FormatHasFewerThanNoBlocks",
         [](kv1::Pack& p) {
           *p.add_short_formats() = Format("20", 20);
           p.mutable_short_formats(0)->set_blocks(-1);
         },
         {"short_formats 20: blocks is -1, not in [0, 4]"}},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Home, PackCheckTest,
    ::testing::ValuesIn(std::vector<Row>{
        {"HomeIsMissing",
         [](kv1::Pack& p) { p.clear_home(); },
         {"home: is missing"}},
        {"NoItemAtHome",
         [](kv1::Pack& p) { p.mutable_home()->set_max_items(0); },
         {"home: max_items is 0, not in [1, 5]"}},
        {"MinimumIsAboveMaximum",
         [](kv1::Pack& p) {
           p.mutable_home()->set_static_minimum_seconds(601);
         },
         {"home: static_minimum_seconds is above static_maximum_seconds"}},
        {"SessionIsAboveWeek",
         [](kv1::Pack& p) {
           p.mutable_home()->set_static_session_seconds(601);
         },
         {"home: static_session_seconds is 601, not in [30, 600]",
          "home: static_session_seconds is above static_maximum_seconds"}},
        {"HoldIsLongerThanTheItem",
         [](kv1::Pack& p) {
           p.mutable_home()->mutable_bedtime_hold_seconds()->set_high(181);
         },
         {"home: bedtime_hold_seconds is 181, not in [1, 180]"}},
        {"WarmUpIsUnknown",
         [](kv1::Pack& p) { p.mutable_home()->set_bedtime_warm_up("X"); },
         {"home: bedtime_warm_up names `X`, which is not in exercises"}},
        {"EightDaysAWeek",
         [](kv1::Pack& p) { p.mutable_home()->set_bedtime_days(8); },
         {"home: bedtime_days is 8, not in [1, 7]"}},
        {"NothingForBedtime",
         [](kv1::Pack& p) { p.mutable_home()->clear_bedtime_techniques(); },
         {"home: bedtime_techniques is empty"}},
        {"MinuteAsksForEffort",
         [](kv1::Pack& p) {
           *p.add_technique_tempos() = Tempo("R-011");
           p.mutable_home()->add_micro_techniques(kv1::TECHNIQUE_PNF);
         },
         {"home: micro_techniques names TECHNIQUE_PNF, which has an "
          "effort_percent"}},
    }),
    NameOf);

}  // namespace
}  // namespace tonus::engine
