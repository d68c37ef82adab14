// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rule_shadow.h"

#include "absl/algorithm/container.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/engine/clause_parts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using kv1::Clause;
using kv1::Effect;
using kv1::Rule;

bool AsksFor(const Clause& clause, const std::string& rule) {
  bool asks = false;
  ForEachPart(clause,
              [&](const Clause& part) { asks |= part.fired() == rule; });
  return asks;
}

// A later effect of this kind may undo an earlier one.
bool OrderMatters(const Effect& effect) {
  switch (effect.kind_case()) {
    case Effect::kForceLengthNormal:
    case Effect::kForceUnknown:
    case Effect::kForceStiff:
    case Effect::kForceNeuralPositive:
    case Effect::kDropEvidence:
    case Effect::kDirectionalPreference:
      return true;
    default:
      return false;
  }
}

// Effects that speak about the side or the target of their rule.
bool IsLocal(const Effect& effect) {
  switch (effect.kind_case()) {
    case Effect::kAddQualifier:
      return !effect.add_qualifier().both_sides();
    case Effect::kForceLengthNormal:
    case Effect::kForceUnknown:
    case Effect::kForceStiff:
    case Effect::kForceNeuralPositive:
    case Effect::kDropEvidence:
    case Effect::kRequestTest:
    case Effect::kPrioritise:
    case Effect::kForbidTechniqueFor:
    case Effect::kAllowTechniqueFor:
      return true;
    default:
      return false;
  }
}

bool AtLeastAsStrong(const Effect& a, const Effect& b) {
  if (a.kind_case() != b.kind_case()) return false;
  switch (a.kind_case()) {
    case Effect::kPositiveLimit:
      return a.positive_limit() >= b.positive_limit();
    case Effect::kMaxHoldSeconds:
      return a.max_hold_seconds() <= b.max_hold_seconds();
    case Effect::kMaxLevel:
      return a.max_level() <= b.max_level();
    case Effect::kMaxExercises:
      return a.max_exercises() <= b.max_exercises();
    default:
      return google::protobuf::util::MessageDifferencer::Equals(a, b);
  }
}

// Whether `earlier`, when it fires, has its local effects where `later` has.
bool SpeaksOfTheSame(const Rule& earlier, const Rule& later) {
  if (earlier.per_target() != later.per_target()) return false;
  return earlier.per_target() || !earlier.per_side() || later.per_side();
}

bool HasOrderedEffect(const Rule& rule) {
  return absl::c_any_of(rule.effects(), OrderMatters);
}

}  // namespace

bool IsAskedFor(const Knowledge& knowledge, const Rule& rule) {
  return absl::c_any_of(knowledge.pack().rules(), [&](const Rule& other) {
    return AsksFor(other.when(), rule.id());
  });
}

std::vector<int> EarlierRules(const Knowledge& knowledge, int position,
                              const Effect& effect) {
  const auto rules = knowledge.RulesInOrder();
  std::vector<int> earlier;
  // From the last one back, so that what lies between is known.
  for (int i = position - 1; i >= 0; --i) {
    const Rule& rule = *rules[i];
    const bool has = absl::c_any_of(rule.effects(), [&](const Effect& other) {
      return AtLeastAsStrong(other, effect);
    });
    if (has && (!IsLocal(effect) || SpeaksOfTheSame(rule, *rules[position]))) {
      earlier.push_back(i);
    }
    if (OrderMatters(effect) && HasOrderedEffect(rule)) break;
  }
  return earlier;
}

}  // namespace tonus::engine
