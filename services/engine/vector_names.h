// SPDX-License-Identifier: Apache-2.0
// Whether a case names only what the pack has: a misspelt id is read as nothing
// said, and the case would then prove something else.

#ifndef TONUS_SERVICES_ENGINE_VECTOR_NAMES_H_
#define TONUS_SERVICES_ENGINE_VECTOR_NAMES_H_

#include <string>
#include <vector>

#include "services/engine/knowledge.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus::engine {

// Returns one entry for each id in what `vector` tells of the person, and in
// what it expects not to come of it, that the pack lacks. A test may be unknown
// when its result is expected to be rejected.
std::vector<std::string> UnknownNames(const Knowledge& knowledge,
                                      const v1::PackVector& vector);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_VECTOR_NAMES_H_
