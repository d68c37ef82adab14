// SPDX-License-Identifier: Apache-2.0
// What became of each target: graduated, the same, another trouble, new.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_TARGETS_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_TARGETS_H_

#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Adds each target that has or had trouble.
void TellTargets(const ProgressCase& of, v1::Progress* progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_TARGETS_H_
