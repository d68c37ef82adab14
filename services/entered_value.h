// SPDX-License-Identifier: Apache-2.0
// The figures in which entered values are read and told.

#ifndef TONUS_SERVICES_ENTERED_VALUE_H_
#define TONUS_SERVICES_ENTERED_VALUE_H_

#include <cmath>

namespace tonus {

// Decimals of a value, as it is read and as it is told: a value is not told as
// a limit and counted beyond it.
inline constexpr int kEnteredDecimals = 4;

// Finer than any test resolves, and coarser than what a float makes of 12, such
// as 12.000001.
inline double AsEntered(double value) {
  constexpr double kScale = 10'000;
  return std::round(value * kScale) / kScale;
}

}  // namespace tonus

#endif  // TONUS_SERVICES_ENTERED_VALUE_H_
