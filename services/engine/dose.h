// SPDX-License-Identifier: Apache-2.0
// How much of an exercise is done, and how long that takes.

#ifndef TONUS_SERVICES_ENGINE_DOSE_H_
#define TONUS_SERVICES_ENGINE_DOSE_H_

#include <vector>

#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// What a dose depends on beside the exercise.
struct DoseSpot {
  const knowledge::v1::WeekShape* week = nullptr;
  // The sides that need it, the worse one first.
  std::vector<knowledge::v1::Side> sides;
  // True when the first side gets twice the sets of the second.
  bool worse_first = false;
  // True for one set on each side.
  bool one_set = false;
  // True where the time over all sets is reached all the same; where it is not,
  // no more is asked for than the sets hold.
  bool whole_total = false;
  // True for a dose without a range above it.
  bool fixed = false;
  // Longest static hold, in seconds; 0 when not limited.
  int max_hold_seconds = 0;
  // Longest static or massage time per side, in seconds; 0 when not limited.
  int max_side_seconds = 0;
};

// Returns the sides on which `exercise` is done when `sides` need it: the
// midline for one without sides, both for a midline target.
std::vector<knowledge::v1::Side> WorkedSides(
    const knowledge::v1::Exercise& exercise,
    const std::vector<knowledge::v1::Side>& sides);

// Returns a dose for each worked side, at the low end of its range and with the
// high end beside it. Precedence: the caps of `spot`, then the shape of the
// week, then the range of the exercise.
std::vector<v1::Dose> PlanDose(const knowledge::v1::SessionConstants& constants,
                               const knowledge::v1::Exercise& exercise,
                               const DoseSpot& spot);

// Returns the time of one dose, in seconds: repetitions at their
// constant, holds, breaths, and rests between sets.
int DoseSeconds(const knowledge::v1::SessionConstants& constants,
                const knowledge::v1::Exercise& exercise, const v1::Dose& dose);

// Returns the time under stretch or pressure on the side of `dose`, in seconds.
int HeldSeconds(const knowledge::v1::Exercise& exercise, const v1::Dose& dose);

// `seconds` in minutes, rounded to two decimals.
double ToMinutes(int seconds);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DOSE_H_
