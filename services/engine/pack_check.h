// SPDX-License-Identifier: Apache-2.0
// Whether a pack may be used.

#ifndef TONUS_SERVICES_ENGINE_PACK_CHECK_H_
#define TONUS_SERVICES_ENGINE_PACK_CHECK_H_

#include <string>
#include <vector>

#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

// Returns everything that is wrong with `pack`, each as `table id: what`, where
// entries of tables without ids are called `#1`, `#2` and so on. Empty when the
// pack may be used.
std::vector<std::string> CheckPack(const knowledge::v1::Pack& pack);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PACK_CHECK_H_
