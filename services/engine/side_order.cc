// SPDX-License-Identifier: Apache-2.0
#include "services/engine/side_order.h"

#include <algorithm>

#include "services/engine/finding.h"

namespace tonus::engine {

void PutWorseFirst(const FindingTable& findings, absl::string_view muscle,
                   std::vector<knowledge::v1::Side>* sides) {
  std::stable_partition(
      sides->begin(), sides->end(), [&](knowledge::v1::Side side) {
        return HasQualifier(findings.Find(muscle, side),
                            knowledge::v1::QUALIFIER_ASYMMETRIC);
      });
}

}  // namespace tonus::engine
