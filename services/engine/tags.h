// SPDX-License-Identifier: Apache-2.0
// Which demands on the body are forbidden, or allowed with caution only.

#ifndef TONUS_SERVICES_ENGINE_TAGS_H_
#define TONUS_SERVICES_ENGINE_TAGS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/engine/case.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Ids of the raised flags and rules that ask for caution, in the order in which
// they are known.
std::vector<std::string> CautionReasons(const Case& the_case);

// The restrictions that the conditions in force, the rules and cautions make so
// far, by tag id: forbid wins over caution. `because` names those that made it
// what it is.
std::vector<v1::TagRestriction> RestrictedTags(const Case& the_case);

bool IsForbidden(const Case& the_case, absl::string_view tag);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TAGS_H_
