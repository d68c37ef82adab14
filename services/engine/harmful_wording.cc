// SPDX-License-Identifier: Apache-2.0
#include "services/engine/harmful_wording.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "services/engine/phrases.h"
#include "services/engine/spaced_words.h"

namespace tonus::engine {

std::vector<std::string> HarmsIn(
    const knowledge::v1::InstructionWording& wording, absl::string_view text) {
  std::vector<std::string> harms;
  for (const absl::string_view clause :
       absl::StrSplit(text, absl::ByAnyChar(".,;:"))) {
    const std::string words = SpacedWords(clause);
    if (HasAny(words, wording.harmful()) && !HasAny(words, wording.unless())) {
      harms.emplace_back(absl::StripAsciiWhitespace(words));
    }
  }
  return harms;
}

}  // namespace tonus::engine
