// SPDX-License-Identifier: Apache-2.0
// Checks a list of equipment against the pack.

#ifndef TONUS_SERVICES_VALIDATION_EQUIPMENT_H_
#define TONUS_SERVICES_VALIDATION_EQUIPMENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/knowledge.h"
#include "services/error.h"

namespace tonus {

// Adds every violation of `equipment`, ids of at most 50 different things or
// `none`.
void CheckEquipment(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& equipment,
    const engine::Knowledge& knowledge, Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_EQUIPMENT_H_
