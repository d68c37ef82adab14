// SPDX-License-Identifier: Apache-2.0
#include "services/engine/week_pairs.h"

#include <algorithm>

namespace tonus::engine {

namespace {

bool PartnerIsTaken(const std::vector<const DecisionGroup*>& chosen,
                    const DecisionGroup& pair) {
  return std::any_of(
      chosen.begin(), chosen.end(), [&](const DecisionGroup* other) {
        return other->partner == pair.partner && other->muscle != pair.muscle;
      });
}

}  // namespace

std::vector<DecisionGroup> KeptGroups(
    const v1::Interpretation& interpretation) {
  std::vector<DecisionGroup> groups;
  for (const v1::Decision& decision : interpretation.decisions()) {
    if (!decision.kept()) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const DecisionGroup& known) {
                                return known.action == decision.action() &&
                                       known.muscle == decision.muscle() &&
                                       known.partner == decision.partner();
                              });
    if (group == groups.end()) {
      groups.push_back(
          {decision.action(), decision.muscle(), decision.partner(), {}});
      group = groups.end() - 1;
    }
    group->decisions.push_back(&decision);
  }
  return groups;
}

std::vector<const DecisionGroup*> PairsOfSession(
    absl::Span<const DecisionGroup> groups, int position, int count) {
  std::vector<const DecisionGroup*> pairs;
  for (const DecisionGroup& group : groups) {
    if (!group.partner.empty()) pairs.push_back(&group);
  }
  if (pairs.empty() || count < 1) return {};
  if (count == 1) return {pairs[position % pairs.size()]};
  std::vector<const DecisionGroup*> chosen = {pairs.front()};
  const int others = static_cast<int>(pairs.size()) - 1;
  for (int step = 0; step < others && static_cast<int>(chosen.size()) < count;
       ++step) {
    const DecisionGroup* next = pairs[1 + (position + step) % others];
    if (!PartnerIsTaken(chosen, *next)) chosen.push_back(next);
  }
  return chosen;
}

}  // namespace tonus::engine
