// SPDX-License-Identifier: Apache-2.0
// Whether a text makes a claim that the product must not make. The one place
// for it: the check of packs and the tests of what the engine says both look
// here.

#ifndef TONUS_SERVICES_ENGINE_FORBIDDEN_WORDING_H_
#define TONUS_SERVICES_ENGINE_FORBIDDEN_WORDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tonus/knowledge/v1/pack.pb.h"

namespace tonus::engine {

using ForbiddenClaims =
    google::protobuf::RepeatedPtrField<knowledge::v1::ForbiddenClaim>;

// Returns those of `claims` that `text` makes, as `N-1: the sentence` in lower
// case and without marks. Sentences end at a full stop or a line end.
std::vector<std::string> ForbiddenClaimsIn(const ForbiddenClaims& claims,
                                           absl::string_view text);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FORBIDDEN_WORDING_H_
