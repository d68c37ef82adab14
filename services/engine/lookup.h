// SPDX-License-Identifier: Apache-2.0
// What every reading looks up in a pack, worked out once.

#ifndef TONUS_SERVICES_ENGINE_LOOKUP_H_
#define TONUS_SERVICES_ENGINE_LOOKUP_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

// A target on one of its sides.
struct TargetSide {
  const knowledge::v1::Muscle* muscle;
  knowledge::v1::Side side;
};

// Points into the pack, which must outlive it.
class Lookup {
 public:
  explicit Lookup(const knowledge::v1::Pack& pack);

  // Position of a test of the pack in it.
  int PositionOf(const knowledge::v1::Test& test) const {
    return test_positions_.at(&test);
  }

  // Every target and side in the order of findings.
  absl::Span<const TargetSide> targets() const { return targets_; }

  // Position of a target and side in it, or -1.
  int PositionOf(absl::string_view muscle, knowledge::v1::Side side) const;

  // A clause of a rule of the pack in words, also one inside another; empty for
  // one that has parts.
  const std::string& TextOf(const knowledge::v1::Clause& clause) const {
    return clause_texts_.at(&clause);
  }

  // True for a structure that is mobilised only where a rule allows it.
  bool NeedsGrant(absl::string_view muscle) const {
    return granted_by_rules_.contains(muscle);
  }

 private:
  void AddTexts(const knowledge::v1::Clause& clause);

  absl::flat_hash_map<const knowledge::v1::Test*, int> test_positions_;
  std::vector<TargetSide> targets_;
  // Position of the first side.
  absl::flat_hash_map<absl::string_view, int> target_positions_;
  absl::flat_hash_map<const knowledge::v1::Clause*, std::string> clause_texts_;
  absl::flat_hash_set<absl::string_view> granted_by_rules_;
};

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LOOKUP_H_
