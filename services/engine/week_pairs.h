// SPDX-License-Identifier: Apache-2.0
// Which of the kept pairs a session trains.

#ifndef TONUS_SERVICES_ENGINE_WEEK_PAIRS_H_
#define TONUS_SERVICES_ENGINE_WEEK_PAIRS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Decisions that count as one finding: L and R of one muscle or pair.
struct DecisionGroup {
  knowledge::v1::DecisionAction action =
      knowledge::v1::DECISION_ACTION_UNSPECIFIED;
  std::string muscle;
  // Empty unless a pair.
  std::string partner;
  // The decisions by rank.
  std::vector<const v1::Decision*> decisions;
  // How many sessions of the block before this one served it; 0 where turns do
  // not count.
  int times = 0;

  // Whether `decision` is one of them.
  bool Has(absl::string_view decision) const;
  double score() const { return decisions.front()->score(); }
  int rank() const { return decisions.front()->rank(); }
  // Whether it is only done now and then, so that it stays as it is.
  bool is_maintenance() const {
    return decisions.front()->sessions_per_week() > 0;
  }
  // Whether it is done in session `position` (from 0) of a week.
  bool IsIn(int position) const {
    return !is_maintenance() ||
           position < decisions.front()->sessions_per_week();
  }
};

// Returns the kept decisions in groups, by rank. The decisions must outlive
// them.
std::vector<DecisionGroup> KeptGroups(const v1::Interpretation& interpretation);

// Groups that are passed over.
using WithoutGroups = absl::flat_hash_set<const DecisionGroup*>;

// Returns the pairs of session `position` (from 0) of a week: the first, and
// then, from another start each session, up to `count` in all. Where there is
// room for one only, the pairs take turns; then `position` is that in the
// block. A partner is trained in one block of a session only. Pairs of both
// sides of a muscle that differ in the partner count as one, and the one of
// lower rank leaves its partner to any other that is chosen.
std::vector<const DecisionGroup*> PairsOfSession(
    absl::Span<const DecisionGroup> groups, int position, int count,
    const WithoutGroups& without = {});

// Returns the pairs and the single findings, but nerves and what is maintained,
// which come besides, that share the one place of a short session: first the
// one whose turn it is in session `position` (from 0) of the block, then the
// others by rank. The highest rank has every other turn. Pairs as above.
std::vector<std::vector<const DecisionGroup*>> FindingsInTurn(
    absl::Span<const DecisionGroup> groups, int position,
    const WithoutGroups& without = {});

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_WEEK_PAIRS_H_
