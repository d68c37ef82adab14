// SPDX-License-Identifier: Apache-2.0
// Whether a pack may be used, examined completely.
//
// Loading a pack checks its entries (Knowledge::Compile) and reads its cases
// (CheckVectors), which takes part of a second. What its rules and exercises
// achieve takes seconds, depends on nothing but the pack, and is examined here:
// before a release, and whenever somebody asks.

#ifndef TONUS_SERVICES_ENGINE_PACK_VERIFICATION_H_
#define TONUS_SERVICES_ENGINE_PACK_VERIFICATION_H_

#include <optional>
#include <string>

#include "services/engine/stop.h"
#include "tonus/v1/knowledge_service.pb.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus::engine {

// Returns everything that is wrong with `release`, whose pack `hash` names;
// nullopt when `stop` ended the work. Any message has an answer.
std::optional<v1::ValidatePackResponse> VerifyPack(
    const v1::PackRelease& release, const std::string& hash,
    const Stop& stop = NeverStop);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PACK_VERIFICATION_H_
