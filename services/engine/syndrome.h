// SPDX-License-Identifier: Apache-2.0
// Crossed-syndrome patterns: heuristic labels that order work and wording.

#ifndef TONUS_SERVICES_ENGINE_SYNDROME_H_
#define TONUS_SERVICES_ENGINE_SYNDROME_H_

#include <vector>

#include "services/engine/finding_table.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Returns the patterns that the findings show: for each, the
// label over all sides (MIDLINE, that of the best side), then those of the
// sides. An arm is present on a side when a member of its set has the needed
// status there or in the midline.
std::vector<v1::DetectedSyndrome> DetectSyndromes(const Knowledge& knowledge,
                                                  const FindingTable& findings);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SYNDROME_H_
