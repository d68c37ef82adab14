// SPDX-License-Identifier: Apache-2.0
// Whether the cases of a pack hold its health conditions to what they do.

#ifndef TONUS_SERVICES_ENGINE_CONDITION_PINS_H_
#define TONUS_SERVICES_ENGINE_CONDITION_PINS_H_

#include "services/engine/complaint.h"
#include "tonus/knowledge/v1/pack.pb.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus::engine {

// Complains about each condition that a person may have told without a case in
// which it is the only one, its gate is expected, and every tag that it forbids
// or cautions is. A slip in the table then fails its case.
Complaints CheckConditionPins(
    const knowledge::v1::Pack& pack,
    const google::protobuf::RepeatedPtrField<v1::PackVector>& vectors);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CONDITION_PINS_H_
