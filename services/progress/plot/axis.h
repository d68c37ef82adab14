// SPDX-License-Identifier: Apache-2.0
// Where values and days lie on a page, and which of them are written.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_AXIS_H_
#define TONUS_SERVICES_PROGRESS_PLOT_AXIS_H_

#include <vector>

namespace tonus::plot {

// Maps [low, high] to [from, to], which may run either way.
class Axis {
 public:
  // `low` <= `high`; equal ones lie in the middle.
  Axis(double low, double high, double from, double to);

  double At(double value) const;
  double low() const { return low_; }
  double high() const { return high_; }

  // Round values within it: 2 to 9 of them, with steps of 1, 2 or 5 times a
  // power of ten and of `least_step` or more.
  std::vector<double> Ticks(double least_step) const;

 private:
  double low_;
  double high_;
  double from_;
  double to_;
};

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_AXIS_H_
