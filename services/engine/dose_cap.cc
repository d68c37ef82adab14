// SPDX-License-Identifier: Apache-2.0
#include "services/engine/dose_cap.h"

#include <algorithm>

#include "services/engine/adapted_dose.h"

namespace tonus::engine {
namespace {

constexpr int kAll = 100;  // Percent.

void CapSets(const Overrides::DoseLimit& limit, v1::Dose* dose) {
  if (limit.max_sets == 0) return;
  dose->set_sets(std::min(dose->sets(), limit.max_sets));
  const int most = std::min(dose->max_sets(), limit.max_sets);
  dose->set_max_sets(most > dose->sets() ? most : 0);
  if (dose->repetitions_by_set_size() > limit.max_sets) {
    dose->mutable_repetitions_by_set()->Truncate(limit.max_sets);
  }
}

}  // namespace

void CapDoses(const knowledge::v1::Exercise& exercise,
              const Overrides::DoseLimit& limit, std::vector<v1::Dose>* doses) {
  LightenDoses(exercise, kAll - limit.percent, /*fewer_sets=*/0, doses);
  for (v1::Dose& dose : *doses) CapSets(limit, &dose);
}

bool CapWarmUp(const knowledge::v1::Exercise& exercise,
               const Overrides::DoseLimit& limit, int seconds,
               std::vector<v1::Dose>* doses) {
  std::vector<v1::Dose> whole = *doses;
  CapDoses(exercise, limit, doses);
  bool kept = false;
  for (size_t i = 0; i < doses->size(); ++i) {
    const int least = std::min(seconds, whole[i].hold_seconds());
    if ((*doses)[i].hold_seconds() >= least) continue;
    (*doses)[i].set_hold_seconds(least);
    kept = true;
  }
  return kept;
}

}  // namespace tonus::engine
