// SPDX-License-Identifier: Apache-2.0
#include "services/engine/policy.h"

#include "absl/algorithm/container.h"
#include "services/engine/overrides.h"

namespace tonus::engine {

using knowledge::v1::PolicySwitch;

namespace {

// What holds for one switch.
ChosenPolicy Choose(const PolicySwitch& policy, const Overrides& overrides,
                    const storage::v1::PatientFacts& facts) {
  if (const auto* fact = overrides.Policy(policy.id()); fact != nullptr) {
    const auto* choice = FindChoice(policy, fact->override().policy().choice());
    if (choice != nullptr) return {&policy, choice, OverrideId(*fact)};
  }
  const auto tenants = absl::c_find_if(
      facts.tenant_policies(),
      [&](const v1::PolicyChoice& row) { return row.policy() == policy.id(); });
  if (tenants != facts.tenant_policies().end()) {
    const auto* choice = FindChoice(policy, tenants->choice());
    if (choice != nullptr) return {&policy, choice, kTenantChose};
  }
  return {&policy, FindChoice(policy, policy.default_choice()), ""};
}

}  // namespace

const PolicySwitch* FindPolicy(const Knowledge& knowledge,
                               absl::string_view id) {
  const auto& all = knowledge.pack().policy_switches();
  const auto found = absl::c_find_if(
      all, [&](const PolicySwitch& policy) { return policy.id() == id; });
  return found == all.end() ? nullptr : &*found;
}

const knowledge::v1::PolicyChoice* FindChoice(const PolicySwitch& policy,
                                              absl::string_view id) {
  const auto found = absl::c_find_if(
      policy.choices(), [&](const auto& choice) { return choice.id() == id; });
  return found == policy.choices().end() ? nullptr : &*found;
}

std::vector<ChosenPolicy> ChosenPolicies(const Knowledge& knowledge,
                                         const storage::v1::PatientFacts& facts,
                                         absl::CivilDay day) {
  const Overrides overrides(facts, day);
  std::vector<ChosenPolicy> chosen;
  for (const PolicySwitch& policy : knowledge.pack().policy_switches()) {
    chosen.push_back(Choose(policy, overrides, facts));
  }
  return chosen;
}

std::string ChoiceOf(const Knowledge& knowledge,
                     const storage::v1::PatientFacts& facts, absl::CivilDay day,
                     absl::string_view policy) {
  const PolicySwitch* found = FindPolicy(knowledge, policy);
  if (found == nullptr) return "";
  return Choose(*found, Overrides(facts, day), facts).choice->id();
}

std::vector<v1::PolicyInForce> PoliciesInForce(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    absl::CivilDay day) {
  std::vector<v1::PolicyInForce> in_force;
  for (const ChosenPolicy& chosen : ChosenPolicies(knowledge, facts, day)) {
    if (chosen.choice->id() == chosen.policy->default_choice()) continue;
    v1::PolicyInForce& policy = in_force.emplace_back();
    policy.set_policy(chosen.policy->id());
    policy.set_choice(chosen.choice->id());
    policy.set_chosen_by(chosen.chosen_by);
  }
  return in_force;
}

}  // namespace tonus::engine
