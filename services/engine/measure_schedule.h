// SPDX-License-Identifier: Apache-2.0
// When outcome measures are to be answered: the schedule of each against what
// was answered.

#ifndef TONUS_SERVICES_ENGINE_MEASURE_SCHEDULE_H_
#define TONUS_SERVICES_ENGINE_MEASURE_SCHEDULE_H_

#include <vector>

#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Returns each measure with the occasion that is due, else with the next one,
// in pack order. Reads the retests and the next session of `progress`.
//
// A measure that was never answered is due at the start, whenever that was,
// since every later score is compared with it. A score counts for the middle
// and the end from the day of their retest on, and the end takes the place of a
// middle that was left out. One that is asked only of people who work is asked
// when that was told.
std::vector<v1::MeasureDue> MeasuresDue(const ProgressCase& of,
                                        const v1::Progress& progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MEASURE_SCHEDULE_H_
