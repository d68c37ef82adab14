// SPDX-License-Identifier: Apache-2.0
// The knowledge pack that the program was built with.

#ifndef TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_H_
#define TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_H_

#include "absl/status/statusor.h"
#include "services/engine/knowledge.h"

namespace tonus {

// Returns the pack, which needs no file. The build has checked it.
//   INTERNAL  the program is damaged.
absl::StatusOr<engine::Knowledge> OpenReleasedPack();

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_H_
