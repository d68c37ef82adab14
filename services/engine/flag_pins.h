// SPDX-License-Identifier: Apache-2.0
// Whether the cases of a pack would notice that a red flag lost its gate.

#ifndef TONUS_SERVICES_ENGINE_FLAG_PINS_H_
#define TONUS_SERVICES_ENGINE_FLAG_PINS_H_

#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/complaint.h"
#include "services/engine/knowledge.h"
#include "services/engine/stop.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus::engine {

// Returns a complaint for every urgent, REFER and CAUTION red flag that no case
// pins: one that fails as soon as the flag only gives advice. `vectors` come
// out as they expect.
Complaints CheckFlagPins(
    const Knowledge& knowledge,
    const google::protobuf::RepeatedPtrField<v1::PackVector>& vectors,
    const Stop& stop = NeverStop);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FLAG_PINS_H_
