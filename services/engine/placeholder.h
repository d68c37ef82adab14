// SPDX-License-Identifier: Apache-2.0
// Texts of the pack with names in braces that stand for words.

#ifndef TONUS_SERVICES_ENGINE_PLACEHOLDER_H_
#define TONUS_SERVICES_ENGINE_PLACEHOLDER_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace tonus::engine {

// Returns `text` with every `{name}` replaced by `words(name)`. A brace that is
// never closed stays as it is.
std::string FillIn(absl::string_view text,
                   absl::FunctionRef<std::string(absl::string_view)> words);

// The names that stand in braces in `text`, in order.
std::vector<std::string> NamesIn(absl::string_view text);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PLACEHOLDER_H_
