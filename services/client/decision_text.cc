// SPDX-License-Identifier: Apache-2.0
#include "services/client/decision_text.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

using Decisions = ::google::protobuf::RepeatedPtrField<v1::Decision>;

bool Does(const v1::Decision& decision, knowledge::v1::Action action) {
  return absl::c_any_of(decision.steps(), [&](const v1::Step& step) {
    return step.action() == action;
  });
}

// Nothing is to be done, or nothing of it may be done.
bool DoesNothing(const v1::Decision& decision) {
  return Does(decision, knowledge::v1::ACTION_LEAVE_ALONE) ||
         decision.action() == knowledge::v1::DECISION_ACTION_LEAVE_ALONE ||
         decision.action() == knowledge::v1::DECISION_ACTION_RETEST;
}

// Whether it decides on a release that may not be done.
bool LacksRelease(const v1::Decision& decision) {
  switch (decision.action()) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return !decision.steps().empty() &&
             !Does(decision, knowledge::v1::ACTION_RELEASE);
    default:
      return false;
  }
}

// "activate Deep neck flexors, then strengthen Deep neck flexors".
std::string StepsText(const v1::Decision& decision, const Names& names) {
  return absl::StrJoin(
      decision.steps(), ", then ", [&](std::string* out, const v1::Step& step) {
        absl::StrAppend(
            out, EnumWord(knowledge::v1::Action_Name(step.action()), "ACTION_"),
            " ",
            step.muscle().empty()
                ? "the trunk"
                : names.MuscleOnSide(step.muscle(), step.side()));
      });
}

// ", in 2 sessions a week", or nothing when in every session.
std::string Often(const v1::Decision& decision) {
  const int sessions = decision.sessions_per_week();
  if (sessions == 0) return "";
  return absl::StrCat(", in ", sessions,
                      sessions == 1 ? " session a week" : " sessions a week");
}

// " (rule R-504)", or nothing.
std::string RuleText(const std::string& rule) {
  return rule.empty() ? "" : absl::StrCat(" (rule ", rule, ")");
}

}  // namespace

std::string DecisionText(const v1::Decision& decision, const Names& names) {
  const std::string muscle =
      names.MuscleOnSide(decision.muscle(), decision.side());
  if (LacksRelease(decision)) return StepsText(decision, names);
  switch (decision.action()) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      return absl::StrCat(
          "release ", muscle, ", then at once activate ",
          names.MuscleOnSide(decision.partner(), decision.partner_side()));
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
      return absl::StrCat("release ", muscle, ", then move in the new range");
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return absl::StrCat("release ", muscle,
                          " shortly, then strengthen it through its range");
    case knowledge::v1::DECISION_ACTION_ACTIVATE:
      return absl::StrCat("activate ", muscle);
    case knowledge::v1::DECISION_ACTION_MOBILISE:
      return absl::StrCat("mobilise ", muscle);
    case knowledge::v1::DECISION_ACTION_FLOSS:
      return absl::StrCat("glide ", muscle, ", never stretch it");
    case knowledge::v1::DECISION_ACTION_STRENGTHEN_SHORTENED:
      return absl::StrCat("strengthen ", muscle,
                          " in shortened range, never stretch it");
    case knowledge::v1::DECISION_ACTION_LEAVE_ALONE:
      return absl::StrCat("leave ", muscle, " alone");
    case knowledge::v1::DECISION_ACTION_RETEST:
      return absl::StrCat("test ", muscle, " again before treating it");
    case knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH:
      return absl::StrCat("keep the length of ", muscle, Often(decision));
    case knowledge::v1::DECISION_ACTION_MAINTAIN_STRENGTH:
      return absl::StrCat("keep the strength of ", muscle, Often(decision));
    default:
      return absl::StrCat(
          EnumWord(knowledge::v1::DecisionAction_Name(decision.action()),
                   "DECISION_ACTION_"),
          " ", muscle);
  }
}

std::string PlanText(const Decisions& decisions, const Names& names) {
  std::string text;
  for (const v1::Decision& decision : decisions) {
    if (DoesNothing(decision)) continue;
    absl::StrAppend(
        &text, "  ",
        decision.rank() > 0 ? absl::StrCat(decision.rank(), ". ") : "- ",
        DecisionText(decision, names),
        decision.kept() ? "" : " [not in this block]", "\n");
    if (!decision.reason().empty()) {
      absl::StrAppend(&text, "     Why: ", decision.reason(),
                      RuleText(decision.rule()), "\n");
    }
  }
  return text;
}

std::string LeftAloneText(const Decisions& decisions, const Names& names) {
  std::vector<std::string> lines;
  for (const v1::Decision& decision : decisions) {
    if (!DoesNothing(decision)) continue;
    std::string line = absl::StrCat(
        "  ",
        decision.reason().empty()
            ? names.MuscleOnSide(decision.muscle(), decision.side())
            : decision.reason(),
        RuleText(decision.rule()), "\n");
    // Both sides may share one sentence.
    if (!absl::c_linear_search(lines, line)) lines.push_back(std::move(line));
  }
  return absl::StrJoin(lines, "");
}

}  // namespace tonus::client
