// SPDX-License-Identifier: Apache-2.0
#include "services/client/suggestion_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/client/words.h"

namespace tonus::client {
namespace {

namespace kb = ::tonus::knowledge::v1;

// "left and right"; nothing for the midline.
std::string SidesText(const v1::TestSuggestion& suggestion) {
  std::vector<std::string> sides;
  for (int side : suggestion.sides()) {
    if (side != kb::SIDE_MIDLINE) {
      sides.push_back(SideWord(static_cast<kb::Side>(side)));
    }
  }
  return absl::StrJoin(sides, " and ");
}

// "Iliopsoas, right: not known -> tight or normal", a line for each target.
std::vector<std::string> VerdictLines(const v1::TestSuggestion& suggestion,
                                      const Names& names) {
  std::vector<std::string> lines;
  const v1::VerdictChange* last = nullptr;
  for (const v1::VerdictChange& change : suggestion.verdict_changes()) {
    const bool same = last != nullptr && last->muscle() == change.muscle() &&
                      last->side() == change.side();
    if (same) {
      absl::StrAppend(&lines.back(), " or ", StatusWord(change.to()));
    } else {
      lines.push_back(absl::StrCat(
          names.MuscleOnSide(change.muscle(), change.side()), ": ",
          StatusWord(change.from()), " -> ", StatusWord(change.to())));
    }
    last = &change;
  }
  return lines;
}

}  // namespace

std::string SuggestionsText(const v1::SuggestTestsResponse& response,
                            const Names& names) {
  if (response.suggestions().empty()) {
    return absl::StrCat(response.nothing_because(), "\n");
  }
  std::string text;
  int number = 0;
  for (const v1::TestSuggestion& suggestion : response.suggestions()) {
    const std::string sides = SidesText(suggestion);
    absl::StrAppend(&text, ++number, ". ", suggestion.display_name(),
                    sides.empty() ? "" : absl::StrCat(", ", sides), " (",
                    suggestion.test(), ")",
                    suggestion.needs_clinician() ? ", by a clinician" : "",
                    "\n   ", suggestion.reason(), "\n");
    for (const std::string& line : VerdictLines(suggestion, names)) {
      absl::StrAppend(&text, "     ", line, "\n");
    }
  }
  const int more = response.total_size() - response.suggestions_size();
  if (more > 0) {
    absl::StrAppend(&text, CountWord(more, "further test"),
                    " could change something; --max shows more.\n");
  }
  return text;
}

}  // namespace tonus::client
