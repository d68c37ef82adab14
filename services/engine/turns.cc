// SPDX-License-Identifier: Apache-2.0
#include "services/engine/turns.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"
#include "services/engine/objective.h"
#include "services/engine/served_side.h"
#include "services/engine/taken_partner.h"

namespace tonus::engine {
namespace {

using Items = std::vector<const v1::SessionItem*>;

Items ItemsOf(const v1::Session& session) {
  Items items;
  for (const v1::SessionItem& item : session.items()) items.push_back(&item);
  return items;
}

bool AnyServes(const Knowledge& knowledge, const DecisionGroup& group,
               const Items& items) {
  return absl::c_any_of(items,
                        [&](const v1::SessionItem* item) {
                          return group.Has(item->decision());
                        }) ||
         IsServed(knowledge, group, items);
}

Items WithHome(const v1::Session& session) {
  Items items = ItemsOf(session);
  for (const v1::HomeItem& home : session.home_items()) {
    items.push_back(&home.item());
  }
  return items;
}

// Whether the session or what is done at home serves the finding.
bool Serves(const Knowledge& knowledge, const DecisionGroup& group,
            const v1::Session& session) {
  return AnyServes(knowledge, group, WithHome(session));
}

// Of a week that has too little of it.
constexpr char kTooLittle[] = "R-714";

bool IsTold(const DecisionGroup& group,
            const absl::flat_hash_set<std::string>& uncovered,
            const std::vector<v1::Session>& sessions) {
  return absl::c_any_of(group.decisions,
                        [&](const v1::Decision* decision) {
                          return uncovered.contains(decision->id());
                        }) ||
         absl::c_any_of(sessions, [&](const v1::Session& session) {
           return absl::c_any_of(session.dropped(),
                                 [&](const v1::Dropped& dropped) {
                                   return dropped.rule() != kTooLittle &&
                                          group.Has(dropped.decision());
                                 });
         });
}

// Whether a session of the week trains the partner of a pair.
bool TrainsPartner(const Knowledge& knowledge, const DecisionGroup& pair,
                   const std::vector<v1::Session>& sessions) {
  return absl::c_any_of(sessions, [&](const v1::Session& session) {
    return session.relief() ||
           absl::c_any_of(session.items(), [&](const v1::SessionItem& item) {
             const auto& exercise = *knowledge.FindExercise(item.exercise());
             return PurposeOf(exercise) == Purpose::kLoad &&
                    Lists(exercise, pair.partner);
           });
  });
}

// Why no session of the week was to serve the finding.
v1::Dropped WhyNotInTurn(const DecisionGroup& group, bool short_sessions,
                         bool small) {
  v1::Dropped dropped;
  dropped.set_decision(group.decisions.front()->id());
  if (group.partner.empty()) {
    dropped.set_rule("R-732");
    dropped.set_reason("The sessions of this week have no place for it.");
  } else {
    dropped.set_rule("R-515");
    dropped.set_reason(
        short_sessions
            ? "A short session has room for one pair and little else; they "
              "take turns, and this one has its turn in another week."
        : small
            ? "A session of few exercises has room for one finding and little "
              "else; they take turns, and this one has its turn in another "
              "week."
            : "A session has room for few pairs; they take turns, and this one "
              "has its turn in another week.");
  }
  return dropped;
}

// Tells in a session from `first_open` on that it trains the partner of `pair`
// for what matters more. Returns whether one does.
bool TellPartner(const Knowledge& knowledge,
                 absl::Span<const DecisionGroup> groups,
                 const DecisionGroup& pair, size_t first_open,
                 std::vector<v1::Session>* sessions) {
  for (size_t i = first_open; i < sessions->size(); ++i) {
    const std::optional<v1::Dropped> taken = TakenPartner(
        knowledge, groups, *pair.decisions.front(), (*sessions)[i]);
    if (!taken.has_value()) continue;
    *(*sessions)[i].add_dropped() = *taken;
    return true;
  }
  return false;
}

// Whether `items` train the muscle of a single finding wherever it is weak.
bool TrainsEverySide(const Knowledge& knowledge, const DecisionGroup& group,
                     const Items& items) {
  return absl::c_all_of(group.decisions, [&](const v1::Decision* decision) {
    return absl::c_any_of(items, [&](const v1::SessionItem* item) {
      const auto& exercise = *knowledge.FindExercise(item->exercise());
      return PurposeOf(exercise) == Purpose::kLoad &&
             Lists(exercise, group.muscle) && IsDoneOn(*item, decision->side());
    });
  });
}

// Whether the session is a turn of the finding: something is there for it, or
// does all of it on the way. A release that stands there for something else
// leaves the movement to do. What is done at home does not count: it is
// chosen by what the sessions of its week hold.
bool HasTurn(const Knowledge& knowledge, const DecisionGroup& group,
             const v1::Session& session) {
  const Items items = ItemsOf(session);
  if (absl::c_any_of(items, [&](const v1::SessionItem* item) {
        return group.Has(item->decision());
      })) {
    return true;
  }
  const bool has_movement =
      group.action == knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
      group.action == knowledge::v1::DECISION_ACTION_MOBILISE;
  return !has_movement && IsServed(knowledge, group, items) &&
         (!group.partner.empty() || TrainsEverySide(knowledge, group, items));
}

}  // namespace

int Turns::TimesOf(const DecisionGroup& group) const {
  const auto found = times_.find(group.decisions.front()->id());
  return found == times_.end() ? 0 : found->second;
}

std::vector<DecisionGroup> Turns::InTurn(
    absl::Span<const DecisionGroup> groups) const {
  std::vector<DecisionGroup> singles;
  const auto takes_turns = [](const DecisionGroup& group) {
    return group.partner.empty() && !group.is_maintenance();
  };
  absl::c_copy_if(groups, std::back_inserter(singles), takes_turns);
  absl::c_stable_sort(singles,
                      [&](const DecisionGroup& a, const DecisionGroup& b) {
                        return TimesOf(a) < TimesOf(b);
                      });
  std::vector<DecisionGroup> ordered(groups.begin(), groups.end());
  auto next = singles.begin();
  for (DecisionGroup& group : ordered) {
    if (takes_turns(group)) group = *next++;
    group.times = TimesOf(group);
  }
  return ordered;
}

void Turns::Count(absl::Span<const DecisionGroup> groups,
                  const v1::Session& session) {
  for (const DecisionGroup& group : groups) {
    if (HasTurn(knowledge_, group, session)) {
      ++times_[group.decisions.front()->id()];
    }
  }
}

void TellLeftOut(const Knowledge& knowledge,
                 absl::Span<const DecisionGroup> groups,
                 const absl::flat_hash_set<std::string>& uncovered,
                 const std::vector<TakenInSession>& taken, size_t first_open,
                 std::vector<v1::Session>* sessions, bool small) {
  if (first_open >= sessions->size()) return;
  for (const DecisionGroup& group : groups) {
    const bool served =
        absl::c_any_of(*sessions, [&](const v1::Session& session) {
          return session.relief() || Serves(knowledge, group, session);
        });
    // A release may stand alone, where nothing trains its partner.
    const bool half = served && !group.partner.empty() &&
                      !TrainsPartner(knowledge, group, *sessions);
    if ((served && !half) || IsTold(group, uncovered, *sessions)) continue;
    const auto found = absl::c_find_if(taken, [&](const TakenInSession& one) {
      return group.Has(one.dropped.decision());
    });
    const bool stands_alone =
        half && absl::c_any_of(*sessions, [&](const v1::Session& session) {
          return AnyServes(knowledge, group, ItemsOf(session));
        });
    if (stands_alone && found == taken.end()) continue;
    if (found != taken.end()) {
      *(*sessions)[found->session].add_dropped() = found->dropped;
    } else if (!TellPartner(knowledge, groups, group, first_open, sessions)) {
      v1::Session& session = (*sessions)[first_open];
      *session.add_dropped() =
          WhyNotInTurn(group, !session.short_format().empty(), small);
    }
  }
}

}  // namespace tonus::engine
