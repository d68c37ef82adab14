// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/paired.h"

#include <cmath>
#include <numeric>

namespace tonus::simulation {

Interval MeanOf(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const double mean =
      std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const double error = std::sqrt(squares / (count - 1) / count);
  return {mean, mean - 1.96 * error, mean + 1.96 * error};
}

}  // namespace tonus::simulation
