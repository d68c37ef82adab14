// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/axis.h"

#include <algorithm>
#include <cmath>

namespace tonus::plot {
namespace {

constexpr int kMostTicks = 8;

// The smallest of 1, 2 and 5 times a power of ten that is at least `step`.
double RoundStep(double step) {
  const double power = std::pow(10, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= step * (1 - 1e-9)) return factor * power;
  }
  return 10 * power;
}

}  // namespace

// Of equal ends, each is moved by the same amount.
Axis::Axis(double low, double high, double from, double to)
    : low_(low < high ? low : low - 1),
      high_(low < high ? high : high + 1),
      from_(from),
      to_(to) {}

double Axis::At(double value) const {
  return from_ + (value - low_) / (high_ - low_) * (to_ - from_);
}

std::vector<double> Axis::Ticks(double least_step) const {
  const double step =
      RoundStep(std::max((high_ - low_) / kMostTicks, least_step));
  std::vector<double> ticks;
  const double first = std::ceil(low_ / step - 1e-9);
  const int count =
      static_cast<int>(std::floor(high_ / step + 1e-9) - first) + 1;
  ticks.reserve(std::max(count, 0));
  // Adding 0 turns -0 into 0.
  for (int i = 0; i < count; ++i) ticks.push_back((first + i) * step + 0.0);
  return ticks;
}

}  // namespace tonus::plot
