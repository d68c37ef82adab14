// SPDX-License-Identifier: Apache-2.0
// Values that are computed from other tests.

#ifndef TONUS_SERVICES_ENGINE_DERIVATION_H_
#define TONUS_SERVICES_ENGINE_DERIVATION_H_

#include <optional>

#include "services/engine/knowledge.h"
#include "services/engine/measurement.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::engine {

// Adds a reading for each derived test whose sources are read, were not stopped
// by pain, lie close enough together and have no denominator of 0. It is worth
// as much as the poorer of its sources. Keeps pack order.
void AddDerivedReadings(const Knowledge& knowledge, const v1::Profile& profile,
                        std::optional<int> age_years,
                        Measurements* measurements);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DERIVATION_H_
