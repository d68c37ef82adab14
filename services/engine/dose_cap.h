// SPDX-License-Identifier: Apache-2.0
// What a clinician's limit leaves of a dose.

#ifndef TONUS_SERVICES_ENGINE_DOSE_CAP_H_
#define TONUS_SERVICES_ENGINE_DOSE_CAP_H_

#include <vector>

#include "services/engine/overrides.h"
#include "tonus/knowledge/v1/exercise.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Lowers `doses`, those of the sides of `exercise`, to what `limit` leaves; at
// least one set of something stays.
void CapDoses(const knowledge::v1::Exercise& exercise,
              const Overrides::DoseLimit& limit, std::vector<v1::Dose>* doses);

// The same for a warm-up, of which at least `seconds` stay, or all when it is
// shorter. Returns whether the limit would have left less.
bool CapWarmUp(const knowledge::v1::Exercise& exercise,
               const Overrides::DoseLimit& limit, int seconds,
               std::vector<v1::Dose>* doses);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DOSE_CAP_H_
