// SPDX-License-Identifier: Apache-2.0
// The dose of an exercise that goes easier or harder than planned.

#ifndef TONUS_SERVICES_ENGINE_ADAPTED_DOSE_H_
#define TONUS_SERVICES_ENGINE_ADAPTED_DOSE_H_

#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Takes `fewer_sets` sets off `dose`, and so little more that at least
// `percent_off` percent of its volume is off; one set of one repetition or one
// second is left. Nothing beyond what is left may be chosen. It may fall below
// the range of the exercise: safety goes before it.
void LightenDose(const knowledge::v1::Exercise& exercise, int percent_off,
                 int fewer_sets, v1::Dose* dose);

// Raises `dose` to the top of its range: of repetitions, hold, breaths and time
// with `step` 1, of sets too with 2 or more.
void RaiseDose(int step, v1::Dose* dose);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ADAPTED_DOSE_H_
