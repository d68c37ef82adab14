// SPDX-License-Identifier: Apache-2.0
#include "services/engine/week_pairs.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/treated_sides.h"

namespace tonus::engine {

namespace {

using Pairs = std::vector<const DecisionGroup*>;

bool PartnerIsTaken(const Pairs& chosen, const DecisionGroup& pair) {
  return absl::c_any_of(chosen, [&](const DecisionGroup* other) {
    return other->partner == pair.partner && other->muscle != pair.muscle;
  });
}

int RankOf(const DecisionGroup& group) {
  return group.decisions.front()->rank();
}

// Whether one of the pairs of `findings` that ranks above `pair` has its
// partner.
bool YieldsTo(const std::vector<const Pairs*>& findings,
              const DecisionGroup& pair) {
  return absl::c_any_of(findings, [&](const Pairs* finding) {
    return absl::c_any_of(*finding, [&](const DecisionGroup* other) {
      return other->partner == pair.partner && other->muscle != pair.muscle &&
             RankOf(*other) < RankOf(pair);
    });
  });
}

// Whether `pair` releases the muscle of `pairs` on a side that they leave.
bool IsOtherSide(const Pairs& pairs, const DecisionGroup& pair) {
  TreatedSides treated;
  for (const DecisionGroup* other : pairs) {
    for (const v1::Decision* decision : other->decisions) {
      treated.Add(*decision);
    }
  }
  return absl::c_any_of(pair.decisions, [&](const v1::Decision* decision) {
    return treated.LeaveSideOf(*decision);
  });
}

// The pairs by rank, each with what its muscle needs on the other side where
// that has another partner.
std::vector<Pairs> PairsByFinding(absl::Span<const DecisionGroup> groups,
                                  const WithoutGroups& without) {
  std::vector<Pairs> findings;
  for (const DecisionGroup& group : groups) {
    if (group.partner.empty() || without.contains(&group)) continue;
    const auto other = absl::c_find_if(findings, [&](const Pairs& pairs) {
      return IsOtherSide(pairs, group);
    });
    if (other == findings.end()) {
      findings.push_back({&group});
    } else {
      other->push_back(&group);
    }
  }
  return findings;
}

}  // namespace

bool DecisionGroup::Has(absl::string_view decision) const {
  return absl::c_any_of(decisions, [&](const v1::Decision* one) {
    return one->id() == decision;
  });
}

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
    absl::Span<const DecisionGroup> groups, int position, int count,
    const WithoutGroups& without) {
  const std::vector<Pairs> findings = PairsByFinding(groups, without);
  if (findings.empty() || count < 1) return {};
  if (count == 1) return findings[position % findings.size()];
  // Each has one pair before any has a second one, which would take the partner
  // away from what ranks above it.
  std::vector<const Pairs*> taken = {&findings.front()};
  Pairs leads = {findings.front().front()};
  const int others = static_cast<int>(findings.size()) - 1;
  for (int step = 0; step < others && static_cast<int>(taken.size()) < count;
       ++step) {
    const Pairs& next = findings[1 + (position + step) % others];
    const auto lead = absl::c_find_if(next, [&](const DecisionGroup* pair) {
      return !PartnerIsTaken(leads, *pair) && !YieldsTo(taken, *pair);
    });
    if (lead == next.end()) continue;
    taken.push_back(&next);
    leads.push_back(*lead);
  }
  Pairs chosen;
  for (const Pairs* finding : taken) {
    for (const DecisionGroup* pair : *finding) {
      if (!PartnerIsTaken(leads, *pair) && !PartnerIsTaken(chosen, *pair)) {
        chosen.push_back(pair);
      }
    }
  }
  return chosen;
}

std::vector<Pairs> FindingsInTurn(absl::Span<const DecisionGroup> groups,
                                  int position, const WithoutGroups& without) {
  std::vector<Pairs> findings = PairsByFinding(groups, without);
  for (const DecisionGroup& group : groups) {
    if (group.partner.empty() && !group.is_maintenance() &&
        group.action != knowledge::v1::DECISION_ACTION_FLOSS) {
      findings.push_back({&group});
    }
  }
  if (findings.empty()) return findings;
  absl::c_sort(findings, [](const Pairs& a, const Pairs& b) {
    return a.front()->decisions.front()->rank() <
           b.front()->decisions.front()->rank();
  });
  // The first has every other session, as what matters most.
  const int others = static_cast<int>(findings.size()) - 1;
  if (others > 0 && position % 2 == 1) {
    const auto lead = findings.begin() + 1 + position / 2 % others;
    std::rotate(findings.begin(), lead, lead + 1);
  }
  return findings;
}

}  // namespace tonus::engine
