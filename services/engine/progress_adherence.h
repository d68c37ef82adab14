// SPDX-License-Identifier: Apache-2.0
// What became of each planned session of the running block.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_ADHERENCE_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_ADHERENCE_H_

#include "services/engine/exposures.h"
#include "services/engine/progress_series.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Adds the counts of the block, its weeks that have begun, and the pauses.
// `block` is what was done of it.
void TellAdherence(const ProgressCase& of, const BlockDone& block,
                   v1::Progress* progress);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_ADHERENCE_H_
