// SPDX-License-Identifier: Apache-2.0
#include "services/engine/tags.h"

#include <algorithm>

#include "absl/container/btree_map.h"
#include "absl/container/btree_set.h"
#include "services/engine/clearance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

struct Reasons {
  absl::btree_set<std::string> forbid;
  absl::btree_set<std::string> caution;
};

}  // namespace

std::vector<std::string> CautionReasons(const Case& the_case) {
  std::vector<std::string> reasons;
  for (const FlagAnswers& answers : the_case.flags) {
    if (answers.red_flag->action() == kv1::SAFETY_ACTION_CAUTION &&
        IsRaised(the_case, answers)) {
      reasons.push_back(answers.red_flag->id());
    }
  }
  for (const RaisedFlag& raised : the_case.raised_flags) {
    const kv1::RedFlag* flag = the_case.knowledge.FindRedFlag(raised.red_flag);
    if (flag != nullptr && flag->action() == kv1::SAFETY_ACTION_CAUTION &&
        IsRaised(the_case, raised)) {
      reasons.push_back(raised.red_flag);
    }
  }
  for (const RuleReferral& referral : the_case.referrals) {
    if (referral.action == kv1::SAFETY_ACTION_CAUTION) {
      reasons.push_back(referral.rule);
    }
  }
  return reasons;
}

std::vector<v1::TagRestriction> RestrictedTags(const Case& the_case) {
  absl::btree_map<std::string, Reasons> tags;
  for (const auto& in_force : the_case.result.conditions()) {
    const kv1::HealthCondition* condition =
        the_case.knowledge.FindCondition(in_force.condition());
    if (condition == nullptr) continue;
    for (const std::string& tag : condition->forbidden_tags()) {
      tags[tag].forbid.insert(condition->id());
    }
    for (const std::string& tag : condition->caution_tags()) {
      tags[tag].caution.insert(condition->id());
    }
  }
  for (const RuleTag& forbidden : the_case.forbidden_tags) {
    tags[forbidden.tag].forbid.insert(forbidden.rule);
  }
  for (const std::string& reason : CautionReasons(the_case)) {
    for (const std::string& tag :
         the_case.knowledge.pack().session().caution_forbidden_tags()) {
      tags[tag].forbid.insert(reason);
    }
  }
  std::vector<v1::TagRestriction> restrictions;
  for (const auto& [tag, reasons] : tags) {
    v1::TagRestriction& restriction = restrictions.emplace_back();
    restriction.set_tag(tag);
    restriction.set_forbidden(!reasons.forbid.empty());
    for (const std::string& reason :
         restriction.forbidden() ? reasons.forbid : reasons.caution) {
      restriction.add_because(reason);
    }
  }
  return restrictions;
}

bool IsForbidden(const Case& the_case, absl::string_view tag) {
  const auto names = [&](const auto& tags) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  };
  const auto& in_force = the_case.result.conditions();
  const auto& by_rules = the_case.forbidden_tags;
  return std::any_of(in_force.begin(), in_force.end(),
                     [&](const v1::ConditionInForce& one) {
                       const kv1::HealthCondition* condition =
                           the_case.knowledge.FindCondition(one.condition());
                       return condition != nullptr &&
                              names(condition->forbidden_tags());
                     }) ||
         std::any_of(by_rules.begin(), by_rules.end(),
                     [&](const RuleTag& one) { return one.tag == tag; }) ||
         (names(the_case.knowledge.pack().session().caution_forbidden_tags()) &&
          !CautionReasons(the_case).empty());
}

}  // namespace tonus::engine
