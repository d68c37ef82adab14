// SPDX-License-Identifier: Apache-2.0
// The time zone of a patient.

#ifndef TONUS_SERVICES_ENGINE_TIME_ZONE_H_
#define TONUS_SERVICES_ENGINE_TIME_ZONE_H_

#include <string>

#include "absl/time/time.h"

namespace tonus::engine {

// Returns the zone of that IANA name; UTC where it is empty or not known here.
absl::TimeZone ZoneOf(const std::string& time_zone);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TIME_ZONE_H_
