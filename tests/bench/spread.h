// SPDX-License-Identifier: Apache-2.0
// The middle and the ends of some measured values.

#ifndef TONUS_TESTS_BENCH_SPREAD_H_
#define TONUS_TESTS_BENCH_SPREAD_H_

#include <vector>

namespace tonus::bench {

struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

// Zeros for no values. The median of an even number is the mean of the middle
// two.
Spread SpreadOf(std::vector<double> values);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_SPREAD_H_
