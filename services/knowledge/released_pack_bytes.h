// SPDX-License-Identifier: Apache-2.0
// The released pack as the build embeds it.

#ifndef TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_BYTES_H_
#define TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_BYTES_H_

#include <cstddef>

namespace tonus {

// Deterministic bytes of a tonus.v1.PackRelease that was checked.
extern const char kReleasedPackBytes[];
extern const size_t kReleasedPackSize;

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_RELEASED_PACK_BYTES_H_
