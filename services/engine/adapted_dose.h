// SPDX-License-Identifier: Apache-2.0
// The dose of an exercise that goes easier or harder than planned.

#ifndef TONUS_SERVICES_ENGINE_ADAPTED_DOSE_H_
#define TONUS_SERVICES_ENGINE_ADAPTED_DOSE_H_

#include <vector>

#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Takes `fewer_sets` sets off the doses of an exercise, and so little more that
// at least `percent_off` percent of their volume is off; one set of one
// repetition or one second is left, and twice as much on a side that had twice
// the sets. Nothing beyond what is left may be chosen. It may fall
// below the range of the exercise: safety goes before it.
void LightenDoses(const knowledge::v1::Exercise& exercise, int percent_off,
                  int fewer_sets, std::vector<v1::Dose>* doses);

// Raises what a set of `doses` has to the least that the range of the exercise
// allows, where `before`, the same doses before they were made lighter, had
// that much: for what is lighter only to save time.
void KeepInRange(const knowledge::v1::Exercise& exercise,
                 const std::vector<v1::Dose>& before,
                 std::vector<v1::Dose>* doses);

// Raises `dose` to the top of its range: of repetitions, hold, breaths and time
// with `step` 1, of sets too with 2 or more. Returns whether it had room.
bool RaiseDose(int step, v1::Dose* dose);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ADAPTED_DOSE_H_
