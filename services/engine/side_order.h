// SPDX-License-Identifier: Apache-2.0
// With which side of a target one begins.

#ifndef TONUS_SERVICES_ENGINE_SIDE_ORDER_H_
#define TONUS_SERVICES_ENGINE_SIDE_ORDER_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/engine/finding_table.h"

namespace tonus::engine {

// Puts the worse side of `muscle` first; otherwise the order stays.
void PutWorseFirst(const FindingTable& findings, absl::string_view muscle,
                   std::vector<knowledge::v1::Side>* sides);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SIDE_ORDER_H_
