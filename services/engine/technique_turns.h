// SPDX-License-Identifier: Apache-2.0
// In which sessions two techniques take turns, and whose turn it is (A-075,
//

#ifndef TONUS_SERVICES_ENGINE_TECHNIQUE_TURNS_H_
#define TONUS_SERVICES_ENGINE_TECHNIQUE_TURNS_H_

#include <optional>

#include "services/engine/knowledge.h"

namespace tonus::engine {

// Returns 0 for the technique that comes first for the target and 1 for the
// other one; nullopt where there are no turns. By the number of the session
// alone, counted through all blocks: what is done or missed shifts nothing.
std::optional<int> TurnOfSession(const Knowledge& knowledge, int number);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TECHNIQUE_TURNS_H_
