// SPDX-License-Identifier: Apache-2.0
// Whether the rows of the adaptation rules mean something: what they ask for
// can be logged, and what follows from it can be planned.
#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_tables.h"
#include "tonus/v1/progress.pb.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

constexpr char kTable[] = "adaptation_rules";

// Whether a table of zones has one of that level, of mornings or of exercises.
bool HasZone(const kv1::Pack& pack, int level, bool next_morning) {
  return absl::c_any_of(pack.pain_zones(), [&](const kv1::PainZone& zone) {
    return zone.level() == level && zone.next_morning() == next_morning;
  });
}

void CheckZones(const CheckContext& context, EntryCheck& entry,
                const kv1::LoggedCondition& when) {
  for (const bool next_morning : {false, true}) {
    for (const int level : next_morning ? when.mornings() : when.zones()) {
      entry.Expect(
          HasZone(context.pack, level, next_morning),
          absl::StrCat("when asks for ",
                       kv1::ZoneLevel_Name(static_cast<kv1::ZoneLevel>(level)),
                       ", which no zone of ",
                       next_morning ? "mornings" : "exercises", " has"));
    }
  }
}

void CheckNames(EntryCheck& entry, const kv1::LoggedCondition& when) {
  v1::SkipReason reason;
  entry.Expect(
      when.skip_reason().empty() ||
          v1::SkipReason_Parse(absl::StrCat("SKIP_REASON_", when.skip_reason()),
                               &reason),
      "skip_reason is not one");
  v1::StopSymptom symptom;
  entry.Expect(
      when.stop_symptom().empty() ||
          v1::StopSymptom_Parse(
              absl::StrCat("STOP_SYMPTOM_", when.stop_symptom()), &symptom),
      "stop_symptom is not one");
}

// An end that is not given is that of the bounds, or none.
void CheckNumbers(EntryCheck& entry, const kv1::LoggedCondition& when) {
  entry.Expect(!when.has_max_completed_pct() ||
                   when.min_completed_pct() <= when.max_completed_pct(),
               "min_completed_pct is above max_completed_pct");
  entry.Expect(!when.has_min_difficulty() || !when.has_max_difficulty() ||
                   when.min_difficulty() <= when.max_difficulty(),
               "min_difficulty is above max_difficulty");
  entry.Expect(!when.has_max_settled_minutes() ||
                   when.min_settled_minutes() <= when.max_settled_minutes(),
               "min_settled_minutes is above max_settled_minutes");
}

void CheckWhen(CheckContext& context, EntryCheck& entry,
               const kv1::AdaptationRule& row) {
  const kv1::LoggedCondition& when = row.when();
  entry.Expect(when.ByteSizeLong() > 0, "when is empty");
  CheckZones(context, entry, when);
  CheckNames(entry, when);
  CheckNumbers(entry, when);
  entry.Expect(when.nerve_symptom() || (!when.has_min_settled_minutes() &&
                                        !when.has_max_settled_minutes()),
               "when asks how soon a symptom was gone, but for no symptom");
  entry.Expect(!when.has_above_mean_rpe() ||
                   (row.subject() == kv1::ADAPTATION_SUBJECT_SESSION &&
                    row.span() == kv1::ADAPTATION_SPAN_WEEK),
               "above_mean_rpe is not asked of the sessions of a week");
  entry.ReferAll("tags", context.tags, when.tags());
  for (const int technique : when.techniques()) {
    entry.Expect(absl::c_any_of(context.pack.exercises(),
                                [&](const kv1::Exercise& exercise) {
                                  return exercise.technique() == technique;
                                }),
                 "when asks for a technique that no exercise has");
  }
}

// What only some subjects can tell.
void CheckSubject(EntryCheck& entry, const kv1::AdaptationRule& row) {
  const kv1::LoggedCondition& when = row.when();
  const bool of_week = row.subject() == kv1::ADAPTATION_SUBJECT_WEEK;
  const bool of_check_in = row.subject() == kv1::ADAPTATION_SUBJECT_CHECK_IN;
  const bool of_break = row.subject() == kv1::ADAPTATION_SUBJECT_BREAK;
  kv1::LoggedCondition others = when;
  if (of_week) {
    others.clear_min_week_pct();
    others.clear_max_week_pct();
    others.clear_min_week_begun();
    others.clear_max_week_begun();
  }
  if (of_check_in) others.clear_min_above_usual();
  if (of_break) {
    others.clear_min_closed_days();
    others.clear_max_closed_days();
    others.clear_min_break_days();
  }
  const bool alone = others.ByteSizeLong() == 0;
  entry.Expect(!of_week || alone,
               "judges weeks, but asks for more than their "
               "share of sessions");
  entry.Expect(!of_check_in || alone,
               "judges check-ins, but asks for more than pain above the usual");
  entry.Expect(!of_break || alone,
               "judges breaks, but asks for more than their days");
  entry.Expect(
      of_break || (!when.has_min_closed_days() && !when.has_max_closed_days() &&
                   !when.has_min_break_days()),
      "asks for the days of a break, but does not judge breaks");
  entry.Expect(!when.has_max_closed_days() ||
                   when.min_closed_days() <= when.max_closed_days(),
               "min_closed_days is above max_closed_days");
  entry.Expect(
      of_week || (!when.has_min_week_pct() && !when.has_max_week_pct() &&
                  !when.has_min_week_begun() && !when.has_max_week_begun()),
      "asks for a share of a week, but does not judge weeks");
  entry.Expect(of_check_in || !when.has_min_above_usual(),
               "asks for pain above the usual, but does not judge check-ins");
  entry.Expect(
      !(of_week || of_check_in || of_break) ||
          (row.times() == 1 && row.span() == kv1::ADAPTATION_SPAN_CONSECUTIVE),
      "can fire once only, so times is 1 and span CONSECUTIVE");
  entry.Expect(
      !when.has_max_week_pct() || when.min_week_pct() <= when.max_week_pct(),
      "min_week_pct is above max_week_pct");
  entry.Expect(!when.has_max_week_begun() ||
                   when.min_week_begun() <= when.max_week_begun(),
               "min_week_begun is above max_week_begun");
}

// Pain over several sessions, and what fired before.
void CheckCourse(CheckContext& context, EntryCheck& entry,
                 const kv1::AdaptationRule& row) {
  const kv1::LoggedCondition& when = row.when();
  if (!when.has_pain_rise() && !when.has_earlier()) return;
  entry.Expect(row.subject() == kv1::ADAPTATION_SUBJECT_SESSION &&
                   row.times() == 1 && !row.counts_relief() &&
                   !row.counts_home(),
               "asks for the course of pain or for what fired before, but not "
               "of single sessions");
  if (when.has_pain_rise()) {
    entry.Refer("pain_rise.measure", context.measures,
                when.pain_rise().measure());
  }
  if (!when.has_earlier()) return;
  const auto& rows = context.pack.adaptation_rules();
  const auto earlier =
      absl::c_find_if(rows, [&](const kv1::AdaptationRule& other) {
        return other.id() == when.earlier().row();
      });
  if (earlier == rows.end()) {
    return entry.Complain(kv1::PACK_CHECK_REFERENCE,
                          absl::StrCat("earlier names `", when.earlier().row(),
                                       "`, which is not in ", kTable));
  }
  entry.Expect(earlier->subject() == kv1::ADAPTATION_SUBJECT_SESSION &&
                   !earlier->when().has_earlier(),
               absl::StrCat("can not follow `", earlier->id(),
                            "`: that row must judge sessions and follow none"));
}

// Only what a person did without any trouble may get harder.
bool IsGreenOnly(const kv1::LoggedCondition& when) {
  return !when.zones().empty() && absl::c_all_of(when.zones(), [](int level) {
    return level == kv1::ZONE_LEVEL_GREEN;
  });
}

void CheckRefer(EntryCheck& entry, const kv1::LogReferral& refer) {
  const bool closes = refer.action() == kv1::SAFETY_ACTION_REFER;
  entry.Expect(closes || refer.action() == kv1::SAFETY_ACTION_REFER_ROUTINE,
               "refers with an action that is no referral");
  entry.Expect(closes == (refer.days() == 0),
               "days of a referral do not go with its action");
}

// Weeks, breaks and check-ins change sessions, no single exercise, and ask for
// nobody.
bool SuitsSubject(const kv1::AdaptationRule& row,
                  const kv1::AdaptationEffect& effect) {
  switch (row.subject()) {
    case kv1::ADAPTATION_SUBJECT_WEEK:
      return effect.has_hold() || effect.has_fewer_exercises() ||
             effect.has_fall_back() || effect.has_short_format();
    case kv1::ADAPTATION_SUBJECT_BREAK:
      return effect.has_hold() || effect.has_fall_back() ||
             effect.has_check_first();
    case kv1::ADAPTATION_SUBJECT_CHECK_IN:
      return effect.has_lighter() && effect.lighter().sessions() == 1 &&
             !effect.lighter().same_region();
    default:
      return !effect.has_fall_back() &&
             (!(effect.has_hold() || effect.has_check_first()) ||
              row.subject() == kv1::ADAPTATION_SUBJECT_SESSION);
  }
}

void CheckLighter(EntryCheck& entry, const kv1::AdaptationRule& row,
                  const kv1::Lighter& lighter) {
  entry.Expect(
      row.subject() == kv1::ADAPTATION_SUBJECT_CHECK_IN ||
          (lighter.max_level() == 0 && lighter.without_techniques().empty()),
      "limits level or techniques, but does not judge check-ins");
}

void CheckHold(CheckContext& context, EntryCheck& entry,
               const kv1::Hold& hold) {
  for (const std::string& rule : hold.but_rules()) {
    ReferRule(context, entry, "but_rules", rule);
  }
}

void CheckSetCondition(CheckContext& context, EntryCheck& entry,
                       const kv1::AdaptationRule& row,
                       const kv1::SetCondition& set) {
  entry.Refer("set_condition.condition", context.conditions, set.condition());
  entry.Refer("set_condition.until_test", context.tests, set.until_test());
  entry.Expect(row.subject() == kv1::ADAPTATION_SUBJECT_EXERCISE,
               "sets a condition, but judges no exercise");
}

void CheckCheckFirst(const CheckContext& context, EntryCheck& entry,
                     const kv1::CheckFirst& check) {
  const std::string& named = check.retest_set();
  entry.Expect(named.empty() ? check.ask_red_flags()
                             : absl::c_any_of(context.pack.retest_sets(),
                                              [&](const kv1::RetestSet& set) {
                                                return set.id() == named;
                                              }),
               "check_first names no retest set, or asks for nothing");
}

void CheckEffect(CheckContext& context, EntryCheck& entry,
                 const kv1::AdaptationRule& row,
                 const kv1::AdaptationEffect& effect) {
  entry.Expect(SuitsSubject(row, effect),
               "has an effect that does not go with its subject");
  const bool of_exercise = row.subject() == kv1::ADAPTATION_SUBJECT_EXERCISE;
  switch (effect.kind_case()) {
    case kv1::AdaptationEffect::kLeaveOut: {
      const kv1::LeaveOut& out = effect.leave_out();
      entry.Expect(of_exercise, "leaves out an exercise, but judges sessions");
      entry.Expect(out.sessions() == 0 || out.days() == 0,
                   "leave_out is counted in sessions and in days");
      return entry.ReferAll("tags", context.tags, out.tags());
    }
    case kv1::AdaptationEffect::kStep:
      entry.Expect(of_exercise, "steps an exercise, but judges sessions");
      entry.Expect(effect.step() == 1 || effect.step() == -1,
                   "step is not 1 or -1");
      return entry.Expect(effect.step() != 1 || IsGreenOnly(row.when()),
                          "steps up after more than GREEN zones");
    case kv1::AdaptationEffect::kLighter:
      return CheckLighter(entry, row, effect.lighter());
    case kv1::AdaptationEffect::kReliefSessions:
    case kv1::AdaptationEffect::kFewerExercises:
    case kv1::AdaptationEffect::kFallBack:
      return;  // Numbers have bounds.
    case kv1::AdaptationEffect::kHold:
      return CheckHold(context, entry, effect.hold());
    case kv1::AdaptationEffect::kSetCondition:
      return CheckSetCondition(context, entry, row, effect.set_condition());
    case kv1::AdaptationEffect::kEquipmentMissing:
      return entry.Expect(effect.equipment_missing() && of_exercise,
                          "equipment_missing is false, or is not of an "
                          "exercise");
    case kv1::AdaptationEffect::kCheckFirst:
      return CheckCheckFirst(context, entry, effect.check_first());
    case kv1::AdaptationEffect::kRollBack:
      return entry.Expect(effect.roll_back() && !of_exercise,
                          "roll_back is false, or is not of a session");
    case kv1::AdaptationEffect::kRemindSessions:
      return entry.Expect(of_exercise,
                          "reminds of an exercise, but judges sessions");
    case kv1::AdaptationEffect::kRefer:
      return CheckRefer(entry, effect.refer());
    case kv1::AdaptationEffect::kRequestTests:
      entry.Expect(!effect.request_tests().tests().empty(), "tests is empty");
      return entry.ReferAll("tests", context.tests,
                            effect.request_tests().tests());
    case kv1::AdaptationEffect::kShortFormat:
      return entry.Expect(
          absl::c_any_of(context.pack.short_formats(),
                         [&](const kv1::ShortFormat& format) {
                           return format.id() == effect.short_format();
                         }),
          absl::StrCat("short_format names `", effect.short_format(),
                       "`, which is not in short_formats"));
    case kv1::AdaptationEffect::KIND_NOT_SET:
      return entry.Complain("has an effect without a kind");
  }
}

// What is told in a relief run is no training, so nothing gets harder or easier
// by it step by step.
void CheckReliefRow(EntryCheck& entry, const kv1::AdaptationRule& row) {
  if (!row.counts_relief()) return;
  entry.Expect(absl::c_none_of(row.effects(),
                               [](const kv1::AdaptationEffect& effect) {
                                 return effect.has_step() || effect.roll_back();
                               }),
               "counts relief runs, but makes a step");
  entry.Expect(row.span() != kv1::ADAPTATION_SPAN_WEEK,
               "counts relief runs in a week of sessions");
}

// What is done at home is less than in a session, so nothing gets harder by it.
void CheckHomeRow(EntryCheck& entry, const kv1::AdaptationRule& row) {
  if (!row.counts_home()) return;
  entry.Expect(
      row.subject() == kv1::ADAPTATION_SUBJECT_EXERCISE ||
          row.subject() == kv1::ADAPTATION_SUBJECT_SESSION,
      "counts days at home, but judges neither exercises nor sessions");
  entry.Expect(absl::c_none_of(row.effects(),
                               [](const kv1::AdaptationEffect& effect) {
                                 return effect.step() > 0 || effect.roll_back();
                               }),
               "counts days at home, but takes a step up or back");
  entry.Expect(row.span() != kv1::ADAPTATION_SPAN_WEEK,
               "counts days at home in a week of sessions");
}

// Most sessions that a week has.
int MostSessionsInAWeek(const kv1::Pack& pack) {
  int most = 0;
  for (const kv1::WeekShape& week : pack.week_shapes()) {
    most = std::max(most, week.last_session() - week.first_session() + 1);
  }
  return most;
}

void CheckCount(const CheckContext& context, EntryCheck& entry,
                const kv1::AdaptationRule& row) {
  entry.Expect((row.span() == kv1::ADAPTATION_SPAN_DAYS) == (row.days() > 0) &&
                   row.days() >= 0,
               "days does not go with span");
  entry.Expect(row.span() != kv1::ADAPTATION_SPAN_WEEK ||
                   row.times() <= MostSessionsInAWeek(context.pack),
               "is never reached: no week has so many sessions");
}

void CheckYields(const CheckContext& context, EntryCheck& entry,
                 const kv1::AdaptationRule& row) {
  for (const std::string& id : row.yields_to()) {
    const auto other = absl::c_find_if(
        context.pack.adaptation_rules(),
        [&](const kv1::AdaptationRule& rule) { return rule.id() == id; });
    if (other == context.pack.adaptation_rules().end()) {
      entry.Complain(
          kv1::PACK_CHECK_REFERENCE,
          absl::StrCat("yields_to names `", id, "`, which is not in ", kTable));
      continue;
    }
    entry.Expect(other->subject() == row.subject() && id != row.id() &&
                     other->yields_to().empty(),
                 absl::StrCat("can not yield to `", id, "`"));
  }
}

void CheckTwins(EntryCheck& entry, const CheckContext& context,
                const kv1::AdaptationRule& row) {
  for (const kv1::AdaptationRule& other : context.pack.adaptation_rules()) {
    if (&other == &row) return;
    entry.Expect(
        other.when().SerializeAsString() != row.when().SerializeAsString() ||
            other.subject() != row.subject() || other.times() != row.times() ||
            other.span() != row.span() || other.days() != row.days(),
        absl::StrCat("asks for the same as `", other.id(), "`"));
  }
}

// What is told instead of the reason.
void CheckFurtherWords(EntryCheck& entry, const kv1::AdaptationRule& row) {
  // Without it the reason is told; packs from before the field have none.
  entry.Expect(row.moved_reason().empty() ||
                   absl::c_any_of(row.effects(),
                                  [](const kv1::AdaptationEffect& effect) {
                                    return effect.has_fall_back();
                                  }),
               "moved_reason goes with fall_back alone");
  const bool is_of_time = row.subject() == kv1::ADAPTATION_SUBJECT_WEEK ||
                          row.subject() == kv1::ADAPTATION_SUBJECT_BREAK;
  entry.Expect(
      is_of_time || (row.late_reason().empty() && row.late_finding().empty()),
      "late_reason and late_finding go with weeks and breaks alone");
}

}  // namespace

void CheckAdaptation(CheckContext& context) {
  for (const kv1::AdaptationRule& row : context.pack.adaptation_rules()) {
    EntryCheck entry(context, kTable, row.id());
    ReferRule(context, entry, "rule", row.rule());
    CheckWhen(context, entry, row);
    CheckSubject(entry, row);
    CheckCourse(context, entry, row);
    CheckCount(context, entry, row);
    CheckYields(context, entry, row);
    CheckReliefRow(entry, row);
    CheckHomeRow(entry, row);
    CheckTwins(entry, context, row);
    CheckFurtherWords(entry, row);
    entry.Expect(!row.finding().empty(), "finding is empty");
    entry.Expect(!row.effects().empty(), "effects is empty");
    for (const kv1::AdaptationEffect& effect : row.effects()) {
      CheckEffect(context, entry, row, effect);
    }
  }
  const kv1::AdaptationConstants& constants = context.pack.adaptation();
  EntryCheck entry(context, "adaptation", "");
  ReferRule(context, entry, "steps_up_rule", constants.steps_up_rule());
  ReferRule(context, entry, "step_rule", constants.step_rule());
  ReferRule(context, entry, "swap_rule", constants.swap_rule());
  CheckRetests(context);
}

}  // namespace tonus::engine
