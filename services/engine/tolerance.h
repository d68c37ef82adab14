// SPDX-License-Identifier: Apache-2.0
// Comparisons of decimal figures: limits of the pack are written in decimals,
// and a sum such as 8.2 - 7.5 must reach a limit of 0.7 although its binary
// form falls short of it by a hair.

#ifndef TONUS_SERVICES_ENGINE_TOLERANCE_H_
#define TONUS_SERVICES_ENGINE_TOLERANCE_H_

namespace tonus::engine {

// Far below any figure that a test can resolve, far above the noise of a few
// operations on doubles.
inline constexpr double kTolerance = 1e-9;

inline bool Below(double a, double b) { return a < b - kTolerance; }
inline bool AtLeast(double a, double b) { return !Below(a, b); }
inline bool Above(double a, double b) { return Below(b, a); }
inline bool AtMost(double a, double b) { return !Above(a, b); }

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TOLERANCE_H_
