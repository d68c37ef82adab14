// SPDX-License-Identifier: Apache-2.0
// How the claims that the product must not make read when somebody makes them.
// The one place for it: the check of packs and the tests of what the engine
// says both look here.

#ifndef TONUS_SERVICES_ENGINE_FORBIDDEN_WORDING_H_
#define TONUS_SERVICES_ENGINE_FORBIDDEN_WORDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tonus::engine {

// The wordings of one forbidden claim.
struct ForbiddenWording {
  // Beginnings of words, or of phrases; one that ends in a blank is whole.
  using Beginnings = std::vector<const char*>;

  // Id of the claim in the pack, for example `N-1`.
  const char* claim;
  // Somebody making the claim.
  const char* example;
  // A sentence makes the claim when it has, for one of these, one of each of
  // its beginnings, in this order.
  std::vector<std::vector<Beginnings>> orders;
  // A sentence with one of these does not.
  Beginnings unless;
};

const std::vector<ForbiddenWording>& ForbiddenWordings();

// Returns the forbidden claims that `text` makes, as `N-1: the sentence` in
// lower case and without marks. Sentences end at a full stop or a line end.
std::vector<std::string> ForbiddenClaimsIn(absl::string_view text);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_FORBIDDEN_WORDING_H_
