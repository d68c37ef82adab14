// SPDX-License-Identifier: Apache-2.0
// Outcome measures over time. What a change means is read by outcome.h.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_MEASURES_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_MEASURES_H_

#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Adds each measure with a score on record.
void TellMeasures(const ProgressCase& of, v1::Progress* progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_MEASURES_H_
