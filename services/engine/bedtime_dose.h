// SPDX-License-Identifier: Apache-2.0
// How long a muscle is stretched in a week, and what bedtime adds to it.

#ifndef TONUS_SERVICES_ENGINE_BEDTIME_DOSE_H_
#define TONUS_SERVICES_ENGINE_BEDTIME_DOSE_H_

#include <map>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Static time by side, in seconds.
using StaticTime = std::map<knowledge::v1::Side, int>;

// Returns the static time of `muscle` on each of `sides` in the sessions. What
// is held in the midline counts for every side.
StaticTime StaticTimeOf(const Knowledge& knowledge, absl::string_view muscle,
                        const std::vector<knowledge::v1::Side>& sides,
                        absl::Span<const v1::Session> sessions);

struct BedtimeDose {
  std::vector<v1::Dose> doses;
  int days = 0;
};

// Returns the dose of a stretch at bedtime on `sides`, on so
// many days that no side of `done` exceeds the weekly maximum; nullopt when the
// range of the exercise, `max_hold_seconds` (0 for none) or the longest item
// leaves none. `one_set` allows a single hold only.
std::optional<BedtimeDose> DoseAtBedtime(
    const Knowledge& knowledge, const knowledge::v1::Exercise& exercise,
    const std::vector<knowledge::v1::Side>& sides, const StaticTime& done,
    int max_hold_seconds, bool one_set);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_BEDTIME_DOSE_H_
