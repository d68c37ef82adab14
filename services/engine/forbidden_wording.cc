// SPDX-License-Identifier: Apache-2.0
#include "services/engine/forbidden_wording.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/engine/phrases.h"
#include "services/engine/spaced_words.h"

namespace tonus::engine {
namespace {

using knowledge::v1::ForbiddenClaim;
using knowledge::v1::WordChoice;
using knowledge::v1::Wording;

bool Fits(const std::string& words, const Wording& wording) {
  size_t position = 0;
  return absl::c_all_of(wording.words(), [&](const WordChoice& choice) {
    position = After(words, position, choice.any());
    return position != std::string::npos;
  });
}

bool Makes(const std::string& words, const ForbiddenClaim& claim) {
  return !HasAny(words, claim.unless()) &&
         absl::c_any_of(claim.wordings(), [&](const Wording& wording) {
           return Fits(words, wording);
         });
}

}  // namespace

std::vector<std::string> ForbiddenClaimsIn(const ForbiddenClaims& claims,
                                           absl::string_view text) {
  std::vector<std::string> made;
  for (const absl::string_view sentence :
       absl::StrSplit(text, absl::ByAnyChar(".\n"), absl::SkipEmpty())) {
    const std::string words = SpacedWords(sentence);
    for (const ForbiddenClaim& claim : claims) {
      if (!Makes(words, claim)) continue;
      made.push_back(
          absl::StrCat(claim.id(), ": ", absl::StripAsciiWhitespace(words)));
    }
  }
  return made;
}

}  // namespace tonus::engine
