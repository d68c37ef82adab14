// SPDX-License-Identifier: Apache-2.0
#include "services/engine/routine_diff.h"

#include <map>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/policy.h"
#include "services/engine/session_diff.h"

namespace tonus::engine {
namespace {

using FindingKey = std::pair<std::string, knowledge::v1::Side>;
using Findings = std::map<FindingKey, const v1::Finding*>;

FindingKey KeyOf(const v1::Finding& finding) {
  return {finding.muscle(), finding.side()};
}

Findings IndexOf(const v1::Routine& routine) {
  Findings index;
  for (const v1::Finding& finding : routine.findings()) {
    index.emplace(KeyOf(finding), &finding);
  }
  return index;
}

const v1::Finding* FindIn(const Findings& findings, const FindingKey& key) {
  const auto found = findings.find(key);
  return found == findings.end() ? nullptr : found->second;
}

bool SaysTheSame(const v1::Finding& a, const v1::Finding& b) {
  return a.status() == b.status() &&
         absl::c_equal(a.qualifiers(), b.qualifiers());
}

// Whether the same is found, down to what a change of status does not show.
bool FindTheSame(const v1::Routine& before, const v1::Routine& after) {
  return absl::c_equal(before.findings(), after.findings(),
                       [](const v1::Finding& a, const v1::Finding& b) {
                         return KeyOf(a) == KeyOf(b) && SaysTheSame(a, b);
                       });
}

// What a finding is besides its status is no change that is listed.
void AddFinding(const v1::Finding* before, const v1::Finding* after,
                v1::RoutineDiff* diff) {
  if (before != nullptr && after != nullptr &&
      before->status() == after->status()) {
    return;
  }
  const v1::Finding& one = after != nullptr ? *after : *before;
  v1::FindingChange* change = diff->add_findings();
  change->set_muscle(one.muscle());
  change->set_side(one.side());
  if (before != nullptr) change->set_before(before->status());
  if (after != nullptr) change->set_after(after->status());
}

// Both lists are in pack order, so a target that is gone stands before the
// next one that both have.
void AddFindings(const v1::Routine& before, const v1::Routine& after,
                 v1::RoutineDiff* diff) {
  const Findings old_findings = IndexOf(before);
  const Findings new_findings = IndexOf(after);
  int next = 0;
  const auto add_gone = [&](const FindingKey* until) {
    for (; next < before.findings_size(); ++next) {
      const v1::Finding& finding = before.findings(next);
      if (until != nullptr && KeyOf(finding) == *until) break;
      if (FindIn(new_findings, KeyOf(finding)) == nullptr) {
        AddFinding(&finding, nullptr, diff);
      }
    }
  };
  for (const v1::Finding& finding : after.findings()) {
    const FindingKey key = KeyOf(finding);
    const v1::Finding* old = FindIn(old_findings, key);
    if (old != nullptr) add_gone(&key);
    AddFinding(old, &finding, diff);
  }
  add_gone(nullptr);
}

v1::DecisionChange ChangeOf(const v1::Decision* before,
                            const v1::Decision* after) {
  const v1::Decision& one = after != nullptr ? *after : *before;
  v1::DecisionChange change;
  change.set_decision(one.id());
  change.set_rule(one.rule());
  if (before != nullptr) {
    change.set_rank_before(before->rank());
    change.set_kept_before(before->kept());
  }
  if (after != nullptr) {
    change.set_rank_after(after->rank());
    change.set_kept_after(after->kept());
  }
  return change;
}

void AddDecisions(const v1::Routine& before, const v1::Routine& after,
                  v1::RoutineDiff* diff) {
  absl::flat_hash_map<std::string, const v1::Decision*> old_decisions;
  for (const v1::Decision& decision : before.decisions()) {
    old_decisions.emplace(decision.id(), &decision);
  }
  for (const v1::Decision& decision : after.decisions()) {
    const auto old = old_decisions.find(decision.id());
    if (old == old_decisions.end()) {
      *diff->add_decisions() = ChangeOf(nullptr, &decision);
      continue;
    }
    if (old->second->rank() != decision.rank() ||
        old->second->kept() != decision.kept() ||
        old->second->rule() != decision.rule()) {
      *diff->add_decisions() = ChangeOf(old->second, &decision);
    }
    old_decisions.erase(old);
  }
  for (const v1::Decision& decision : before.decisions()) {
    if (old_decisions.contains(decision.id())) {
      *diff->add_decisions() = ChangeOf(&decision, nullptr);
    }
  }
}

void AddSessions(const v1::Routine& before, const v1::Routine& after,
                 v1::RoutineDiff* diff) {
  std::map<int, std::pair<const v1::Session*, const v1::Session*>> sessions;
  for (const v1::Session& session : before.sessions()) {
    sessions[session.number()].first = &session;
  }
  for (const v1::Session& session : after.sessions()) {
    sessions[session.number()].second = &session;
  }
  const v1::Session none;
  for (const auto& [number, pair] : sessions) {
    auto change = DiffOfSession(pair.first == nullptr ? none : *pair.first,
                                pair.second == nullptr ? none : *pair.second);
    if (change.has_value()) *diff->add_sessions() = *std::move(change);
  }
}

// What is told beside findings, decisions and sessions, as bytes that are equal
// when it is.
std::string ToldIn(const v1::Routine& routine) {
  v1::Routine told;
  *told.mutable_notices() = routine.notices();
  *told.mutable_advice() = routine.advice();
  *told.mutable_retests() = routine.retests();
  *told.mutable_uncovered() = routine.uncovered();
  *told.mutable_walking() = routine.walking();
  *told.mutable_policies() = routine.policies();
  // Which override asks for a choice is no difference, only that one does.
  for (v1::PolicyInForce& policy : *told.mutable_policies()) {
    if (policy.chosen_by() != kTenantChose) policy.clear_chosen_by();
  }
  return DeterministicBytes(told);
}

}  // namespace

v1::RoutineDiff DiffOf(const v1::Routine& before, const v1::Routine& after) {
  v1::RoutineDiff diff;
  diff.set_gate_before(before.gate());
  diff.set_gate_after(after.gate());
  AddFindings(before, after, &diff);
  AddDecisions(before, after, &diff);
  AddSessions(before, after, &diff);
  diff.set_same(before.gate() == after.gate() && FindTheSame(before, after) &&
                diff.decisions().empty() && diff.sessions().empty() &&
                ToldIn(before) == ToldIn(after));
  return diff;
}

std::vector<std::string> RulesOf(const v1::RoutineDiff& diff) {
  std::set<std::string> rules;
  for (const v1::DecisionChange& change : diff.decisions()) {
    rules.insert(change.rule());
  }
  for (const v1::SessionChange& session : diff.sessions()) {
    for (const v1::ItemChange& item : session.items()) {
      rules.insert(item.rule());
    }
    for (const v1::AppliedAdaptation& applied : session.adaptations()) {
      rules.insert(applied.rule());
    }
  }
  rules.erase("");
  return {rules.begin(), rules.end()};
}

}  // namespace tonus::engine
