// SPDX-License-Identifier: Apache-2.0
#include "services/engine/lookup.h"

#include "services/engine/clause_text.h"
#include "services/engine/fusion.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The clauses of which a clause is made.
std::vector<const kv1::Clause*> PartsOf(const kv1::Clause& clause) {
  std::vector<const kv1::Clause*> parts;
  for (const auto* list : {&clause.all().clauses(), &clause.any().clauses(),
                           &clause.at_least().clauses()}) {
    for (const kv1::Clause& part : *list) parts.push_back(&part);
  }
  if (clause.has_not_()) parts.push_back(&clause.not_());
  return parts;
}

}  // namespace

Lookup::Lookup(const kv1::Pack& pack) {
  for (const kv1::Test& test : pack.tests()) {
    test_positions_.emplace(&test, static_cast<int>(test_positions_.size()));
  }
  for (const kv1::Muscle& muscle : pack.muscles()) {
    target_positions_.emplace(muscle.id(), static_cast<int>(targets_.size()));
    for (const kv1::Side side : SidesOf(muscle)) {
      targets_.push_back({&muscle, side});
    }
  }
  for (const kv1::Rule& rule : pack.rules()) {
    AddTexts(rule.when());
    for (const kv1::Effect& effect : rule.effects()) {
      if (effect.has_allow_technique_for()) {
        granted_by_rules_.insert(effect.allow_technique_for().muscle());
      }
    }
  }
}

void Lookup::AddTexts(const kv1::Clause& clause) {
  clause_texts_.emplace(&clause, HasParts(clause) ? "" : ClauseText(clause));
  for (const kv1::Clause* part : PartsOf(clause)) AddTexts(*part);
}

int Lookup::PositionOf(absl::string_view muscle, kv1::Side side) const {
  const auto first = target_positions_.find(muscle);
  if (first == target_positions_.end()) return -1;
  for (int position : {first->second, first->second + 1}) {
    if (position < static_cast<int>(targets_.size()) &&
        targets_[position].side == side &&
        targets_[position].muscle->id() == muscle) {
      return position;
    }
  }
  return -1;
}

}  // namespace tonus::engine
