// SPDX-License-Identifier: Apache-2.0
// What the builder of sessions is after, in one place.
//
// Of two sessions that keep every rule of safety, time and order, the better
// one is found by comparing, the first difference deciding:
//
//   1. which decisions are served, the highest rank first;
//   2. fewer exercises;
//   3. less time;
//   4. lower levels, added up;
//   5. variety: fewer exercises that the sessions before it had;
//   6. the ids in order, so that no two sessions are equal.
//
// Safety, the warm-up, stability, strength and breathing, the fewest and the
// most exercises, the order of filling, the pairs of a session and
// whose turn it is in a short one, and the kinds and levels that come first for
// a target are no part of it: they are rules, and limit
// among what is chosen.

#ifndef TONUS_SERVICES_ENGINE_OBJECTIVE_H_
#define TONUS_SERVICES_ENGINE_OBJECTIVE_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "services/engine/knowledge.h"
#include "services/engine/week_pairs.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// What a session is worth. Members in the order in which they are compared.
struct SessionWorth {
  // By the rank of the decisions: whether it is left without work.
  std::vector<bool> unserved;
  int exercises = 0;
  int seconds = 0;
  int levels = 0;
  int repeated = 0;
  // In order of the alphabet.
  std::vector<std::string> ids;
};

// Returns what `items` are worth for `groups`, the kept decisions that the
// session is to serve, by rank. `earlier` are exercises of the sessions before.
SessionWorth WorthOf(const Knowledge& knowledge,
                     absl::Span<const DecisionGroup> groups,
                     absl::Span<const v1::SessionItem* const> items,
                     const absl::flat_hash_set<std::string>& earlier);

// Whether `group` is served by `items`: something releases what is to be
// released and something trains what is to be trained, as their first target or
// another one.
bool IsServed(const Knowledge& knowledge, const DecisionGroup& group,
              absl::Span<const v1::SessionItem* const> items);

// Whether a session is better than another one.
bool IsBetter(const SessionWorth& one, const SessionWorth& other);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OBJECTIVE_H_
