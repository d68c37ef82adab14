// SPDX-License-Identifier: Apache-2.0
#include "services/engine/time_zone.h"

namespace tonus::engine {

absl::TimeZone ZoneOf(const std::string& time_zone) {
  absl::TimeZone zone;
  if (time_zone.empty() || !absl::LoadTimeZone(time_zone, &zone)) {
    return absl::UTCTimeZone();
  }
  return zone;
}

}  // namespace tonus::engine
