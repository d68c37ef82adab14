// SPDX-License-Identifier: Apache-2.0
#include "services/engine/dose.h"

#include <algorithm>
#include <cmath>

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Range;
using knowledge::v1::SessionConstants;
using knowledge::v1::Side;
using knowledge::v1::WeekShape;
using v1::Dose;

namespace {

int ClampInto(const Range& range, int value) {
  return std::clamp(value, range.low(), std::max(range.low(), range.high()));
}

// Which end of the ranges is meant: the planned dose is at the low one.
enum class End { kLow, kHigh };

int At(const Range& range, End end) {
  return end == End::kLow ? range.low() : std::max(range.low(), range.high());
}

// Sets of the week, within those of the exercise at most: the week limits even
// below the exercise's own minimum.
int Sets(const Exercise& exercise, const Range& week, End end) {
  const int most = std::max(1, exercise.sets().high());
  return std::clamp(At(week, end), 1, most);
}

bool IsDescending(const SessionConstants& constants, const Exercise& exercise) {
  const Range& hold = constants.descending_hold_seconds();
  return exercise.technique() == knowledge::v1::TECHNIQUE_STABILITY &&
         exercise.has_hold_seconds() &&
         exercise.hold_seconds().low() >= hold.low() &&
         exercise.hold_seconds().high() <= hold.high() &&
         exercise.sets().low() <= constants.descending_sets() &&
         exercise.sets().high() >= constants.descending_sets();
}

// One end of the dose of the better side before caps.
Dose BaseDose(const SessionConstants& constants, const Exercise& exercise,
              const WeekShape& week, End end) {
  Dose dose;
  dose.set_sets(std::max(1, At(exercise.sets(), end)));
  dose.set_repetitions(At(exercise.repetitions(), end));
  dose.set_hold_seconds(At(exercise.hold_seconds(), end));
  dose.set_breaths(At(exercise.breaths(), end));
  dose.set_rest_seconds(exercise.rest_seconds());
  dose.set_total_seconds(At(exercise.total_seconds(), end));
  switch (exercise.technique()) {
    case knowledge::v1::TECHNIQUE_SMR:
      dose.set_hold_seconds(
          ClampInto(exercise.hold_seconds(), At(week.smr_seconds(), end)));
      break;
    case knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY:
      dose.set_sets(Sets(exercise, week.dynamic_sets(), end));
      break;
    case knowledge::v1::TECHNIQUE_STATIC_STRETCH:
      dose.set_sets(Sets(exercise, week.static_sets(), end));
      dose.set_hold_seconds(ClampInto(exercise.hold_seconds(),
                                      At(week.static_hold_seconds(), end)));
      dose.set_breaths(0);  // The hold says it.
      break;
    case knowledge::v1::TECHNIQUE_PNF:
      dose.set_repetitions(
          ClampInto(exercise.repetitions(), At(week.pnf_cycles(), end)));
      break;
    case knowledge::v1::TECHNIQUE_STABILITY:
      if (IsDescending(constants, exercise)) {
        dose.set_sets(week.descending_repetitions_size());
        dose.set_repetitions(0);
        *dose.mutable_repetitions_by_set() = week.descending_repetitions();
        break;
      }
      [[fallthrough]];
    case knowledge::v1::TECHNIQUE_ACTIVATION:
      dose.set_sets(Sets(exercise, week.activation_sets(), end));
      if (exercise.has_repetitions()) {
        dose.set_repetitions(ClampInto(exercise.repetitions(),
                                       At(week.activation_repetitions(), end)));
      }
      break;
    case knowledge::v1::TECHNIQUE_STRENGTH:
      dose.set_sets(Sets(exercise, week.strength_sets(), end));
      dose.set_repetitions(ClampInto(exercise.repetitions(),
                                     At(week.strength_repetitions(), end)));
      break;
    default:
      break;
  }
  return dose;
}

bool IsHeldRelease(const Exercise& exercise) {
  return exercise.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
         exercise.technique() == knowledge::v1::TECHNIQUE_SMR;
}

bool IsStatic(const Exercise& exercise) {
  return exercise.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH;
}

// Applies the caps on held time to the better side, leaving room for `factor`
// times as much on the worse one where the exercise's own range allows.
void CapHold(const Exercise& exercise, const DoseSpot& spot, int factor,
             Dose* dose) {
  if (IsStatic(exercise) && spot.max_hold_seconds > 0) {
    dose->set_hold_seconds(
        std::min(dose->hold_seconds(), spot.max_hold_seconds));
  }
  if (!IsHeldRelease(exercise) || spot.max_side_seconds == 0) return;
  while (dose->sets() > 1 &&
         HeldSeconds(exercise, *dose) * factor > spot.max_side_seconds) {
    dose->set_sets(dose->sets() - 1);
  }
  const int shared = spot.max_side_seconds / factor;
  if (dose->hold_seconds() > shared &&
      shared >= exercise.hold_seconds().low()) {
    dose->set_hold_seconds(shared);
  }
  dose->set_hold_seconds(std::min(dose->hold_seconds(), spot.max_side_seconds));
}

// As many sets as the time over all of them takes at the longest hold.
int LeastSets(const Exercise& exercise) {
  const int hold = exercise.hold_seconds().high();
  if (hold == 0) return 1;
  const int total = exercise.total_seconds().low();
  return std::max(1, (total + hold - 1) / hold);
}

// Of sets that fall the last is kept, with no fewer repetitions than the
// exercise has.
void KeepOneSet(const Exercise& exercise, Dose* dose) {
  dose->set_sets(1);
  if (dose->repetitions_by_set().empty()) return;
  dose->set_repetitions(
      ClampInto(exercise.repetitions(), *dose->repetitions_by_set().rbegin()));
  dose->clear_repetitions_by_set();
}

// Twice the sets for the worse side, unless that breaks a cap.
void Double(const Exercise& exercise, const DoseSpot& spot, Dose* dose) {
  if (IsHeldRelease(exercise) && spot.max_side_seconds > 0 &&
      2 * HeldSeconds(exercise, *dose) > spot.max_side_seconds) {
    return;
  }
  dose->set_sets(2 * dose->sets());
  const auto once = dose->repetitions_by_set();
  dose->mutable_repetitions_by_set()->MergeFrom(once);
}

// `high` where it leaves a choice above `low`, else 0.
int ChoiceAbove(int low, int high) { return high > low ? high : 0; }

// Says how much more than `dose` may be done, up to `most` and the caps.
void AddRange(const Exercise& exercise, const DoseSpot& spot, const Dose& most,
              bool doubled, Dose* dose) {
  int hold = most.hold_seconds();
  if (IsStatic(exercise) && spot.max_hold_seconds > 0) {
    hold = std::min(hold, spot.max_hold_seconds);
  }
  if (IsHeldRelease(exercise) && spot.max_side_seconds > 0) {
    hold = std::min(hold, spot.max_side_seconds / dose->sets());
  }
  dose->set_max_hold_seconds(ChoiceAbove(dose->hold_seconds(), hold));
  dose->set_max_repetitions(
      ChoiceAbove(dose->repetitions(), most.repetitions()));
  dose->set_max_breaths(ChoiceAbove(dose->breaths(), most.breaths()));
  dose->set_max_total_seconds(
      ChoiceAbove(dose->total_seconds(), most.total_seconds()));
  // Further sets would break the cap on the time held.
  const bool more_sets = !spot.one_set && !IsHeldRelease(exercise);
  const int sets = more_sets ? most.sets() * (doubled ? 2 : 1) : 0;
  dose->set_max_sets(ChoiceAbove(dose->sets(), sets));
}

}  // namespace

std::vector<Side> WorkedSides(const Exercise& exercise,
                              const std::vector<Side>& sides) {
  if (!exercise.per_side()) return {knowledge::v1::SIDE_MIDLINE};
  if (sides.empty() || sides.front() == knowledge::v1::SIDE_MIDLINE) {
    return {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT};
  }
  return sides;
}

std::vector<Dose> PlanDose(const SessionConstants& constants,
                           const Exercise& exercise, const DoseSpot& spot) {
  const std::vector<Side> sides = WorkedSides(exercise, spot.sides);
  const bool doubled = spot.worse_first && sides.size() > 1 && !spot.one_set;
  Dose base = BaseDose(constants, exercise, *spot.week, End::kLow);
  if (spot.one_set) KeepOneSet(exercise, &base);
  if (spot.whole_total) {
    base.set_sets(std::max(base.sets(), LeastSets(exercise)));
  }
  if (base.sets() < LeastSets(exercise)) base.clear_total_seconds();
  CapHold(exercise, spot, doubled ? 2 : 1, &base);

  std::vector<Dose> doses;
  for (const Side side : sides) {
    doses.push_back(base);
    doses.back().set_side(side);
  }
  const int sets = base.sets();
  if (doubled) Double(exercise, spot, &doses.front());
  // A session counts its walks and rides as long as they are.
  if (spot.fixed || exercise.technique() == knowledge::v1::TECHNIQUE_AEROBIC) {
    return doses;
  }
  Dose most = BaseDose(constants, exercise, *spot.week, End::kHigh);
  most.set_total_seconds(base.total_seconds() == 0 ? 0 : most.total_seconds());
  for (Dose& dose : doses) {
    AddRange(exercise, spot, most, dose.sets() > sets, &dose);
  }
  return doses;
}

int DoseSeconds(const SessionConstants& constants, const Exercise& exercise,
                const Dose& dose) {
  const int rests = std::max(0, dose.sets() - 1) * dose.rest_seconds();
  if (dose.total_seconds() > 0) return dose.total_seconds() + rests;
  switch (exercise.technique()) {
    case knowledge::v1::TECHNIQUE_SMR:
      if (dose.hold_seconds() > 0) {  // The time governs, not the passes.
        return dose.sets() * dose.hold_seconds() + rests;
      }
      break;
    case knowledge::v1::TECHNIQUE_PNF:
      // The rest is the pause after each contraction.
      return dose.sets() *
             (dose.repetitions() * (dose.hold_seconds() + dose.rest_seconds()) +
              dose.breaths() * constants.seconds_per_breath());
    case knowledge::v1::TECHNIQUE_BREATHING:
      return dose.sets() * dose.breaths() *
                 (constants.seconds_per_breath() + dose.hold_seconds()) +
             rests;
    case knowledge::v1::TECHNIQUE_STATIC_STRETCH:
      if (dose.hold_seconds() == 0) {  // Held for so many breaths.
        return dose.sets() * dose.breaths() * constants.seconds_per_breath() +
               rests;
      }
      break;
    default:
      break;
  }
  int repetitions = dose.sets() * dose.repetitions();
  for (const int in_set : dose.repetitions_by_set()) repetitions += in_set;
  if (repetitions == 0) return dose.sets() * dose.hold_seconds() + rests;
  return repetitions *
             (constants.seconds_per_repetition() + dose.hold_seconds()) +
         rests;
}

int HeldSeconds(const Exercise& exercise, const Dose& dose) {
  // Self-massage counts passes, which take no time of their own.
  const bool massage = exercise.technique() == knowledge::v1::TECHNIQUE_SMR;
  const int holds = massage ? 1 : std::max(1, dose.repetitions());
  return dose.sets() * holds * dose.hold_seconds();
}

double ToMinutes(int seconds) { return std::round(seconds / 0.6) / 100; }

}  // namespace tonus::engine
