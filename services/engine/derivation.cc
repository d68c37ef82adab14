// SPDX-License-Identifier: Apache-2.0
#include "services/engine/derivation.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "services/engine/bands.h"
#include "services/engine/lookup.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

int64_t DaysApart(const Reading& a, const Reading& b) {
  return std::abs(a.day - b.day);
}

// The reading of a test as seen from `side`: that side, or the midline.
const Reading* FindSource(const Measurements& measurements,
                          const std::string& test, kv1::Side side) {
  const Reading* reading = measurements.Find(test, side);
  if (reading == nullptr) {
    reading = measurements.Find(test, kv1::SIDE_MIDLINE);
  }
  return reading != nullptr && !reading->pain_limited ? reading : nullptr;
}

// Returns the value of `dividend / divisor` or of their side difference.
std::optional<Reading> Derive(const kv1::Test& test, kv1::Side side,
                              const Reading* dividend, const Reading* divisor) {
  if (dividend == nullptr || divisor == nullptr || divisor->value == 0 ||
      DaysApart(*dividend, *divisor) > test.derivation().max_days_apart()) {
    return std::nullopt;
  }
  Reading derived;
  derived.test = &test;
  derived.side = side;
  derived.value = dividend->value / divisor->value;
  if (test.derivation().formula() == kv1::Derivation::FORMULA_SIDE_DIFFERENCE) {
    derived.value = std::abs(1 - derived.value);
  }
  derived.quality = std::min(dividend->quality, divisor->quality);
  derived.time = std::min(dividend->time, divisor->time);
  derived.day = std::min(dividend->day, divisor->day);
  derived.rules.emplace_back("R-004");
  return derived;
}

}  // namespace

void AddDerivedReadings(const Knowledge& knowledge, const v1::Profile& profile,
                        std::optional<int> age_years,
                        Measurements* measurements) {
  std::vector<Reading> derived;
  for (const kv1::Test& test : knowledge.pack().tests()) {
    if (!test.has_derivation()) continue;
    const kv1::Derivation& derivation = test.derivation();
    auto add = [&](kv1::Side side, const Reading* dividend,
                   const Reading* divisor) {
      std::optional<Reading> reading = Derive(test, side, dividend, divisor);
      if (!reading.has_value()) return;
      reading->bands = &BandsFor(test, profile, age_years,
                                 kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED);
      reading->band = BandOf(*reading->bands, reading->value);
      reading->excess = Contains(reading->bands->excess(), reading->value);
      derived.push_back(*std::move(reading));
    };
    if (derivation.formula() == kv1::Derivation::FORMULA_SIDE_DIFFERENCE) {
      add(kv1::SIDE_MIDLINE,
          FindSource(*measurements, derivation.numerator(), kv1::SIDE_RIGHT),
          FindSource(*measurements, derivation.numerator(), kv1::SIDE_LEFT));
    } else if (test.laterality() == kv1::LATERALITY_BILATERAL) {
      for (kv1::Side side : {kv1::SIDE_LEFT, kv1::SIDE_RIGHT}) {
        add(side, FindSource(*measurements, derivation.numerator(), side),
            FindSource(*measurements, derivation.denominator(), side));
      }
    } else {
      add(kv1::SIDE_MIDLINE,
          FindSource(*measurements, derivation.numerator(), kv1::SIDE_MIDLINE),
          FindSource(*measurements, derivation.denominator(),
                     kv1::SIDE_MIDLINE));
    }
  }
  if (derived.empty()) return;
  std::vector<Reading>& readings = measurements->readings;
  readings.insert(readings.end(), derived.begin(), derived.end());
  const Lookup& lookup = knowledge.lookup();
  std::stable_sort(readings.begin(), readings.end(),
                   [&](const Reading& a, const Reading& b) {
                     return lookup.PositionOf(*a.test) <
                            lookup.PositionOf(*b.test);
                   });
  measurements->Index();
}

}  // namespace tonus::engine
