// SPDX-License-Identifier: Apache-2.0
// The days of the weeks of a block: what is done on them is judged together,
// whichever sessions they are.

#ifndef TONUS_SERVICES_ENGINE_WEEK_DAYS_H_
#define TONUS_SERVICES_ENGINE_WEEK_DAYS_H_

#include <map>

#include "absl/time/civil_time.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// A week ends with the first session of the next one, and the last one after
// seven days. What was done before the first one counts for it.
struct WeekDays {
  absl::CivilDay begin = absl::CivilDay::max();
  absl::CivilDay end = absl::CivilDay::max();  // Not of the week any more.

  bool Has(absl::CivilDay day) const { return begin <= day && day < end; }
};

// Returns the weeks of `outline` by their numbers.
std::map<int, WeekDays> DaysOfWeeks(const v1::Routine& outline);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_WEEK_DAYS_H_
