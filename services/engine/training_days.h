// SPDX-License-Identifier: Apache-2.0
// On which days of a week the sessions are.

#ifndef TONUS_SERVICES_ENGINE_TRAINING_DAYS_H_
#define TONUS_SERVICES_ENGINE_TRAINING_DAYS_H_

#include <set>
#include <vector>

#include "absl/time/civil_time.h"
#include "tonus/knowledge/v1/programme.pb.h"
#include "tonus/v1/patient.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the days of the sessions of the first week, counted from `start`, the
// first day of the block; each further week repeats them seven days later. They
// are the earliest of the person's training days that leave a rest day between
// each two, also from one week to the next; days at the usual distance for a
// person without training days, or when theirs leave no rest.
std::vector<int> SessionOffsets(
    const knowledge::v1::SessionConstants& constants,
    const v1::Profile& profile, absl::CivilDay start);

// Returns the days of the week on which sessions of `routine` are planned.
std::set<absl::Weekday> SessionWeekdays(const v1::Routine& routine);

// Returns the first of `weekdays` from `day` on; `day` when there are none.
absl::CivilDay NextOf(const std::set<absl::Weekday>& weekdays,
                      absl::CivilDay day);

// Whether a week of sessions fits on the training days of `profile`; true when
// it has none.
bool FitTrainingDays(const knowledge::v1::SessionConstants& constants,
                     const v1::Profile& profile);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TRAINING_DAYS_H_
