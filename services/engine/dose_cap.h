// SPDX-License-Identifier: Apache-2.0
// What a clinician's limit leaves of a dose.

#ifndef TONUS_SERVICES_ENGINE_DOSE_CAP_H_
#define TONUS_SERVICES_ENGINE_DOSE_CAP_H_

#include "services/engine/overrides.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Lowers the sets of `dose` to what `limit` leaves; at least one stays.
void CapSets(const Overrides::DoseLimit& limit, v1::Dose* dose);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_DOSE_CAP_H_
