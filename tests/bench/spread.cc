// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/spread.h"

#include <algorithm>

namespace tonus::bench {

Spread SpreadOf(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const size_t upper = values.size() / 2;
  const size_t lower = (values.size() - 1) / 2;
  return {(values[lower] + values[upper]) / 2, values.front(), values.back()};
}

}  // namespace tonus::bench
