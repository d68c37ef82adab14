// SPDX-License-Identifier: Apache-2.0
// Whether a text asks for what harms whoever does it.

#ifndef TONUS_SERVICES_ENGINE_HARMFUL_WORDING_H_
#define TONUS_SERVICES_ENGINE_HARMFUL_WORDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

// Returns the clauses of `text` that ask for what harms, in lower case and
// without marks. Clauses end at a mark.
std::vector<std::string> HarmsIn(
    const knowledge::v1::InstructionWording& wording, absl::string_view text);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_HARMFUL_WORDING_H_
