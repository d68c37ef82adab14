// SPDX-License-Identifier: Apache-2.0
// Words to look phrases up in.

#ifndef TONUS_SERVICES_ENGINE_SPACED_WORDS_H_
#define TONUS_SERVICES_ENGINE_SPACED_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tonus::engine {

// The words of `text` in lower case, each between blanks: " no pain ".
std::string SpacedWords(absl::string_view text);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_SPACED_WORDS_H_
