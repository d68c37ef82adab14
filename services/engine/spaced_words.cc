// SPDX-License-Identifier: Apache-2.0
#include "services/engine/spaced_words.h"

#include "absl/strings/ascii.h"

namespace tonus::engine {

std::string SpacedWords(absl::string_view text) {
  std::string words = " ";
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) {
      words.push_back(absl::ascii_tolower(c));
    } else if (words.back() != ' ') {
      words.push_back(' ');
    }
  }
  if (words.back() != ' ') words.push_back(' ');
  return words;
}

}  // namespace tonus::engine
