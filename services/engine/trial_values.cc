// SPDX-License-Identifier: Apache-2.0
#include "services/engine/trial_values.h"

#include <algorithm>
#include <cmath>

#include "services/engine/bands.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Grades, points and counts have fewer values than this.
constexpr int kManySteps = 32;

// How far apart round values lie in a range of `width`: 10, 1, 0.1 and so on,
// so that at least four fit in.
double Grid(const kv1::Test& test, double width) {
  if (test.step() > 0) return test.step();
  return std::pow(10, std::floor(std::log10(width / 4)));
}

// The multiple of `grid` that is nearest to `value`, written so that 0.1 * 77
// is 7.7.
double Multiple(double value, double grid) {
  return grid < 1 ? std::round(value / grid) / std::round(1 / grid)
                  : std::round(value / grid) * grid;
}

struct Range {
  double low;
  double high;
};

// The valid values of an interval, without its ends when they are excluded;
// upside down when there is none.
Range ValidPart(const kv1::Test& test, const kv1::Interval& interval) {
  if (!interval.has_min() && !interval.has_max()) return {1, 0};
  const double low =
      interval.has_min() ? std::max(interval.min(), test.min()) : test.min();
  const double high =
      interval.has_max() ? std::min(interval.max(), test.max()) : test.max();
  if (low >= high) return {low, high};
  const double grid =
      test.step() > 0 ? test.step() : std::min(Grid(test, high - low), 1.0);
  return {Contains(interval, low) ? low : Multiple(low + grid, grid),
          Contains(interval, high) ? high : Multiple(high - grid, grid)};
}

// The part of the normal band that is not excessive as well, which is what
// people normally show. Excess lies at one end of the band.
kv1::Interval PlainlyNormal(const kv1::Bands& bands) {
  kv1::Interval plain = bands.normal();
  const kv1::Interval& excess = bands.excess();
  if (excess.has_min() && !excess.has_max()) {
    plain.set_max(excess.min());
    plain.set_max_excluded(!excess.min_excluded());
  } else if (excess.has_max() && !excess.has_min()) {
    plain.set_min(excess.max());
    plain.set_min_excluded(!excess.max_excluded());
  }
  return plain;
}

double Middle(const kv1::Test& test, const Range& range) {
  if (range.low >= range.high) return range.low;
  const double middle = Multiple((range.low + range.high) / 2,
                                 Grid(test, range.high - range.low));
  return std::clamp(middle, range.low, range.high);
}

}  // namespace

std::vector<double> TrialValues(const kv1::Test& test, const kv1::Bands& bands,
                                bool ends) {
  std::vector<double> values;
  const auto add = [&](double value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(value);
    }
  };
  const double steps =
      test.step() > 0 ? (test.max() - test.min()) / test.step() : kManySteps;
  if (steps < kManySteps) {
    for (int step = 0; step <= static_cast<int>(std::round(steps)); ++step) {
      add(test.min() + step * test.step());
    }
    return values;
  }
  std::vector<Range> ranges;
  const kv1::Interval normal = PlainlyNormal(bands);
  for (const kv1::Interval* interval :
       {&normal, &bands.borderline(), &bands.abnormal(), &bands.excess()}) {
    const Range range = ValidPart(test, *interval);
    if (range.low <= range.high) ranges.push_back(range);
  }
  for (const Range& range : ranges) add(Middle(test, range));
  if (!ends) return values;
  for (const Range& range : ranges) {
    add(range.low);
    add(range.high);
  }
  return values;
}

}  // namespace tonus::engine
