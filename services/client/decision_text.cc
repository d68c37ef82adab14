// SPDX-License-Identifier: Apache-2.0
#include "services/client/decision_text.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

using Decisions = ::google::protobuf::RepeatedPtrField<v1::Decision>;

bool DoesNothing(const v1::Decision& decision) {
  return decision.action() == v1::DECISION_ACTION_LEAVE_ALONE ||
         decision.action() == v1::DECISION_ACTION_RETEST;
}

// " (rule R-504)", or nothing.
std::string RuleText(const std::string& rule) {
  return rule.empty() ? "" : absl::StrCat(" (rule ", rule, ")");
}

// A muscle whose sides are left alone for one reason.
struct LeftAlone {
  const v1::Decision* decision;
  std::vector<std::string> sides;
};

std::vector<LeftAlone> GroupSides(const Decisions& decisions) {
  std::vector<LeftAlone> groups;
  for (const v1::Decision& decision : decisions) {
    if (!DoesNothing(decision)) continue;
    const std::string side = SideWord(decision.side());
    bool grouped = false;
    for (LeftAlone& group : groups) {
      if (group.decision->muscle() == decision.muscle() &&
          group.decision->action() == decision.action() &&
          group.decision->reason() == decision.reason()) {
        group.sides.push_back(side);
        grouped = true;
      }
    }
    if (!grouped) groups.push_back({&decision, {side}});
  }
  return groups;
}

}  // namespace

std::string DecisionText(const v1::Decision& decision, const Names& names) {
  const std::string muscle =
      names.MuscleOnSide(decision.muscle(), decision.side());
  switch (decision.action()) {
    case v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      return absl::StrCat(
          "release ", muscle, ", then at once activate ",
          names.MuscleOnSide(decision.partner(), decision.partner_side()));
    case v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
      return absl::StrCat("release ", muscle, ", then move in the new range");
    case v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return absl::StrCat("release ", muscle,
                          " shortly, then strengthen it through its range");
    case v1::DECISION_ACTION_ACTIVATE:
      return absl::StrCat("activate ", muscle);
    case v1::DECISION_ACTION_MOBILISE:
      return absl::StrCat("mobilise ", muscle);
    case v1::DECISION_ACTION_FLOSS:
      return absl::StrCat("glide ", muscle, ", never stretch it");
    case v1::DECISION_ACTION_STRENGTHEN_SHORTENED:
      return absl::StrCat("strengthen ", muscle,
                          " in shortened range, never stretch it");
    case v1::DECISION_ACTION_LEAVE_ALONE:
      return absl::StrCat("leave ", muscle, " alone");
    case v1::DECISION_ACTION_RETEST:
      return absl::StrCat("test ", muscle, " again before treating it");
    default:
      return absl::StrCat(EnumWord(v1::DecisionAction_Name(decision.action()),
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
        decision.kept() ? "" : " [waits for a later block]", "\n");
    if (!decision.reason().empty()) {
      absl::StrAppend(&text, "     Why: ", decision.reason(),
                      RuleText(decision.rule()), "\n");
    }
  }
  return text;
}

std::string LeftAloneText(const Decisions& decisions, const Names& names) {
  std::string text;
  for (const LeftAlone& group : GroupSides(decisions)) {
    const v1::Decision& decision = *group.decision;
    absl::StrAppend(&text, "  ", names.Muscle(decision.muscle()));
    if (group.sides[0] != "midline" && !group.sides[0].empty()) {
      absl::StrAppend(&text, ", ", absl::StrJoin(group.sides, " and "));
    }
    if (decision.action() == v1::DECISION_ACTION_RETEST) {
      absl::StrAppend(&text, ", to be tested again first");
    }
    if (!decision.reason().empty()) {
      absl::StrAppend(&text, ": ", decision.reason(),
                      RuleText(decision.rule()));
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

}  // namespace tonus::client
