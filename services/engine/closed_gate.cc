// SPDX-License-Identifier: Apache-2.0
#include "services/engine/closed_gate.h"

#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool Advises(const kv1::Rule& rule, const std::string& sentence) {
  return absl::c_any_of(rule.effects(), [&](const kv1::Effect& effect) {
    return effect.has_advise() && effect.advise() == sentence;
  });
}

// What a rule advises for a programme has no place while there is none. What is
// told with a referral, such as crisis contacts, is needed all the more.
bool IsForProgramme(const Case& the_case, const std::string& sentence) {
  const auto advises = [&](const kv1::Rule& rule) {
    return Advises(rule, sentence);
  };
  return absl::c_any_of(the_case.knowledge.pack().rules(), advises) &&
         absl::c_none_of(the_case.referrals, [&](const RuleReferral& referral) {
           const kv1::Rule* rule = the_case.knowledge.FindRule(referral.rule);
           return rule != nullptr && advises(*rule);
         });
}

void CloseLimits(const Case& the_case, v1::PlanLimits* limits) {
  limits->clear_added_exercises();
  limits->clear_forbidden_exercises();
  limits->clear_limited_targets();
  limits->clear_allowed_target_techniques();
  auto* advice = limits->mutable_advice();
  advice->erase(std::remove_if(advice->begin(), advice->end(),
                               [&](const std::string& sentence) {
                                 return IsForProgramme(the_case, sentence);
                               }),
                advice->end());
}

}  // namespace

void CloseReading(Case* the_case) {
  v1::Interpretation& result = the_case->result;
  if (result.gate() == v1::GATE_OK) return;
  CloseLimits(*the_case, result.mutable_limits());
  result.clear_test_requests();
  for (v1::Decision& decision : *result.mutable_decisions()) {
    decision.set_kept(false);
  }
}

}  // namespace tonus::engine
