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

void CheckWhen(const CheckContext& context, EntryCheck& entry,
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
  for (const int technique : when.techniques()) {
    entry.Expect(absl::c_any_of(context.pack.exercises(),
                                [&](const kv1::Exercise& exercise) {
                                  return exercise.technique() == technique;
                                }),
                 "when asks for a technique that no exercise has");
  }
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

void CheckEffect(CheckContext& context, EntryCheck& entry,
                 const kv1::AdaptationRule& row,
                 const kv1::AdaptationEffect& effect) {
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
      return;  // Numbers have bounds.
    case kv1::AdaptationEffect::kReliefSessions:
      return;  // Numbers have bounds.
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

}  // namespace

void CheckAdaptation(CheckContext& context) {
  for (const kv1::AdaptationRule& row : context.pack.adaptation_rules()) {
    EntryCheck entry(context, kTable, row.id());
    ReferRule(context, entry, "rule", row.rule());
    CheckWhen(context, entry, row);
    CheckCount(context, entry, row);
    CheckYields(context, entry, row);
    CheckReliefRow(entry, row);
    CheckTwins(entry, context, row);
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
}

}  // namespace tonus::engine
