// SPDX-License-Identifier: Apache-2.0
// The median of a few values.

#ifndef TONUS_SERVICES_ENGINE_MEDIAN_H_
#define TONUS_SERVICES_ENGINE_MEDIAN_H_

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tonus::engine {

// Returns the middle value, or the mean of the two middle ones. `values` is not
// empty.
inline double Median(std::vector<int> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half]
                                : (values[half - 1] + values[half]) / 2.0;
}

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MEDIAN_H_
