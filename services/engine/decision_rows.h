// SPDX-License-Identifier: Apache-2.0
// The rows of the pack that say what follows from a finding.

#ifndef TONUS_SERVICES_ENGINE_DECISION_ROWS_H_
#define TONUS_SERVICES_ENGINE_DECISION_ROWS_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "services/engine/finding_traits.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/decision_rule.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Whether `row` applies to a finding with `status` whose traits `holds` tells.
bool Applies(const knowledge::v1::DecisionRule& row,
             knowledge::v1::Status status,
             absl::FunctionRef<bool(const knowledge::v1::FindingTrait&)> holds);

// A decision about a finding, before it is scored.
struct MadeDecision {
  v1::Decision decision;
  const v1::Finding* finding;
  // The weak partner of a pair, or nullptr.
  const v1::Finding* partner;
};

// Returns what the rows decide about `finding` of `muscle`, in their order:
// nothing where another finding has the decision or nothing is known.
std::vector<MadeDecision> ReadRows(const Knowledge& knowledge,
                                   const FindingTraits& traits,
                                   const knowledge::v1::Muscle& muscle,
                                   const v1::Finding& finding);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DECISION_ROWS_H_
