// SPDX-License-Identifier: Apache-2.0
// How much was done in each week of the running block, by its days.

#ifndef TONUS_SERVICES_ENGINE_WEEKS_TRAINED_H_
#define TONUS_SERVICES_ENGINE_WEEKS_TRAINED_H_

#include <vector>

#include "absl/time/civil_time.h"
#include "services/engine/exposures.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Returns the weeks of `outline` that are over on `today`, in order. One in
// which nothing was due because of a pause is left out, and so are those before
// anything was done.
std::vector<WeekTrained> ReadWeeks(const Knowledge& knowledge,
                                   const storage::v1::PatientFacts& facts,
                                   const v1::Routine& outline,
                                   const BlockDone& history,
                                   absl::CivilDay today);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_WEEKS_TRAINED_H_
