// SPDX-License-Identifier: Apache-2.0
// From a value to its band, with the norms that fit the person.

#ifndef TONUS_SERVICES_ENGINE_BANDS_H_
#define TONUS_SERVICES_ENGINE_BANDS_H_

#include <optional>

#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::engine {

// Whether `value` lies in `interval`; an interval without ends holds nothing.
bool Contains(const knowledge::v1::Interval& interval, double value);

// The band of `value`, or BAND_UNSPECIFIED when none holds it, which a checked
// pack rules out for valid values.
knowledge::v1::Band BandOf(const knowledge::v1::Bands& bands, double value);

// The bands of the override that fits with the most given fields, the later
// one on a tie, or the test's own. An unknown fact fits nothing, so the test's
// own, more permissive bands hold. The reference lives as long as `test`.
const knowledge::v1::Bands& BandsFor(
    const knowledge::v1::Test& test, const v1::Profile& profile,
    std::optional<int> age_years, knowledge::v1::DynamometryProtocol protocol);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_BANDS_H_
