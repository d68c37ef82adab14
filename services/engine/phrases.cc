// SPDX-License-Identifier: Apache-2.0
#include "services/engine/phrases.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/engine/spaced_words.h"

namespace tonus::engine {
namespace {

// Where the first word of `words` from `start` on begins so; npos when none
// does.
size_t Find(const std::string& words, size_t start,
            const std::string& beginning) {
  size_t found = words.find(beginning, start);
  // Every word stands behind a blank.
  while (found != std::string::npos &&
         (found == 0 || words[found - 1] != ' ')) {
    found = words.find(beginning, found + 1);
  }
  return found;
}

}  // namespace

size_t After(const std::string& words, size_t start,
             const Beginnings& beginnings) {
  size_t first = std::string::npos;
  size_t after = std::string::npos;
  for (const std::string& beginning : beginnings) {
    const size_t found = Find(words, start, beginning);
    if (found >= first) continue;
    first = found;
    after = found + beginning.size();
    // A whole word shares its last blank with the next one.
    if (words[after - 1] == ' ') --after;
  }
  return after;
}

bool HasAny(const std::string& words, const Beginnings& beginnings) {
  return After(words, 0, beginnings) != std::string::npos;
}

bool CanBeFound(absl::string_view beginning) {
  return !beginning.empty() &&
         absl::StartsWith(SpacedWords(beginning), absl::StrCat(" ", beginning));
}

}  // namespace tonus::engine
