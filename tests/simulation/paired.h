// SPDX-License-Identifier: Apache-2.0
// The mean of differences between two arms of the same people.

#ifndef TONUS_TESTS_SIMULATION_PAIRED_H_
#define TONUS_TESTS_SIMULATION_PAIRED_H_

#include <vector>

namespace tonus::simulation {

struct Interval {
  double mean = 0;
  double low = 0;
  double high = 0;
};

// Returns the mean of `values` with its 95 % confidence interval, by the normal
// approximation, which wants some dozens of values. At least two values.
Interval MeanOf(const std::vector<double>& values);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_PAIRED_H_
