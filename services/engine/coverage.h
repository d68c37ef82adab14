// SPDX-License-Identifier: Apache-2.0
// Whether a pack has an exercise for everything that it finds.
//
// A verdict is a target with a status. It is put into a person in whom all
// else tests normal, who has at most one health condition (with the clearance
// that it asks for), and the engine decides and builds as it does for anybody.
// When the decision does something, some week must have every exercise that the
// decision needs.

#ifndef TONUS_SERVICES_ENGINE_COVERAGE_H_
#define TONUS_SERVICES_ENGINE_COVERAGE_H_

#include <cstdint>
#include <vector>

#include "services/engine/complaint.h"
#include "services/engine/knowledge.h"
#include "services/engine/stop.h"
#include "tonus/knowledge/v1/coverage.pb.h"

namespace tonus::engine {

// A pack with more combinations is not examined, since that would take minutes.
inline constexpr int64_t kMaxCoverageCombinations = 500'000;

struct Coverage {
  // Every uncovered combination, in as few rows as their likeness allows; the
  // reason is that of the pack for rows that it lists as a whole.
  std::vector<knowledge::v1::UncoveredVerdict> uncovered;
  // Combinations of verdict, equipment set and condition that were examined.
  int64_t combinations = 0;
  // Uncovered and not listed, listed and covered, and equipment sets that are
  // missing: nothing at all, and every single thing that can be missing.
  Complaints complaints;
};

Coverage CheckCoverage(const Knowledge& knowledge,
                       const Stop& stop = NeverStop);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_COVERAGE_H_
