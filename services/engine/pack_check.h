// SPDX-License-Identifier: Apache-2.0
// Whether the entries of a pack are in order, each and with each other.

#ifndef TONUS_SERVICES_ENGINE_PACK_CHECK_H_
#define TONUS_SERVICES_ENGINE_PACK_CHECK_H_

#include "services/engine/complaint.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

// Returns everything that is wrong with the entries of `pack`, where entries
// of tables without ids are called `#1`, `#2` and so on. Empty when the engine
// may work with it; what its rules and exercises achieve is another question,
// see pack_verification.h.
Complaints CheckPack(const knowledge::v1::Pack& pack);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PACK_CHECK_H_
