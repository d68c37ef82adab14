// SPDX-License-Identifier: Apache-2.0
// Whether the rows of the retest rules mean something: what they ask for can be
// found, and what follows from it goes with what they judge.
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

using kv1::RetestEffect;
using kv1::RetestRule;

constexpr char kTable[] = "retest_rules";

bool IsOf(const RetestRule& row, kv1::RetestSubject subject) {
  return row.subject() == subject;
}

// What only targets, only tests, or only the person can show.
void CheckSubject(EntryCheck& entry, const RetestRule& row) {
  const kv1::RetestCondition& when = row.when();
  const bool target = IsOf(row, kv1::RETEST_SUBJECT_TARGET);
  const bool test = IsOf(row, kv1::RETEST_SUBJECT_TEST);
  const bool person = IsOf(row, kv1::RETEST_SUBJECT_PERSON);
  entry.Expect(target == !when.was().empty(),
               "was does not go with its subject");
  entry.Expect(target || when.is_now().empty(),
               "is_now is asked of what is no target");
  entry.Expect(target || when.bands().empty(),
               "bands are asked of what is no target");
  entry.Expect(target == (when.axis() != kv1::AXIS_UNSPECIFIED) ||
                   (target && when.changes().empty() && when.bands().empty()),
               "axis does not go with its subject, changes and bands");
  entry.Expect(!person || when.changes().empty(),
               "changes are asked of the person: use improved_kinds");
  entry.Expect(!test || !when.changes().empty(),
               "never ends: changes of the test are empty");
  entry.Expect(person || (when.not_improved().empty() && !when.had_room() &&
                          when.deteriorated() == 0 && !when.has_rated() &&
                          when.improved_kinds().empty()),
               "asks for scores, but does not judge the person");
  entry.Expect(!when.has_confirmation() ||
                   (target && when.axis() != kv1::AXIS_UNSPECIFIED),
               "confirmation is asked of what is no target with an axis");
  entry.Expect(target || when.partner_bands().empty(),
               "partner_bands are asked of what is no target");
  entry.Expect(when.days_later() == 0 || test,
               "days_later is asked of what is no test");
  entry.Expect(!person || when.ByteSizeLong() > 0, "when is empty");
  entry.Expect(!when.had_room() || !when.not_improved().empty(),
               "had_room goes with not_improved");
}

void CheckNumbers(const CheckContext& context, EntryCheck& entry,
                  const RetestRule& row) {
  entry.Expect(
      !row.when().has_max_adherence_pct() ||
          row.when().min_adherence_pct() <= row.when().max_adherence_pct(),
      "min_adherence_pct is above max_adherence_pct");
  for (const int session : row.after_sessions()) {
    entry.Expect(
        absl::c_any_of(context.pack.week_shapes(),
                       [&](const kv1::WeekShape& week) {
                         return week.last_session() == session &&
                                !week.retest_after().empty();
                       }),
        absl::StrCat("is never reached: no retest is taken after session ",
                     session));
  }
}

void CheckReferences(CheckContext& context, EntryCheck& entry,
                     const RetestRule& row) {
  const kv1::RetestCondition& when = row.when();
  entry.ReferAll("not_improved", context.measures, when.not_improved());
  if (when.has_rated()) {
    const kv1::Measure* measure =
        entry.Refer("rated.measure", context.measures, when.rated().measure());
    entry.Expect(measure == nullptr || measure->rates_change(),
                 "rated.measure does not rate change");
  }
  std::vector<std::string> others(row.yields_to().begin(),
                                  row.yields_to().end());
  if (!when.earlier().empty()) others.push_back(when.earlier());
  for (const std::string& id : others) {
    const auto& rows = context.pack.retest_rules();
    const auto other = absl::c_find_if(
        rows, [&](const RetestRule& rule) { return rule.id() == id; });
    if (other == rows.end()) {
      entry.Complain(
          kv1::PACK_CHECK_REFERENCE,
          absl::StrCat("names `", id, "`, which is not in ", kTable));
      continue;
    }
    entry.Expect(other->subject() == row.subject() && id != row.id(),
                 absl::StrCat("`", id, "` does not judge the same"));
  }
}

// Only what is tested normal on a side of the model is maintained: the rest is
// treated, or left alone.
bool MayMaintain(const RetestRule& row) {
  return IsOf(row, kv1::RETEST_SUBJECT_TARGET) &&
         (row.when().axis() == kv1::AXIS_LENGTH ||
          row.when().axis() == kv1::AXIS_STRENGTH) &&
         absl::c_equal(row.when().is_now(),
                       std::vector<int>{kv1::STATUS_NORMAL});
}

// Whether the effect means something for what is judged.
bool Suits(const RetestRule& row, const RetestEffect& effect) {
  switch (effect.kind_case()) {
    case RetestEffect::kSwitchTechnique:
    case RetestEffect::kStopTechniques:
    case RetestEffect::kLoadSteps:
    case RetestEffect::kBestRank:
      return IsOf(row, kv1::RETEST_SUBJECT_TARGET);
    case RetestEffect::kHold:
      return effect.hold() && !IsOf(row, kv1::RETEST_SUBJECT_PERSON);
    case RetestEffect::kRepeatTest:
      return !IsOf(row, kv1::RETEST_SUBJECT_PERSON);
    case RetestEffect::kMaintain:
      return MayMaintain(row);
    case RetestEffect::kShiftTime:
    case RetestEffect::kRaiseRedFlag:
      return IsOf(row, kv1::RETEST_SUBJECT_PERSON);
    case RetestEffect::kNoVerdict:
      return effect.no_verdict() && IsOf(row, kv1::RETEST_SUBJECT_PERSON);
    case RetestEffect::kRequestTests:
    case RetestEffect::kRefer:
      return true;
    default:
      return false;
  }
}

void CheckRetestEffect(CheckContext& context, EntryCheck& entry,
                       const RetestRule& row, const RetestEffect& effect) {
  entry.Expect(Suits(row, effect),
               "has an effect that does not go with its subject");
  if (effect.has_raise_red_flag()) {
    entry.Refer("raise_red_flag", context.red_flags, effect.raise_red_flag());
  }
  entry.ReferAll("request_tests", context.tests,
                 effect.request_tests().tests());
  entry.Expect(!effect.has_repeat_test() || effect.repeat_test().min_days() <=
                                                effect.repeat_test().max_days(),
               "min_days of repeat_test is above its max_days");
  entry.Expect(!effect.has_switch_technique() ||
                   effect.switch_technique().techniques_size() > 1,
               "switches between fewer than two techniques");
  entry.Expect(!effect.has_stop_techniques() ||
                   !effect.stop_techniques().techniques().empty(),
               "stop_techniques names none");
  if (!effect.has_refer()) return;
  const bool closes = effect.refer().action() == kv1::SAFETY_ACTION_REFER;
  entry.Expect(
      closes || effect.refer().action() == kv1::SAFETY_ACTION_REFER_ROUTINE,
      "refers with an action that is no referral");
  entry.Expect(closes == (effect.refer().days() == 0),
               "days of a referral do not go with its action");
}

}  // namespace

void CheckRetests(CheckContext& context) {
  for (const RetestRule& row : context.pack.retest_rules()) {
    EntryCheck entry(context, kTable, row.id());
    ReferRule(context, entry, "rule", row.rule());
    CheckSubject(entry, row);
    CheckNumbers(context, entry, row);
    CheckReferences(context, entry, row);
    entry.Expect(!row.reason().empty(), "reason is empty");
    entry.Expect(!row.finding().empty(), "finding is empty");
    for (const RetestEffect& effect : row.effects()) {
      CheckRetestEffect(context, entry, row, effect);
    }
  }
}

}  // namespace tonus::engine
