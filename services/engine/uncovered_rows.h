// SPDX-License-Identifier: Apache-2.0
// The table of uncovered verdicts: to and from single combinations.

#ifndef TONUS_SERVICES_ENGINE_UNCOVERED_ROWS_H_
#define TONUS_SERVICES_ENGINE_UNCOVERED_ROWS_H_

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "services/engine/complaint.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/coverage.pb.h"

namespace tonus::engine {

// A verdict without a legal exercise for one person.
struct Uncovered {
  std::string muscle;
  knowledge::v1::Status status = knowledge::v1::STATUS_UNSPECIFIED;
  std::string equipment_set;
  // Empty for a person without any.
  std::string condition;

  friend bool operator<(const Uncovered& a, const Uncovered& b) {
    return std::tie(a.muscle, a.status, a.equipment_set, a.condition) <
           std::tie(b.muscle, b.status, b.equipment_set, b.condition);
  }
};

// Returns rows that together say `uncovered`, each combination once: first what
// nobody has an exercise for, then what some conditions add to that. A row that
// the pack lists in the same words has its reason.
std::vector<knowledge::v1::UncoveredVerdict> RowsOf(
    const Knowledge& knowledge, const std::set<Uncovered>& uncovered);

// Adds a complaint for what is in `uncovered` and not in the pack's table, and
// for rows of the table that say more than `uncovered`.
void CompareWithPack(const Knowledge& knowledge,
                     const std::set<Uncovered>& uncovered,
                     Complaints* complaints);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_UNCOVERED_ROWS_H_
