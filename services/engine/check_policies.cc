// SPDX-License-Identifier: Apache-2.0
#include "absl/container/flat_hash_set.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Effect;
using ::tonus::knowledge::v1::PolicyChoice;
using ::tonus::knowledge::v1::PolicySwitch;

// Whether an effect makes a plan smaller, or only says something: a choice may
// be more cautious than the rules, never less.
bool OnlyTightens(const Effect& effect) {
  switch (effect.kind_case()) {
    case Effect::kForbidExercise:
    case Effect::kForbidTechnique:
    case Effect::kForbidTagInRegion:
    case Effect::kForbidTechniqueFor:
    case Effect::kLimitExercises:
    case Effect::kMaxHoldSeconds:
    case Effect::kMaxLevel:
    case Effect::kMaxExercises:
    case Effect::kAdvise:
      return true;
    default:
      return false;
  }
}

void CheckChoice(CheckContext& context, EntryCheck& entry,
                 const PolicySwitch& policy, const PolicyChoice& choice) {
  // Effects of a choice name their targets: there is no rule to take one from.
  knowledge::v1::Rule rule;
  rule.set_id(policy.rule());
  rule.set_stage(knowledge::v1::RULE_STAGE_FINDING);
  for (const Effect& effect : choice.effects()) {
    CheckEffect(context, entry, rule, effect);
    entry.Expect(OnlyTightens(effect),
                 absl::StrCat("choice `", choice.id(),
                              "` has an effect that does not only tighten"));
  }
}

}  // namespace

void CheckPolicies(CheckContext& context) {
  for (const PolicySwitch& policy : context.pack.policy_switches()) {
    EntryCheck entry(context, "policy_switches", policy.id());
    entry.Expect(!policy.question().empty(), "question is empty");
    entry.Expect(policy.choices_size() >= 2, "has fewer than two choices");
    if (!policy.rule().empty()) {
      ReferRule(context, entry, "rule", policy.rule());
    }
    absl::flat_hash_set<std::string> seen;
    for (const PolicyChoice& choice : policy.choices()) {
      entry.Expect(seen.insert(choice.id()).second,
                   absl::StrCat("choice `", choice.id(), "` is given twice"));
      CheckChoice(context, entry, policy, choice);
    }
    entry.Expect(seen.contains(policy.default_choice()),
                 absl::StrCat("default_choice `", policy.default_choice(),
                              "` is none of its choices"));
  }
}

}  // namespace tonus::engine
