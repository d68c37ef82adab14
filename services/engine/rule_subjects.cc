// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rule_subjects.h"

#include <algorithm>

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool Names(const kv1::Clause& clause, absl::string_view muscle);

bool AnyNames(const google::protobuf::RepeatedPtrField<kv1::Clause>& clauses,
              absl::string_view muscle) {
  return std::any_of(
      clauses.begin(), clauses.end(),
      [&](const kv1::Clause& clause) { return Names(clause, muscle); });
}

bool Names(const kv1::Clause& clause, absl::string_view muscle) {
  return clause.status().muscle() == muscle ||
         clause.qualifier().muscle() == muscle ||
         clause.feels_tight().muscle() == muscle ||
         AnyNames(clause.all().clauses(), muscle) ||
         AnyNames(clause.any().clauses(), muscle) ||
         AnyNames(clause.at_least().clauses(), muscle) ||
         (clause.has_not_() && Names(clause.not_(), muscle));
}

bool Names(const kv1::Effect& effect, absl::string_view muscle) {
  return effect.add_qualifier().muscle() == muscle ||
         effect.force_length_normal() == muscle ||
         effect.force_unknown() == muscle || effect.force_stiff() == muscle ||
         effect.force_neural_positive() == muscle ||
         effect.drop_evidence().muscle() == muscle ||
         effect.limit_exercises().muscle() == muscle ||
         effect.prioritise() == muscle ||
         effect.forbid_technique_for().muscle() == muscle ||
         effect.allow_technique_for().muscle() == muscle;
}

}  // namespace

bool Concerns(const kv1::Rule& rule, absl::string_view muscle) {
  return Names(rule.when(), muscle) ||
         std::any_of(
             rule.effects().begin(), rule.effects().end(),
             [&](const kv1::Effect& effect) { return Names(effect, muscle); });
}

}  // namespace tonus::engine
