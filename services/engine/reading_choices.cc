// SPDX-License-Identifier: Apache-2.0
#include "services/engine/reading_choices.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "services/engine/bands.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

std::vector<const kv1::Bands*> AllBands(const kv1::Test& test) {
  std::vector<const kv1::Bands*> all = {&test.bands()};
  for (const kv1::TestOverride& change : test.overrides()) {
    all.push_back(&change.bands());
  }
  return all;
}

// The numbers at which an answer may change.
std::vector<double> Boundaries(const kv1::Test& test,
                               const ReadingNeeds& needs) {
  std::vector<double> numbers = needs.limits;
  numbers.insert(numbers.end(), {test.min(), test.max()});
  if (needs.bands) {
    for (const kv1::Bands* bands : AllBands(test)) {
      for (const kv1::Interval* interval :
           {&bands->normal(), &bands->borderline(), &bands->abnormal()}) {
        if (interval->has_min()) numbers.push_back(interval->min());
        if (interval->has_max()) numbers.push_back(interval->max());
      }
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// The boundaries, and what lies next to each, as far as it is valid.
std::vector<double> Values(const kv1::Test& test, const ReadingNeeds& needs) {
  const std::vector<double> boundaries = Boundaries(test, needs);
  std::vector<double> values;
  for (size_t i = 0; i < boundaries.size(); ++i) {
    if (test.step() > 0) {
      const double below =
          std::floor(boundaries[i] / test.step()) * test.step();
      values.insert(values.end(),
                    {below - test.step(), below, below + test.step()});
      continue;
    }
    values.push_back(boundaries[i]);
    if (i > 0) values.push_back((boundaries[i - 1] + boundaries[i]) / 2);
  }
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  values.erase(std::remove_if(values.begin(), values.end(),
                              [&](double value) {
                                return value < test.min() || value > test.max();
                              }),
               values.end());
  return values;
}

kv1::Band Worse(kv1::Band band) {
  return band == kv1::BAND_NORMAL ? kv1::BAND_BORDERLINE : kv1::BAND_ABNORMAL;
}

// The bands that `value` can come to have.
std::set<kv1::Band> BandsOf(const kv1::Test& test, const ReadingNeeds& needs,
                            double value) {
  if (!needs.bands) return {BandOf(test.bands(), value)};
  std::set<kv1::Band> found;
  for (const kv1::Bands* bands : AllBands(test)) {
    const kv1::Band band = BandOf(*bands, value);
    found.insert(band);
    if (test.has_asymmetry() || test.has_relative_asymmetry()) {
      found.insert(Worse(band));
    }
  }
  return found;
}

// How `value` lies to each limit; equal for values that no rule tells apart.
std::vector<int> PlaceOf(const ReadingNeeds& needs, double value) {
  std::vector<int> place;
  for (const double limit : needs.limits) {
    place.push_back(Below(value, limit) ? -1 : (Above(value, limit) ? 1 : 0));
  }
  return place;
}

}  // namespace

std::vector<Reading> ReadingChoices(const kv1::Test& test,
                                    const ReadingNeeds& needs) {
  std::vector<Reading> choices;
  std::set<std::tuple<std::vector<int>, double, kv1::Band>> seen;
  for (const double value : Values(test, needs)) {
    for (const kv1::Band band : BandsOf(test, needs, value)) {
      const double apart = needs.arithmetic ? value : 0;
      if (!seen.insert({PlaceOf(needs, value), apart, band}).second) continue;
      for (const bool pain : {false, true}) {
        if (pain && !needs.pain) continue;
        Reading& reading = choices.emplace_back();
        reading.test = &test;
        reading.value = value;
        reading.bands = &test.bands();
        reading.band = band;
        reading.pain_limited = pain;
        reading.pain_stopped_any = pain;
      }
    }
  }
  return choices;
}

}  // namespace tonus::engine
