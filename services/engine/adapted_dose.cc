// SPDX-License-Identifier: Apache-2.0
#include "services/engine/adapted_dose.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "services/engine/fired_rows.h"

namespace tonus::engine {
namespace {

constexpr int kAll = 100;  // Percent.

void FixDose(v1::Dose* dose) {
  dose->clear_max_sets();
  dose->clear_max_repetitions();
  dose->clear_max_hold_seconds();
  dose->clear_max_breaths();
  dose->clear_max_total_seconds();
}

// The count or time in a set that makes its volume.
struct InSet {
  int value = 1;
  void (v1::Dose::*set)(int32_t) = nullptr;
};

InSet InSetOf(const knowledge::v1::Exercise& exercise, const v1::Dose& dose) {
  // Passes of self-massage take no time of their own.
  const bool massage = exercise.technique() == knowledge::v1::TECHNIQUE_SMR &&
                       dose.hold_seconds() > 1;
  if (dose.repetitions() > 1 && !massage) {
    return {dose.repetitions(), &v1::Dose::set_repetitions};
  }
  if (dose.breaths() > 1) return {dose.breaths(), &v1::Dose::set_breaths};
  if (dose.hold_seconds() > 1) {
    return {dose.hold_seconds(), &v1::Dose::set_hold_seconds};
  }
  return {};
}

// Repetitions that fall from set to set: those of the last set go first.
void LightenBySet(int percent_off, int most_sets, v1::Dose* dose) {
  auto* by_set = dose->mutable_repetitions_by_set();
  const int all = std::accumulate(by_set->begin(), by_set->end(), 0);
  by_set->Truncate(std::min(most_sets, by_set->size()));
  int left = std::accumulate(by_set->begin(), by_set->end(), 0);
  for (; left > 1 && left * kAll > all * (kAll - percent_off); --left) {
    const int last = by_set->size() - 1;
    by_set->Set(last, by_set->Get(last) - 1);
    if (by_set->Get(last) == 0) by_set->RemoveLast();
  }
  dose->set_sets(by_set->size());
}

// The largest volume that is light enough, of several that with the most sets.
void LightenSets(const knowledge::v1::Exercise& exercise, int percent_off,
                 int most_sets, v1::Dose* dose) {
  const InSet in_set = InSetOf(exercise, *dose);
  const int aim = dose->sets() * in_set.value * (kAll - percent_off) / kAll;
  int best = 0;
  int best_sets = 1;
  int best_value = 1;
  for (int sets = most_sets; sets >= 1; --sets) {
    const int value = std::min(in_set.value, aim / sets);
    if (sets * value <= best) continue;
    best = sets * value;
    best_sets = sets;
    best_value = value;
  }
  dose->set_sets(best_sets);
  if (in_set.set != nullptr) (dose->*in_set.set)(best_value);
}

void LightenDose(const knowledge::v1::Exercise& exercise, int percent_off,
                 int fewer_sets, v1::Dose* dose) {
  FixDose(dose);
  const int most_sets = std::max(1, dose->sets() - fewer_sets);
  if (dose->total_seconds() > 0) {
    dose->set_sets(most_sets);
    dose->set_total_seconds(
        std::max(1, dose->total_seconds() * (kAll - percent_off) / kAll));
  } else if (!dose->repetitions_by_set().empty()) {
    LightenBySet(percent_off, most_sets, dose);
  } else {
    LightenSets(exercise, percent_off, most_sets, dose);
  }
}

}  // namespace

void LightenDoses(const knowledge::v1::Exercise& exercise, int percent_off,
                  int fewer_sets, std::vector<v1::Dose>* doses) {
  if ((percent_off == 0 && fewer_sets == 0) || doses->empty()) return;
  const bool doubled =
      doses->size() > 1 && doses->front().sets() == 2 * doses->back().sets();
  for (v1::Dose& dose : *doses) {
    LightenDose(exercise, percent_off, fewer_sets, &dose);
  }
  if (!doubled) return;
  const knowledge::v1::Side side = doses->front().side();
  doses->front() = doses->back();
  doses->front().set_side(side);
  doses->front().set_sets(2 * doses->back().sets());
  doses->front().mutable_repetitions_by_set()->MergeFrom(
      doses->back().repetitions_by_set());
}

void KeepInRange(const knowledge::v1::Exercise& exercise,
                 const std::vector<v1::Dose>& before,
                 std::vector<v1::Dose>* doses) {
  const auto kept = [](int had, int has, int low) {
    return std::max(has, std::min(had, low));
  };
  for (size_t i = 0; i < doses->size(); ++i) {
    v1::Dose& dose = (*doses)[i];
    const v1::Dose& had = before[i];
    dose.set_repetitions(kept(had.repetitions(), dose.repetitions(),
                              exercise.repetitions().low()));
    dose.set_hold_seconds(kept(had.hold_seconds(), dose.hold_seconds(),
                               exercise.hold_seconds().low()));
    dose.set_breaths(
        kept(had.breaths(), dose.breaths(), exercise.breaths().low()));
  }
}

bool RaiseDose(int step, v1::Dose* dose) {
  const v1::Dose before = *dose;
  dose->set_repetitions(std::max(dose->repetitions(), dose->max_repetitions()));
  dose->set_hold_seconds(
      std::max(dose->hold_seconds(), dose->max_hold_seconds()));
  dose->set_breaths(std::max(dose->breaths(), dose->max_breaths()));
  dose->set_total_seconds(
      std::max(dose->total_seconds(), dose->max_total_seconds()));
  dose->clear_max_repetitions();
  dose->clear_max_hold_seconds();
  dose->clear_max_breaths();
  dose->clear_max_total_seconds();
  if (step >= kMoreSetsStep) {
    dose->set_sets(std::max(dose->sets(), dose->max_sets()));
    dose->clear_max_sets();
  }
  return dose->repetitions() > before.repetitions() ||
         dose->hold_seconds() > before.hold_seconds() ||
         dose->breaths() > before.breaths() ||
         dose->total_seconds() > before.total_seconds() ||
         dose->sets() > before.sets();
}

}  // namespace tonus::engine
