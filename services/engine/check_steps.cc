// SPDX-License-Identifier: Apache-2.0
// Whether everything that may be decided has steps, and whether these can be
// taken and explained.
#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "services/engine/candidates.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Action;
using ::tonus::knowledge::v1::DecisionAction;
using ::tonus::knowledge::v1::DecisionRule;
using ::tonus::knowledge::v1::DecisionStep;
using ::tonus::knowledge::v1::DecisionSteps;
using ::tonus::knowledge::v1::Exercise;
using ::tonus::knowledge::v1::FindingTrait;
using ::tonus::knowledge::v1::GeneralStep;
using ::tonus::knowledge::v1::StepObstacle;

constexpr char kTable[] = "decision_steps";

// Whether an exercise that is done for `action` can be of this purpose; an
// action that is no exercise needs none.
bool Serves(Purpose purpose, Action action) {
  switch (action) {
    case knowledge::v1::ACTION_RELEASE:
    case knowledge::v1::ACTION_LENGTHEN:
    case knowledge::v1::ACTION_MOBILISE:
      return purpose == Purpose::kRelease;
    case knowledge::v1::ACTION_FLOSS:
      return purpose == Purpose::kFloss;
    case knowledge::v1::ACTION_LEAVE_ALONE:
    case knowledge::v1::ACTION_RETEST:
    case knowledge::v1::ACTION_REFER:
      return true;
    default:
      return purpose == Purpose::kLoad;
  }
}

void CheckAction(const CheckContext& context, EntryCheck& entry,
                 Action action) {
  entry.Expect(absl::c_any_of(context.pack.exercises(),
                              [&](const Exercise& exercise) {
                                return Serves(PurposeOf(exercise), action);
                              }),
               absl::StrCat("asks for ", knowledge::v1::Action_Name(action),
                            ", which no exercise serves"));
}

// Nothing is filled into these sentences, and people read them as they are.
void CheckSentence(EntryCheck& entry, absl::string_view text) {
  if (text.empty()) return;  // The check of fields complains.
  entry.Expect(absl::ascii_isupper(text.front()) && absl::EndsWith(text, "."),
               "reason is not a sentence");
  entry.Expect(!absl::StrContains(text, '{') && !absl::StrContains(text, '_'),
               "reason has marks that stand for nothing");
}

void CheckObstacle(CheckContext& context, EntryCheck& entry,
                   const StepObstacle& obstacle) {
  entry.Expect(!obstacle.with().empty() || !obstacle.without().empty(),
               "obstacles has one that always holds");
  CheckTraits(entry, "obstacles", obstacle.with());
  CheckTraits(entry, "obstacles", obstacle.without());
  CheckSentence(entry, obstacle.reason());
  if (!obstacle.rule().empty()) {
    ReferRule(context, entry, "obstacles", obstacle.rule());
    return;
  }
  entry.Expect(
      !obstacle.with().empty() && obstacle.with(0).has_forbidden_for_target(),
      "obstacles has one without a rule");
}

template <typename Holds>
bool HasObstacleWith(const DecisionStep& step, Holds holds) {
  return absl::c_any_of(step.obstacles(), [&](const StepObstacle& obstacle) {
    return obstacle.with_size() == 1 && obstacle.without().empty() &&
           holds(obstacle.with(0));
  });
}

// What stops for want of an exercise of a family stops where that family is
// forbidden, too.
void CheckFamilies(EntryCheck& entry, const DecisionStep& step) {
  for (const StepObstacle& obstacle : step.obstacles()) {
    for (const FindingTrait& trait : obstacle.without()) {
      if (!trait.has_exercise()) continue;
      const bool for_target = HasObstacleWith(step, [&](const auto& with) {
        return with.forbidden_for_target() == trait.exercise();
      });
      const bool for_person = HasObstacleWith(step, [&](const auto& with) {
        return with.forbidden_technique() == trait.exercise();
      });
      entry.Expect(
          for_target && for_person,
          absl::StrCat("obstacles asks for an exercise of ",
                       knowledge::v1::Technique_Name(trait.exercise()),
                       ", but not whether that is forbidden for the target and "
                       "for the person"));
    }
  }
}

void CheckTarget(EntryCheck& entry, DecisionAction decided,
                 const DecisionStep& step) {
  const bool pair =
      decided == knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER;
  entry.Expect(pair || step.target() != knowledge::v1::STEP_TARGET_PARTNER,
               "has a step for a partner, but no partner");
  entry.Expect(step.target() != knowledge::v1::STEP_TARGET_TRUNK ||
                   step.action() == knowledge::v1::ACTION_STABILISE,
               "has a step for the trunk that is not ACTION_STABILISE");
}

void CheckRow(CheckContext& context, const DecisionSteps& row) {
  EntryCheck entry(context, kTable,
                   knowledge::v1::DecisionAction_Name(row.action()));
  entry.Expect(!row.steps().empty(), "steps is empty");
  for (const DecisionStep& step : row.steps()) {
    CheckTarget(entry, row.action(), step);
    CheckAction(context, entry, step.action());
    if (!step.rule().empty()) {
      ReferRule(context, entry, "steps", step.rule());
    }
    CheckTraits(entry, "with", step.with());
    CheckTraits(entry, "without", step.without());
    entry.Expect(step.considered().empty() == step.obstacles().empty(),
                 "considered is not given together with obstacles");
    for (const StepObstacle& obstacle : step.obstacles()) {
      CheckObstacle(context, entry, obstacle);
    }
    CheckFamilies(entry, step);
  }
}

void CheckGeneral(CheckContext& context, int position) {
  const GeneralStep& step = context.pack.general_steps(position);
  EntryCheck entry(context, "general_steps", position);
  ReferRule(context, entry, "rule", step.rule());
  entry.Expect(step.action() == knowledge::v1::ACTION_STABILISE,
               "action is not ACTION_STABILISE, the only one that needs no "
               "target");
  CheckAction(context, entry, step.action());
  CheckSentence(entry, step.reason());
}

}  // namespace

void CheckSteps(CheckContext& context) {
  absl::flat_hash_set<DecisionAction> described;
  for (const DecisionSteps& row : context.pack.decision_steps()) {
    CheckRow(context, row);
    if (!described.insert(row.action()).second) {
      context.Complain(knowledge::v1::PACK_CHECK_ENTRY, kTable,
                       knowledge::v1::DecisionAction_Name(row.action()),
                       "is given twice");
    }
  }
  for (const DecisionRule& rule : context.pack.decision_rules()) {
    if (rule.action() == knowledge::v1::DECISION_ACTION_UNSPECIFIED ||
        !described.insert(rule.action()).second) {
      continue;
    }
    context.Complain(
        knowledge::v1::PACK_CHECK_COVERAGE, kTable, "",
        absl::StrCat("has no row for ",
                     knowledge::v1::DecisionAction_Name(rule.action()),
                     ", which `", rule.id(), "` decides"));
  }
  for (int i = 0; i < context.pack.general_steps_size(); ++i) {
    CheckGeneral(context, i);
  }
}

}  // namespace tonus::engine
