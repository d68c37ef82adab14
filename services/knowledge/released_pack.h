// SPDX-License-Identifier: Apache-2.0
// The knowledge pack that the program was built with.

#ifndef TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_H_
#define TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_H_

#include "absl/status/statusor.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus {

// Returns the pack with its cases, which need no file.
//   INTERNAL  the program is damaged.
absl::StatusOr<v1::PackRelease> ReadReleasedPack();

// Returns the same, with its entries checked. That its cases come out, the
// build has seen with this engine, so that no start spends its time on it.
//   As ReadReleasedPack.
absl::StatusOr<engine::Knowledge> OpenReleasedPack();

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_H_
