// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::RepeatedPtrField;
using ::tonus::knowledge::v1::Exercise;
using ::tonus::knowledge::v1::LadderStep;
using ::tonus::knowledge::v1::WeekShape;

void CheckDoses(EntryCheck& entry, const WeekShape& week) {
  if (week.pnf()) entry.ExpectRange("pnf_cycles", week.pnf_cycles());
  entry.ExpectRange("smr_seconds", week.smr_seconds());
  entry.ExpectRange("dynamic_sets", week.dynamic_sets());
  entry.ExpectRange("static_sets", week.static_sets());
  entry.ExpectRange("static_hold_seconds", week.static_hold_seconds());
  entry.ExpectRange("activation_sets", week.activation_sets());
  entry.ExpectRange("activation_repetitions", week.activation_repetitions());
  entry.ExpectRange("strength_sets", week.strength_sets());
  entry.ExpectRange("strength_repetitions", week.strength_repetitions());
  entry.ExpectRange("strength_effort", week.strength_effort());
  for (const int repetitions : week.descending_repetitions()) {
    entry.ExpectPositive("descending_repetitions", repetitions);
  }
}

void CheckLessons(CheckContext& context, EntryCheck& entry,
                  const WeekShape& week) {
  for (const knowledge::v1::WeekLesson& lesson : week.lessons()) {
    entry.Refer("lessons.exercise", context.exercises, lesson.exercise());
  }
}

void CheckWeeks(CheckContext& context) {
  const auto& session = context.pack.session();
  const int sessions_per_week = std::clamp(session.sessions_per_week(), 1, 7);
  int next_session = 1;
  for (int i = 0; i < context.pack.week_shapes_size(); ++i) {
    const WeekShape& week = context.pack.week_shapes(i);
    EntryCheck entry(context, "week_shapes", i);
    entry.Expect(week.week() == i + 1,
                 absl::StrCat("week is ", week.week(), ", not ", i + 1));
    entry.Expect(week.first_session() == next_session,
                 absl::StrCat("first_session is ", week.first_session(),
                              ", not ", next_session));
    const int last_session = next_session + sessions_per_week - 1;
    entry.Expect(week.last_session() == last_session,
                 absl::StrCat("last_session is ", week.last_session(), ", not ",
                              last_session));
    next_session = last_session + 1;
    entry.ExpectWithin("min_pairs", week.min_pairs(), 1, week.max_pairs());
    CheckDoses(entry, week);
    CheckLessons(context, entry, week);
    for (const auto& [field, id] :
         {std::pair("retest_before", week.retest_before()),
          std::pair("retest_after", week.retest_after())}) {
      if (!id.empty()) entry.Refer(field, context.retest_sets, id);
    }
  }
  if (context.pack.week_shapes_size() != session.weeks()) {
    context.Complain(
        knowledge::v1::PACK_CHECK_ENTRY, "week_shapes", "",
        absl::StrCat("has ", context.pack.week_shapes_size(),
                     " weeks, but session.weeks is ", session.weeks()));
  }
}

// What is wrong with where the step at `position` leads, which should be
// `next`; that is empty for the last.
std::string WrongNext(const RepeatedPtrField<LadderStep>& steps, int position,
                      const std::string& next) {
  const std::string& named = steps[position].next_on_same();
  const std::string wanted = next.empty()
                                 ? "the last step leads nowhere"
                                 : absl::StrCat("it must lead to `", next, "`");
  if (named.empty()) {
    return absl::StrCat(
        "next_on_same is empty, so that the ladder ends early: ", wanted);
  }
  const auto target = absl::c_find_if(
      steps, [&](const LadderStep& step) { return step.id() == named; });
  if (target == steps.end()) {
    return absl::StrCat("next_on_same names `", named,
                        "`, which is not in ladder_steps: ", wanted);
  }
  return absl::StrCat("next_on_same leads ",
                      target - steps.begin() > position
                          ? "past other steps to `"
                          : "in a circle, back to `",
                      named, "`: ", wanted);
}

// The ladder is written in its order, and every step leads to the next.
void CheckLadder(CheckContext& context) {
  const auto& steps = context.pack.ladder_steps();
  int rung = 1;
  for (int i = 0; i < steps.size(); ++i) {
    const LadderStep& step = steps[i];
    EntryCheck entry(context, "ladder_steps", step.id());
    entry.Expect(step.order() == i + 1,
                 absl::StrCat("order is ", step.order(), ", not ", i + 1));
    const std::string next = i + 1 < steps.size() ? steps[i + 1].id() : "";
    if (step.next_on_same() != next) {
      entry.Complain(knowledge::v1::PACK_CHECK_CHAIN,
                     WrongNext(steps, i, next));
    }
    entry.ExpectWithin("rung", step.rung(), rung, 5);
    rung = step.rung();
    const Exercise* exercise =
        entry.Refer("exercise", context.exercises, step.exercise());
    entry.Expect(
        exercise == nullptr || !exercise->opt_in_only() || step.needs_opt_in(),
        absl::StrCat("`", step.exercise(),
                     "` is opt_in_only, but the step needs no opt-in"));
  }
}

}  // namespace

void CheckProgramme(CheckContext& context) {
  CheckWeeks(context);
  CheckLadder(context);
  CheckRelief(context);
  CheckHome(context);
}

}  // namespace tonus::engine
