// SPDX-License-Identifier: Apache-2.0
// What earlier rules may have added, as parts of the formula of a later one.
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/clause_formula.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Parts of a formula; far above those of any condition that people can read.
constexpr int kMaxParts = 20'000;

template <typename Fits>
bool HasEffect(const kv1::Rule& rule, Fits fits) {
  return absl::c_any_of(rule.effects(), fits);
}

}  // namespace

bool ClauseFormula::TooLarge() const { return formula_.size() > kMaxParts; }

template <typename Fits>
std::vector<int> ClauseFormula::RulesBefore(int position, Fits fits) const {
  std::vector<int> positions;
  for (int i = 0; i < position; ++i) {
    if (HasEffect(*knowledge_.RulesInOrder()[i], fits)) positions.push_back(i);
  }
  return positions;
}

ClauseFormula::Node ClauseFormula::AddRule(int position, const RuleView& view) {
  return AddClause(knowledge_.RulesInOrder()[position]->when(), position, view);
}

ClauseFormula::Node ClauseFormula::AddOutcome(int position,
                                              const RuleView& view) {
  const kv1::Rule& rule = *knowledge_.RulesInOrder()[position];
  if (TooLarge()) return AddFree("too large", /*may_be_unknown=*/true);
  if (rule.per_target()) {
    if (view.target != nullptr) return AddRule(position, view);
    // What some target makes of it is taken as free of everything else.
    return AddFree(absl::StrCat("fired:", rule.id()), /*may_be_unknown=*/true);
  }
  if (!rule.per_side()) return AddRule(position, RuleView());
  std::vector<Node> sides;
  for (const kv1::Side side : {kv1::SIDE_LEFT, kv1::SIDE_RIGHT}) {
    if (view.side != kv1::SIDE_MIDLINE && view.side != side) continue;
    sides.push_back(AddRule(position, {side, nullptr}));
  }
  return formula_.AddAny(std::move(sides));
}

std::vector<ClauseFormula::Node> ClauseFormula::AddFiredRules(
    const std::vector<int>& positions) {
  std::vector<Node> nodes;
  nodes.reserve(positions.size());
  for (const int position : positions) {
    nodes.push_back(AddFired(position, RuleView()));
  }
  return nodes;
}

ClauseFormula::Node ClauseFormula::AddCondition(const std::string& condition,
                                                int position) {
  std::vector<Node> ways =
      AddFiredRules(RulesBefore(position, [&](const kv1::Effect& effect) {
        return effect.set_condition() == condition;
      }));
  const kv1::HealthCondition* known = knowledge_.FindCondition(condition);
  const bool reported =
      known == nullptr || known->gate() != kv1::CONDITION_GATE_ENGINE ||
      absl::c_any_of(knowledge_.pack().conditions(), [&](const auto& other) {
        return other.turns_into() == condition;
      });
  if (reported) ways.push_back(AddFree(absl::StrCat("condition:", condition)));
  return formula_.AddAny(std::move(ways));
}

ClauseFormula::Node ClauseFormula::AddTag(const std::string& tag,
                                          int position) {
  std::vector<Node> ways =
      AddFiredRules(RulesBefore(position, [&](const kv1::Effect& effect) {
        return effect.forbid_tag() == tag;
      }));
  for (const auto& condition : knowledge_.pack().conditions()) {
    if (absl::c_linear_search(condition.forbidden_tags(), tag)) {
      ways.push_back(AddCondition(condition.id(), position));
    }
  }
  const auto& session = knowledge_.pack().session();
  if (absl::c_linear_search(session.caution_forbidden_tags(), tag)) {
    ways.push_back(AddFree("caution"));
  }
  return formula_.AddAny(std::move(ways));
}

ClauseFormula::Node ClauseFormula::AddFlag(const std::string& red_flag,
                                           int position) {
  std::vector<Node> ways =
      AddFiredRules(RulesBefore(position, [&](const kv1::Effect& effect) {
        return effect.raise_red_flag() == red_flag;
      }));
  const kv1::RedFlag* known = knowledge_.FindRedFlag(red_flag);
  if (known != nullptr && known->asked()) {
    ways.push_back(AddFree(absl::StrCat("flag:", red_flag),
                           /*may_be_unknown=*/true));
  }
  return formula_.AddAny(std::move(ways));
}

// The last rule that names a direction wins.
ClauseFormula::Node ClauseFormula::AddPreference(
    kv1::DirectionalPreference preference, int position) {
  std::vector<Node> ways;
  std::vector<Node> later;
  std::vector<int> rules = RulesBefore(position, [](const kv1::Effect& effect) {
    return effect.has_directional_preference();
  });
  absl::c_reverse(rules);
  for (const int rule : rules) {
    const Node fired = AddFired(rule, RuleView());
    const bool wanted =
        HasEffect(*knowledge_.RulesInOrder()[rule], [&](const auto& effect) {
          return effect.has_directional_preference() &&
                 effect.directional_preference() == preference;
        });
    if (wanted) {
      ways.push_back(
          formula_.AddAll({fired, formula_.AddNot(formula_.AddAny(later))}));
    }
    later.push_back(fired);
  }
  if (preference == kv1::DIRECTIONAL_PREFERENCE_UNSPECIFIED) {
    ways.push_back(formula_.AddNot(formula_.AddAny(later)));
  }
  return formula_.AddAny(std::move(ways));
}

}  // namespace tonus::engine
