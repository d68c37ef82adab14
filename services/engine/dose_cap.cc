// SPDX-License-Identifier: Apache-2.0
#include "services/engine/dose_cap.h"

#include <algorithm>

namespace tonus::engine {

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
