// SPDX-License-Identifier: Apache-2.0
// How findings share the sessions of a block that have no room for all of them.

#ifndef TONUS_SERVICES_ENGINE_TURNS_H_
#define TONUS_SERVICES_ENGINE_TURNS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "services/engine/knowledge.h"
#include "services/engine/week_pairs.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Counts how often each finding was served. The knowledge must outlive it.
class Turns {
 public:
  explicit Turns(const Knowledge& knowledge) : knowledge_(knowledge) {}

  // Returns `groups`, which are by rank, in the order in which the next session
  // serves them: of single findings those served least come first. Pairs have
  // their own turns and keep their places.
  std::vector<DecisionGroup> InTurn(
      absl::Span<const DecisionGroup> groups) const;

  // Counts what `session` serves of `groups`.
  void Count(absl::Span<const DecisionGroup> groups,
             const v1::Session& session);

 private:
  int TimesOf(const DecisionGroup& group) const;

  const Knowledge& knowledge_;
  // By the first decision of the finding.
  absl::btree_map<std::string, int> times_;
};

// Why a session has nothing for a finding: what would serve it is taken, or not
// safe yet.
struct TakenInSession {
  // Position in the week, from 0.
  size_t session = 0;
  v1::Dropped dropped;
};

// Adds to `sessions`, which make a week, what of `groups` none of them serves,
// with its reason, unless one of them or `uncovered`, the decisions without a
// safe exercise, tells it already. What is in `taken` is told in its session,
// the rest in the first of those that were not done, at `first_open`. `small`
// tells whether findings share one place of every session.
void TellLeftOut(const Knowledge& knowledge,
                 absl::Span<const DecisionGroup> groups,
                 const absl::flat_hash_set<std::string>& uncovered,
                 const std::vector<TakenInSession>& taken, size_t first_open,
                 std::vector<v1::Session>* sessions, bool small = false);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TURNS_H_
