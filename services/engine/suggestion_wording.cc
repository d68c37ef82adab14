// SPDX-License-Identifier: Apache-2.0
#include "services/engine/suggestion_wording.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

absl::string_view OccasionWords(Occasion occasion) {
  switch (occasion) {
    case Occasion::kExpired:
      return "Its last value is too old to be read";
    case Occasion::kRefused:
      return "The person took it alone, and only a clinician's value counts";
    default:
      return "It was not taken yet";
  }
}

// "tight, weak or in order".
std::string Either(absl::Span<const absl::string_view> words) {
  if (words.size() < 2) return absl::StrJoin(words, "");
  return absl::StrCat(absl::StrJoin(words.first(words.size() - 1), ", "),
                      " or ", words.back());
}

// "that on the left hamstrings, which could turn from not known to tight or in
// order": the first target of the changes.
std::string FirstVerdict(const Knowledge& knowledge,
                         const v1::TestSuggestion& suggestion) {
  const v1::VerdictChange& first = suggestion.verdict_changes(0);
  std::vector<absl::string_view> news;
  for (const v1::VerdictChange& change : suggestion.verdict_changes()) {
    if (change.muscle() != first.muscle() || change.side() != first.side()) {
      break;
    }
    news.push_back(StatusWords(change.to()));
  }
  return absl::StrCat("that on the ",
                      TargetName(knowledge, first.muscle(), first.side()),
                      ", which could turn from ", StatusWords(first.from()),
                      " to ", Either(news));
}

}  // namespace

std::string SuggestionReason(const Knowledge& knowledge, Occasion occasion,
                             absl::string_view asked_because,
                             const v1::TestSuggestion& suggestion) {
  const std::string why = asked_because.empty()
                              ? absl::StrCat(OccasionWords(occasion), ", and ")
                              : absl::StrCat(asked_because, " ");
  const int count = suggestion.changeable_verdicts();
  std::string consequence =
      absl::StrCat(count, " verdicts hang on it, among them ");
  if (count == 0) {
    consequence =
        "although no verdict hangs on it, its result could change what may be "
        "planned";
  } else if (count == 1) {
    consequence = "one verdict hangs on it: ";
  }
  if (count > 0) {
    absl::StrAppend(&consequence, FirstVerdict(knowledge, suggestion));
  }
  return absl::StrCat(
      why,
      asked_because.empty() ? consequence : Sentence(std::move(consequence)),
      ".");
}

std::string ClosedGateReason(const v1::Interpretation& interpretation) {
  switch (interpretation.gate()) {
    case v1::GATE_NOT_CLEARED:
      return "Ask the urgent red-flag questions first: until they are answered "
             "no test is suggested.";
    case v1::GATE_STOP_AND_REFER_URGENT:
      return "This can be an emergency: get help first, no test is suggested.";
    default:
      return "A clinician has to see the person and clear this first: until "
             "then no test is suggested.";
  }
}

std::string NothingToLearnReason() {
  return "No test that may be taken now could change a verdict or what may be "
         "planned.";
}

}  // namespace tonus::engine
