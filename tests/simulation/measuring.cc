// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/measuring.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "services/engine/bands.h"
#include "tests/simulation/assumptions.h"

namespace tonus::simulation {
namespace {

using knowledge::v1::Bands;
using knowledge::v1::Side;
using knowledge::v1::Test;
using knowledge::v1::TestMapping;

// A difference of two measurements spreads by the square root of 2 more than
// one, and 95 of 100 lie within 1.96 of its spreads.
const double kErrorOfChange = 1.96 * std::sqrt(2.0);

bool IsHigherBetter(const Test& test) {
  return test.direction() == knowledge::v1::DIRECTION_HIGHER;
}

// The end of normal, and the beginning of abnormal.
double NormalEdge(const Test& test, const Bands& bands) {
  return IsHigherBetter(test) ? bands.normal().min() : bands.normal().max();
}
double AbnormalEdge(const Test& test, const Bands& bands) {
  return IsHigherBetter(test) ? bands.abnormal().max() : bands.abnormal().min();
}

// What one band is in the unit of the test.
double BandWidth(const Test& test, const Bands& bands) {
  const double width =
      std::abs(NormalEdge(test, bands) - AbnormalEdge(test, bands));
  if (width > 0) return width;
  return test.has_mdc() ? test.mdc() : std::max(1.0, test.step());
}

// The places of which a result on `side` speaks.
std::vector<Place> PlacesOf(const TestMapping& mapping, Side side) {
  switch (mapping.side()) {
    case TestMapping::SIDE_RELATION_OPPOSITE:
      return {{mapping.muscle(), side == knowledge::v1::SIDE_LEFT
                                     ? knowledge::v1::SIDE_RIGHT
                                     : knowledge::v1::SIDE_LEFT}};
    case TestMapping::SIDE_RELATION_BOTH:
      return {{mapping.muscle(), knowledge::v1::SIDE_LEFT},
              {mapping.muscle(), knowledge::v1::SIDE_RIGHT}};
    case TestMapping::SIDE_RELATION_MIDLINE:
      return {{mapping.muscle(), knowledge::v1::SIDE_MIDLINE}};
    default:
      return {{mapping.muscle(), side}};
  }
}

}  // namespace

const Bands& Measuring::BandsOf(const Test& test) const {
  return engine::BandsFor(test, profile_, profile_.age_years(),
                          knowledge::v1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED);
}

double Measuring::ErrorOf(const Test& test) const {
  return (test.has_mdc() ? test.mdc() : BandWidth(test, BandsOf(test))) /
         kErrorOfChange;
}

// The mean of what the test is mapped to, each by its factor, and what it shows
// beside. A test of nothing that the model has shows that alone.
double Measuring::BandsShown(const Test& test, Side side, const Body& body,
                             double fading) const {
  double sum = 0;
  double weights = 0;
  for (const TestMapping& mapping : knowledge_.pack().test_mappings()) {
    if (mapping.test() != test.id()) continue;
    for (const Place& place : PlacesOf(mapping, side)) {
      const auto found = body.now().find(place);
      if (found == body.now().end()) continue;
      sum += mapping.factor() *
             (mapping.axis() == knowledge::v1::AXIS_STRENGTH
                  ? found->second.strength
                  : found->second.length + fading * body.FadingLength(place));
      weights += mapping.factor();
    }
  }
  return (weights > 0 ? sum / weights : kGoodMean) +
         kTestOffsetSpread *
             chance_.Normal(Purpose::kTestOffset, test.id(), side);
}

double Measuring::ValueOf(const Test& test, double bands_shown) const {
  const Bands& bands = BandsOf(test);
  const double better = BandWidth(test, bands) * bands_shown;
  return NormalEdge(test, bands) + (IsHigherBetter(test) ? better : -better);
}

// The value within the range and the steps of the test.
double Measuring::Readable(const Test& test, double value) {
  if (test.step() > 0) {
    value = test.step() * std::round(value / test.step());
  }
  return std::clamp(value, test.min(), test.max());
}

double Measuring::TrueValue(const Test& test, Side side,
                            const Body& body) const {
  return ValueOf(test, BandsShown(test, side, body, 0));
}

double Measuring::ReadValue(const Test& test, Side side, const Body& body,
                            int day) const {
  return Readable(
      test, TrueValue(test, side, body) +
                ErrorOf(test) * chance_.Normal(Purpose::kMeasurement, test.id(),
                                               side, day));
}

double Measuring::ReadSelfTest(const Test& test, Side side, const Body& body,
                               int day, bool after) const {
  const int draw = 2 * day + (after ? 1 : 0);
  return Readable(
      test, ValueOf(test, BandsShown(test, side, body, after ? 1 : 0)) +
                ErrorOf(test) *
                    chance_.Normal(Purpose::kSelfTest, test.id(), side, draw));
}

void Measuring::Take(
    const Test& test, const Body& body, int day,
    google::protobuf::RepeatedPtrField<v1::TestResult>* results) const {
  for (const Side side : SidesOf(test.laterality())) {
    v1::TestResult* result = results->Add();
    result->set_test(test.id());
    result->set_side(side);
    result->set_value(ReadValue(test, side, body, day));
    if (test.needs_pelvis_control()) result->set_pelvis_controlled(true);
  }
}

}  // namespace tonus::simulation
