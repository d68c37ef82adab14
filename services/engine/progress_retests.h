// SPDX-License-Identifier: Apache-2.0
// Retests: which of the running block were taken, which one is due.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_RETESTS_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_RETESTS_H_

#include "services/engine/exposures.h"
#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Adds each retest of the block, of which `block` is what was done.
void TellRetests(const ProgressCase& of, const BlockDone& block,
                 v1::Progress* progress);

// Adds the days from which on the retests of earlier blocks were taken.
void TellEarlierRetests(const ProgressCase& of, v1::Progress* progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_RETESTS_H_
