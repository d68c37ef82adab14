// SPDX-License-Identifier: Apache-2.0
// Pain over time, from everything that tells it.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_PAIN_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_PAIN_H_

#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Adds the points of logs, check-ins, mornings and assessments.
void TellPain(const ProgressCase& of, v1::Progress* progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_PAIN_H_
