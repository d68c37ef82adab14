// SPDX-License-Identifier: Apache-2.0
#include "services/engine/override_phases.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/overrides.h"
#include "services/engine/policy.h"

namespace tonus::engine {
namespace {

using storage::v1::OverrideFact;
using storage::v1::PatientFacts;

// The overrides in force on a day, by their places in the facts.
using Phase = std::vector<int>;

Phase PhaseOf(const PatientFacts& facts, absl::CivilDay day) {
  Phase phase;
  for (int i = 0; i < facts.overrides_size(); ++i) {
    if (IsInForce(facts.overrides(i), day)) phase.push_back(i);
  }
  return phase;
}

// Adds those of `from` that are not there: what `key` says tells them apart.
template <typename Entry, typename Key>
void AddMissing(const google::protobuf::RepeatedPtrField<Entry>& from,
                const Key& key, google::protobuf::RepeatedPtrField<Entry>* to) {
  for (const Entry& entry : from) {
    if (absl::c_none_of(*to, [&](const Entry& present) {
          return key(present) == key(entry);
        })) {
      *to->Add() = entry;
    }
  }
}

// What another phase tells beside its sessions.
void AddTold(const v1::Routine& other, v1::Routine* routine) {
  AddMissing(
      other.notices(),
      [](const v1::SafetyNotice& notice) { return notice.subject(); },
      routine->mutable_notices());
  AddMissing(
      other.uncovered(),
      [](const v1::Uncovered& uncovered) { return uncovered.decision(); },
      routine->mutable_uncovered());
  AddMissing(
      other.refused(),
      [](const v1::Dropped& dropped) {
        return std::make_pair(dropped.exercise(), dropped.decision());
      },
      routine->mutable_refused());
}

// A closed gate wins over what a clinician wants.
void RefusePins(const PatientFacts& facts, v1::Routine* routine) {
  if (routine->gate() == v1::GATE_OK) return;
  const Overrides overrides(facts, absl::CivilDay());
  for (const OverrideFact* fact : overrides.Pins()) {
    v1::Dropped* refused = routine->add_refused();
    refused->set_exercise(fact->override().pin_exercise());
    if (!routine->notices().empty()) {
      refused->set_rule(routine->notices(0).rule());
    }
    refused->set_reason("The gate is closed, so no exercise is planned.");
  }
}

}  // namespace

v1::Routine PlanPhases(const Knowledge& knowledge, const PatientFacts& facts,
                       const v1::Interpretation& interpretation,
                       absl::CivilDay today, PlanPhase plan) {
  const Phase current = PhaseOf(facts, today);
  const PatientFacts held = WithOverridesOf(facts, today);
  v1::Routine routine = plan(held, interpretation);
  std::map<Phase, v1::Routine> others;
  std::set<int> named(current.begin(), current.end());
  for (int i = 0; i < routine.sessions_size(); ++i) {
    const absl::CivilDay day = ToCivilDay(routine.sessions(i).date());
    const Phase phase = PhaseOf(facts, day);
    if (phase == current) continue;
    named.insert(phase.begin(), phase.end());
    auto other = others.find(phase);
    if (other == others.end()) {
      const PatientFacts then = WithOverridesOf(facts, day);
      other =
          others.emplace(phase, plan(then, Interpret(knowledge, then, today)))
              .first;
      AddTold(other->second, &routine);
    }
    if (i < other->second.sessions_size()) {
      *routine.mutable_sessions(i) = other->second.sessions(i);
    }
  }
  RefusePins(held, &routine);
  for (const int i : named) {
    routine.add_overrides(OverrideId(facts.overrides(i)));
  }
  for (v1::PolicyInForce& policy : PoliciesInForce(knowledge, facts, today)) {
    *routine.add_policies() = std::move(policy);
  }
  return routine;
}

}  // namespace tonus::engine
