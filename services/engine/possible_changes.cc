// SPDX-License-Identifier: Apache-2.0
#include "services/engine/possible_changes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "services/engine/deterministic_bytes.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool HasCondition(const v1::Interpretation& interpretation,
                  const std::string& condition) {
  const auto& all = interpretation.conditions();
  return std::any_of(all.begin(), all.end(),
                     [&](const v1::ConditionInForce& in_force) {
                       return in_force.condition() == condition;
                     });
}

bool HasNotice(const v1::Interpretation& interpretation,
               const v1::SafetyNotice& notice) {
  const auto& all = interpretation.notices();
  return std::any_of(all.begin(), all.end(),
                     [&](const v1::SafetyNotice& other) {
                       return other.subject() == notice.subject() &&
                              other.action() == notice.action();
                     });
}

bool Forbids(const v1::Interpretation& interpretation, int technique) {
  const auto& all = interpretation.limits().forbidden_techniques();
  return std::find(all.begin(), all.end(), technique) != all.end();
}

}  // namespace

void PossibleChanges::Add(const TrialValue& cause,
                          const v1::Interpretation& after) {
  for (int i = 0; i < before_.findings_size(); ++i) {
    const kv1::Status status = after.findings(i).status();
    if (status == before_.findings(i).status()) continue;
    sides_.insert(cause.side);
    std::vector<NewVerdict>& known = verdicts_[i];
    if (std::none_of(known.begin(), known.end(), [&](const NewVerdict& one) {
          return one.status == status;
        })) {
      known.push_back({status, cause});
    }
  }
  if (after.gate() != before_.gate()) {
    v1::OutcomeChange change;
    change.set_gate(after.gate());
    AddOther(cause, std::move(change));
  }
  if (after.directional_preference() != before_.directional_preference()) {
    v1::OutcomeChange change;
    change.set_directional_preference(after.directional_preference());
    AddOther(cause, std::move(change));
  }
  AddConditions(cause, after);
  AddTechniques(cause, after);
  AddNotices(cause, after);
}

void PossibleChanges::AddConditions(const TrialValue& cause,
                                    const v1::Interpretation& after) {
  for (const v1::ConditionInForce& in_force : after.conditions()) {
    if (HasCondition(before_, in_force.condition())) continue;
    v1::OutcomeChange change;
    change.set_condition_set(in_force.condition());
    AddOther(cause, std::move(change));
  }
  for (const v1::ConditionInForce& in_force : before_.conditions()) {
    if (HasCondition(after, in_force.condition())) continue;
    v1::OutcomeChange change;
    change.set_condition_ended(in_force.condition());
    AddOther(cause, std::move(change));
  }
}

void PossibleChanges::AddTechniques(const TrialValue& cause,
                                    const v1::Interpretation& after) {
  for (int technique : after.limits().forbidden_techniques()) {
    if (Forbids(before_, technique)) continue;
    v1::OutcomeChange change;
    change.set_technique_forbidden(static_cast<kv1::Technique>(technique));
    AddOther(cause, std::move(change));
  }
  for (int technique : before_.limits().forbidden_techniques()) {
    if (Forbids(after, technique)) continue;
    v1::OutcomeChange change;
    change.set_technique_freed(static_cast<kv1::Technique>(technique));
    AddOther(cause, std::move(change));
  }
}

void PossibleChanges::AddNotices(const TrialValue& cause,
                                 const v1::Interpretation& after) {
  for (const v1::SafetyNotice& notice : after.notices()) {
    if (HasNotice(before_, notice)) continue;
    v1::OutcomeChange change;
    change.set_notice(notice.subject());
    AddOther(cause, std::move(change));
  }
}

void PossibleChanges::AddOther(const TrialValue& cause,
                               v1::OutcomeChange change) {
  sides_.insert(cause.side);
  // Without its cause, a change is known by its bytes.
  const std::string bytes = DeterministicBytes(change);
  for (v1::OutcomeChange known : others_) {
    known.clear_test_side();
    known.clear_value();
    if (DeterministicBytes(known) == bytes) return;
  }
  change.set_test_side(cause.side);
  change.set_value(cause.value);
  others_.push_back(std::move(change));
}

absl::btree_set<int> PossibleChanges::Targets() const {
  absl::btree_set<int> targets;
  for (const auto& [target, verdicts] : verdicts_) targets.insert(target);
  return targets;
}

void PossibleChanges::Store(v1::TestSuggestion* suggestion) const {
  suggestion->set_changeable_verdicts(static_cast<int>(verdicts_.size()));
  for (const auto& [target, verdicts] : verdicts_) {
    const v1::Finding& finding = before_.findings(target);
    for (const NewVerdict& verdict : verdicts) {
      v1::VerdictChange& change = *suggestion->add_verdict_changes();
      change.set_muscle(finding.muscle());
      change.set_side(finding.side());
      change.set_from(finding.status());
      change.set_to(verdict.status);
      change.set_test_side(verdict.cause.side);
      change.set_value(verdict.cause.value);
      change.set_band(verdict.cause.band);
    }
  }
  for (const v1::OutcomeChange& change : others_) {
    *suggestion->add_other_changes() = change;
  }
}

}  // namespace tonus::engine
