// SPDX-License-Identifier: Apache-2.0
// The figures in which entered values are read and told.

#ifndef TONUS_SERVICES_ENGINE_HUNDREDTHS_H_
#define TONUS_SERVICES_ENGINE_HUNDREDTHS_H_

#include <cmath>

namespace tonus::engine {

// Finer than any test resolves, and coarser than what a float makes of 12, such
// as 12.000001: a value is not told as a limit and counted beyond it.
inline double InHundredths(double value) {
  constexpr double kHundred = 100;
  return std::round(value * kHundred) / kHundred;
}

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_HUNDREDTHS_H_
