// SPDX-License-Identifier: Apache-2.0
// What the scores of outcome measures say over time: important change and
// deterioration.

#ifndef TONUS_SERVICES_ENGINE_OUTCOME_H_
#define TONUS_SERVICES_ENGINE_OUTCOME_H_

#include "services/engine/case.h"

namespace tonus::engine {

// Adds an outcome for every measure with a score on record, in pack order. The
// first score is the baseline, however old it is. Strata ask for the values
// that the case has read.
void ReadOutcomes(Case* the_case);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_OUTCOME_H_
