// SPDX-License-Identifier: Apache-2.0
#include "services/engine/truth.h"

namespace tonus::engine {

Truth Not(Truth truth) {
  switch (truth) {
    case knowledge::v1::TRUTH_TRUE:
      return knowledge::v1::TRUTH_FALSE;
    case knowledge::v1::TRUTH_FALSE:
      return knowledge::v1::TRUTH_TRUE;
    default:
      return knowledge::v1::TRUTH_UNKNOWN;
  }
}

Truth AtLeastTrue(int count, absl::Span<const Truth> truths) {
  int holding = 0;
  int open = 0;
  for (Truth truth : truths) {
    if (truth == knowledge::v1::TRUTH_TRUE) ++holding;
    if (truth == knowledge::v1::TRUTH_UNKNOWN) ++open;
  }
  if (holding >= count) return knowledge::v1::TRUTH_TRUE;
  if (holding + open < count) return knowledge::v1::TRUTH_FALSE;
  return knowledge::v1::TRUTH_UNKNOWN;
}

}  // namespace tonus::engine
