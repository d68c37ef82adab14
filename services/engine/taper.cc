// SPDX-License-Identifier: Apache-2.0
#include "services/engine/taper.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Range;
using v1::Dose;

namespace {

constexpr int kAll = 100;  // Percent.
// Times change in steps of so many seconds.
constexpr int kStepSeconds = 5;

// A count of a dose, its upper end, and what the exercise allows of it.
struct Count {
  int32_t (Dose::*low)() const;
  void (Dose::*set_low)(int32_t);
  int32_t (Dose::*high)() const;
  void (Dose::*set_high)(int32_t);
  const Range& (Exercise::*range)() const;
  int step;
};

constexpr Count kSets = {&Dose::sets,         &Dose::set_sets, &Dose::max_sets,
                         &Dose::set_max_sets, &Exercise::sets, 1};
constexpr Count kInSet[] = {
    {&Dose::repetitions, &Dose::set_repetitions, &Dose::max_repetitions,
     &Dose::set_max_repetitions, &Exercise::repetitions, 1},
    {&Dose::hold_seconds, &Dose::set_hold_seconds, &Dose::max_hold_seconds,
     &Dose::set_max_hold_seconds, &Exercise::hold_seconds, kStepSeconds},
    {&Dose::breaths, &Dose::set_breaths, &Dose::max_breaths,
     &Dose::set_max_breaths, &Exercise::breaths, 1},
    {&Dose::total_seconds, &Dose::set_total_seconds, &Dose::max_total_seconds,
     &Dose::set_max_total_seconds, &Exercise::total_seconds, kStepSeconds}};

int LowOf(const Count& count, const Dose& dose) { return (dose.*count.low)(); }

int HighOf(const Count& count, const Dose& dose) {
  return std::max((dose.*count.low)(), (dose.*count.high)());
}

// Twice the middle of the least and the most that may be done.
int VolumeOf(const Dose& dose) {
  int low = std::max(1, LowOf(kSets, dose));
  int high = std::max(1, HighOf(kSets, dose));
  for (const Count& count : kInSet) {
    low *= std::max(1, LowOf(count, dose));
    high *= std::max(1, HighOf(count, dose));
  }
  return low + high;
}

// The dose of one side on its way to its aim.
class Tapered {
 public:
  Tapered(const Exercise& exercise, int percent, Dose* dose)
      : exercise_(exercise),
        dose_(*dose),
        whole_(VolumeOf(*dose)),
        aim_(whole_ * (kAll - percent)),
        percent_(percent) {}

  // Fewer sets first, or less in each where that comes nearer.
  void LowerTops() {
    Dose in_set_first = dose_;
    for (const Count& count : kInSet) LowerTop(count, &in_set_first);
    LowerTop(kSets, &in_set_first);
    LowerTop(kSets, &dose_);
    for (const Count& count : kInSet) LowerTop(count, &dose_);
    if (MissesBy(in_set_first) < MissesBy(dose_)) dose_ = in_set_first;
  }

  // Where there is no choice any more: fewer sets, or less in each.
  void LowerAll(int most_in_set) {
    const Count& count = Flexible();
    TakeBest(count, (exercise_.*count.range)().low(), most_in_set);
    if (MissesBy(dose_) * 2 > percent_ * whole_) {
      TakeBest(
          kInSet[0], exercise_.repetitions().low(),
          kInSet[0].low == count.low ? most_in_set : LowOf(kInSet[0], dose_));
    }
  }

  bool HasChoice() const {
    return dose_.max_sets() + dose_.max_repetitions() +
               dose_.max_hold_seconds() + dose_.max_breaths() +
               dose_.max_total_seconds() >
           0;
  }

  // The most of what may change in a set.
  int MostInSet() const { return HighOf(Flexible(), dose_); }

 private:
  int MissesBy(const Dose& dose) const {
    return std::abs(VolumeOf(dose) * kAll - aim_);
  }

  void LowerTop(const Count& count, Dose* dose) const {
    while ((dose->*count.high)() > 0) {
      Dose less = *dose;
      const int top = (dose->*count.high)() - count.step;
      (less.*count.set_high)(top > LowOf(count, *dose) ? top : 0);
      if (MissesBy(less) >= MissesBy(*dose)) return;
      *dose = less;
    }
  }

  // What in a set has a range, else the repetitions.
  const Count& Flexible() const {
    for (const Count& count : kInSet) {
      const Range& range = (exercise_.*count.range)();
      if (LowOf(count, dose_) > 0 && range.high() > range.low()) return count;
    }
    return kInSet[0];
  }

  void TakeBest(const Count& count, int least, int most) {
    if (LowOf(count, dose_) == 0) return;
    Dose best = dose_;
    for (int sets = dose_.sets(); sets >= 1; --sets) {
      for (int value = most; value >= std::max(1, least); value -= count.step) {
        Dose less = dose_;
        less.set_sets(sets);
        (less.*count.set_low)(value);
        if (MissesBy(less) < MissesBy(best)) best = less;
      }
    }
    dose_ = best;
  }

  const Exercise& exercise_;
  Dose& dose_;
  const int whole_;
  // In percent of `whole_`.
  const int aim_;
  const int percent_;
};

void TaperDose(const Exercise& exercise, int percent, Dose* dose) {
  for (int32_t& in_set : *dose->mutable_repetitions_by_set()) {
    in_set = std::max(1, (in_set * (kAll - percent) + kAll / 2) / kAll);
  }
  if (!dose->repetitions_by_set().empty()) return;
  Tapered tapered(exercise, percent, dose);
  const int most = tapered.MostInSet();
  tapered.LowerTops();
  if (!tapered.HasChoice()) tapered.LowerAll(most);
}

}  // namespace

void TaperDoses(const Exercise& exercise, int percent,
                std::vector<Dose>* doses) {
  if (percent == 0 || doses->empty() ||
      exercise.technique() == knowledge::v1::TECHNIQUE_SMR) {
    return;
  }
  const bool doubled =
      doses->size() > 1 && doses->front().sets() == 2 * doses->back().sets();
  for (Dose& dose : *doses) TaperDose(exercise, percent, &dose);
  if (!doubled) return;
  const knowledge::v1::Side side = doses->front().side();
  doses->front() = doses->back();
  doses->front().set_side(side);
  doses->front().set_sets(2 * doses->back().sets());
  doses->front().set_max_sets(2 * doses->back().max_sets());
  doses->front().mutable_repetitions_by_set()->MergeFrom(
      doses->back().repetitions_by_set());
}

}  // namespace tonus::engine
