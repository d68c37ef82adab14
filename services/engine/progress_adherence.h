// SPDX-License-Identifier: Apache-2.0
// What was done in each week of the running block, and what was missed.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_ADHERENCE_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_ADHERENCE_H_

#include "services/engine/exposures.h"
#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Adds the counts of the block, its weeks that have begun, by their days as
// alerts count them, and the pauses.
// `block` is what was done of it.
void TellAdherence(const ProgressCase& of, const BlockDone& block,
                   v1::Progress* progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_ADHERENCE_H_
