// SPDX-License-Identifier: Apache-2.0
#include "services/engine/forbidden_wording.h"

#include <cstring>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tonus::engine {
namespace {

using Beginnings = ForbiddenWording::Beginnings;

// The words of a sentence in lower case, each between blanks.
std::string WordsOf(absl::string_view sentence) {
  std::string words = " ";
  for (const char c : sentence) {
    if (absl::ascii_isalnum(c)) {
      words.push_back(absl::ascii_tolower(c));
    } else if (words.back() != ' ') {
      words.push_back(' ');
    }
  }
  if (words.back() != ' ') words.push_back(' ');
  return words;
}

// Where the first word of `words` from `start` on begins so; npos when none
// does.
size_t Find(const std::string& words, size_t start, const char* beginning) {
  size_t found = words.find(beginning, start);
  // Every word stands behind a blank.
  while (found != std::string::npos && words[found - 1] != ' ') {
    found = words.find(beginning, found + 1);
  }
  return found;
}

// The position behind the first of `beginnings` in `words`, from `start`;
// npos when there is none.
size_t After(const std::string& words, size_t start,
             const Beginnings& beginnings) {
  size_t first = std::string::npos;
  size_t after = std::string::npos;
  for (const char* beginning : beginnings) {
    const size_t found = Find(words, start + 1, beginning);
    if (found >= first) continue;
    first = found;
    after = found + std::strlen(beginning);
    // A whole word shares its last blank with the next one.
    if (words[after - 1] == ' ') --after;
  }
  return after;
}

bool HasInOrder(const std::string& words,
                const std::vector<Beginnings>& order) {
  size_t position = 0;
  return absl::c_all_of(order, [&](const Beginnings& beginnings) {
    position = After(words, position, beginnings);
    return position != std::string::npos;
  });
}

bool Makes(const std::string& words, const ForbiddenWording& wording) {
  return After(words, 0, wording.unless) == std::string::npos &&
         absl::c_any_of(wording.orders,
                        [&](const std::vector<Beginnings>& order) {
                          return HasInOrder(words, order);
                        });
}

}  // namespace

const std::vector<ForbiddenWording>& ForbiddenWordings() {
  const Beginnings gluteus = {"glut"};
  const Beginnings night = {"night", "overnight", "bedtime", "sleep"};
  const Beginnings longer = {"lengthens ", "lengthen the ", "grow",
                             "new length", "keeps its length"};
  const Beginnings late = {"late ", "delay"};
  const Beginnings mobile = {"stretch",    "flexib",   "lengthen",
                             "longer ",    "looser",   "supple",
                             "more range", "mobility", "range of motion"};
  const Beginnings mends = {"reduc",  "cure",   "reliev", "less",
                            "remove", "take",   "end ",   "ends ",
                            "ease",   "easing", "sooth",  "heal",
                            "goes ",  "better", "vanish", "disappear"};
  const Beginnings gone = {"less",  "away ",  "better",    "gone ",
                           "goes ", "vanish", "disappear", "ends "};
  const Beginnings pain = {"pain", "ache", "aching", "hurt", "sore"};
  static const auto* const kWordings = new std::vector<ForbiddenWording>{
      {"N-1",
       "Stretching the chest corrects your posture.",
       {{{"stretch", "flexib", "lengthen", "mobil"},
         {"correct", "fix", "improv", "better"},
         {"postur"}},
        {{"postur"}, {"correct", "fixed", "improv"}}},
       {}},
      {"N-2",
       "At night hormones lengthen the muscle.",
       {{{"hormon", "melatonin", "cortisol", "endocrin"}},
        {night, longer},
        {longer, night}},
       // The ruling itself.
       {"is not claimed "}},
      {"N-3",
       "More flexibility reduces the pain.",
       {{mobile, mends, pain},
        {mobile, pain, gone},
        {mends, pain, {"by ", "with ", "through ", "from "}, mobile},
        {pain, mends, {"when ", "if ", "once ", "with ", "after "}, mobile},
        {mobile, {"cure", "heal"}, {"back ", "spine ", "disc"}}},
       // What to do when it hurts, and why something is not done.
       {"reduce range ", "reduce the range ", "ruled out ", "not by itself "}},
      {"N-4",
       "Rolling melts the fascia.",
       {{{"iliotibial", "itb "},
         {"lengthen", "longer", "stretch it", "loosen"}},
        {{"fascia "}, {"melt", "dissolv", "break"}},
        {{"melt"}, {"fascia"}}},
       {}},
      {"N-5",
       "The gluteus fires late, which is a disorder.",
       {{late, gluteus}, {gluteus, late}, {{"firing order"}}},
       {}},
      {"N-6",
       "Bending damages the discs.",
       {{{"round", "bend", "flex"},
         {"damag", "harm", "destroy", "wear", "herniat"},
         {"disc", "disk"}}},
       {}}};
  return *kWordings;
}

std::vector<std::string> ForbiddenClaimsIn(absl::string_view text) {
  std::vector<std::string> claims;
  for (const absl::string_view sentence :
       absl::StrSplit(text, absl::ByAnyChar(".\n"), absl::SkipEmpty())) {
    const std::string words = WordsOf(sentence);
    for (const ForbiddenWording& wording : ForbiddenWordings()) {
      if (!Makes(words, wording)) continue;
      claims.push_back(
          absl::StrCat(wording.claim, ": ", absl::StripAsciiWhitespace(words)));
    }
  }
  return claims;
}

}  // namespace tonus::engine
