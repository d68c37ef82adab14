// SPDX-License-Identifier: Apache-2.0
// Whether the steps of a decision do what its name says: people read the name,
// and the programme follows the steps. What is tight is released before
// anything is trained, and what must not be lengthened never is.
#include <initializer_list>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_sense.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

struct Begin {
  kv1::Action action;
  kv1::StepTarget target = kv1::STEP_TARGET_OWN;
};

// What the steps of a decision must begin with, and never do to the target.
struct Course {
  std::vector<Begin> begins;
  std::vector<kv1::Action> never;
};

Course CourseOf(kv1::DecisionAction decided) {
  const std::vector<kv1::Action> kLonger = {
      kv1::ACTION_RELEASE, kv1::ACTION_LENGTHEN, kv1::ACTION_MOBILISE};
  const std::vector<kv1::Action> kAnything = {
      kv1::ACTION_RELEASE,  kv1::ACTION_LENGTHEN,  kv1::ACTION_MOBILISE,
      kv1::ACTION_ACTIVATE, kv1::ACTION_STABILISE, kv1::ACTION_STRENGTHEN,
      kv1::ACTION_FLOSS,    kv1::ACTION_INTEGRATE};
  switch (decided) {
    case kv1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      return {{{kv1::ACTION_RELEASE},
               {kv1::ACTION_ACTIVATE, kv1::STEP_TARGET_PARTNER}},
              {}};
    case kv1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
      return {{{kv1::ACTION_RELEASE}, {kv1::ACTION_INTEGRATE}}, {}};
    case kv1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return {{{kv1::ACTION_RELEASE}, {kv1::ACTION_STRENGTHEN}}, {}};
    case kv1::DECISION_ACTION_ACTIVATE:
      return {{{kv1::ACTION_ACTIVATE}}, kLonger};
    case kv1::DECISION_ACTION_STRENGTHEN_SHORTENED:
      return {{{kv1::ACTION_STRENGTHEN}}, kLonger};
    case kv1::DECISION_ACTION_MOBILISE:
      return {{{kv1::ACTION_MOBILISE}, {kv1::ACTION_INTEGRATE}}, {}};
    case kv1::DECISION_ACTION_FLOSS:
      return {{{kv1::ACTION_FLOSS}}, kLonger};
    case kv1::DECISION_ACTION_MAINTAIN_LENGTH:
      return {{{kv1::ACTION_RELEASE}}, {kv1::ACTION_LENGTHEN}};
    case kv1::DECISION_ACTION_MAINTAIN_STRENGTH:
      return {{{kv1::ACTION_STRENGTHEN}}, kLonger};
    case kv1::DECISION_ACTION_LEAVE_ALONE:
      return {{{kv1::ACTION_LEAVE_ALONE}}, kAnything};
    case kv1::DECISION_ACTION_RETEST:
      return {{{kv1::ACTION_RETEST}}, kAnything};
    default:
      return {};
  }
}

void CheckBegin(EntryCheck& entry, const kv1::DecisionSteps& row,
                const std::vector<Begin>& begins) {
  for (size_t i = 0; i < begins.size(); ++i) {
    const int position = static_cast<int>(i);
    const Begin& wanted = begins[i];
    const kv1::DecisionStep* step =
        position < row.steps_size() ? &row.steps(position) : nullptr;
    entry.Expect(
        step != nullptr && step->action() == wanted.action &&
            step->target() == wanted.target && step->with().empty() &&
            step->without().empty(),
        absl::StrCat("step ", position + 1, " is not ",
                     kv1::Action_Name(wanted.action), " of ",
                     kv1::StepTarget_Name(wanted.target), " for everybody"));
  }
}

void CheckRow(CheckContext& context, const kv1::DecisionSteps& row) {
  EntryCheck entry(context, "decision_steps",
                   kv1::DecisionAction_Name(row.action()));
  const Course course = CourseOf(row.action());
  if (!row.steps().empty()) CheckBegin(entry, row, course.begins);
  bool lengthened = false;
  for (const kv1::DecisionStep& step : row.steps()) {
    entry.Expect(step.target() == kv1::STEP_TARGET_TRUNK ||
                     !absl::c_linear_search(course.never, step.action()),
                 absl::StrCat("has a step of ", kv1::Action_Name(step.action()),
                              ", which the decision rules out"));
    entry.Expect(!lengthened,
                 absl::StrCat("has a step of ", kv1::Action_Name(step.action()),
                              " behind the long stretch, which "
                              "comes last"));
    lengthened = step.action() == kv1::ACTION_LENGTHEN;
  }
}

}  // namespace

void CheckStepOrder(CheckContext& context) {
  for (const kv1::DecisionSteps& row : context.pack.decision_steps()) {
    CheckRow(context, row);
  }
}

}  // namespace tonus::engine
