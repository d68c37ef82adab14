// SPDX-License-Identifier: Apache-2.0
#include "services/engine/sentence_case.h"

#include "absl/strings/ascii.h"

namespace tonus::engine {

std::string InSentence(std::string words) {
  const bool abbreviation = words.size() > 1 && absl::ascii_isupper(words[0]) &&
                            absl::ascii_isupper(words[1]);
  if (!words.empty() && !abbreviation) words[0] = absl::ascii_tolower(words[0]);
  return words;
}

}  // namespace tonus::engine
