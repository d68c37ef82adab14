// SPDX-License-Identifier: Apache-2.0
#include "services/engine/dose_cap.h"

#include <algorithm>

namespace tonus::engine {

namespace {
constexpr int kAll = 100;  // Percent.
}  // namespace

int TaperWith(const Overrides::DoseLimit& limit, int taper_percent) {
  return kAll - (kAll - taper_percent) * limit.percent / kAll;
}

void CapSets(const Overrides::DoseLimit& limit, v1::Dose* dose) {
  if (limit.max_sets == 0) return;
  dose->set_sets(std::min(dose->sets(), limit.max_sets));
  const int most = std::min(dose->max_sets(), limit.max_sets);
  dose->set_max_sets(most > dose->sets() ? most : 0);
  if (dose->repetitions_by_set_size() > limit.max_sets) {
    dose->mutable_repetitions_by_set()->Truncate(limit.max_sets);
  }
}

}  // namespace tonus::engine
