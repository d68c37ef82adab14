// SPDX-License-Identifier: Apache-2.0
#include "services/engine/outcome_wording.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// With one decimal at most.
double Rounded(double value) { return std::round(value * 10) / 10; }

std::string Points(double points) {
  const double rounded = Rounded(std::abs(points));
  return absl::StrCat(rounded, rounded == 1 ? " point" : " points");
}

// Items without an answer can only add to a score.
std::string ScoreWords(const v1::OutcomeScore& score) {
  return absl::StrCat(score.partial() ? "at least " : "",
                      Rounded(score.score()));
}

// Whether the true scores may be higher for want of answers.
bool IsPartial(const v1::Outcome& outcome) {
  return outcome.latest().partial() || outcome.baseline().partial();
}

std::string ScoresText(const kv1::Measure& measure, const kv1::Test& test,
                       const v1::Outcome& outcome) {
  const std::string latest = ScoreWords(outcome.latest());
  const bool lower = measure.direction() == kv1::DIRECTION_LOWER;
  if (measure.rates_change()) {
    return absl::StrCat(latest, ", where 0 is no change and ", test.max(),
                        " the best.");
  }
  if (outcome.reading() == v1::CHANGE_READING_SINGLE_SCORE) {
    return absl::StrCat(latest, " of ", test.max(), ", where ",
                        lower ? "lower" : "higher", " is better.");
  }
  std::string text = absl::StrCat(ScoreWords(outcome.baseline()), " at first, ",
                                  latest, " now");
  // By how many points is not known while a score is open.
  if (!outcome.has_change() || IsPartial(outcome)) {
    return absl::StrCat(text, ".");
  }
  if (Rounded(outcome.change()) == 0) return absl::StrCat(text, ", no change.");
  const bool better = (outcome.change() < 0) == lower;
  return absl::StrCat(text, ", ", Points(outcome.change()),
                      better ? " better." : " worse.");
}

// What is said of a change that is neither important nor a deterioration.
std::string SizeText(const v1::Outcome& outcome) {
  if (!outcome.has_beyond_error()) return "";
  return outcome.beyond_error()
             ? " That is more than the error of the measure."
             : " That is within the error of the measure, so it may be no "
               "change at all.";
}

std::string ReadingText(const kv1::Measure& measure,
                        const v1::Outcome& outcome) {
  switch (outcome.reading()) {
    case v1::CHANGE_READING_SINGLE_SCORE:
      return measure.has_mcid()
                 ? absl::StrCat(
                       " One score so far; a change can be told from the next "
                       "one on, and ",
                       Points(measure.mcid()), " or more would matter.")
                 : " One score so far; a change can be told from the next one "
                   "on.";
    case v1::CHANGE_READING_UNCHANGED:
      return absl::StrCat(" No change that matters to most people.",
                          SizeText(outcome));
    case v1::CHANGE_READING_IMPORTANT_IMPROVEMENT:
      return " An improvement that matters to most people.";
    case v1::CHANGE_READING_RECOVERED:
      return " The first score left little room to improve; the last one is "
             "that of people who have recovered.";
    case v1::CHANGE_READING_NOT_ENOUGH_ROOM:
      return " The first score left too little room to improve for this "
             "measure to tell.";
    case v1::CHANGE_READING_DETERIORATED:
      return " A worsening that matters to most people; worth talking over "
             "with a clinician.";
    case v1::CHANGE_READING_NOT_COMPARABLE:
      if (IsPartial(outcome)) {
        return " What changed depends on items that were not answered; answer "
               "all of them next time.";
      }
      return " They rate different activities, so they are not compared; rate "
             "the first ones again.";
    case v1::CHANGE_READING_NO_LIMIT_KNOWN:
      return absl::StrCat(" Which change of it matters is not known.",
                          SizeText(outcome));
    default:
      return "";
  }
}

}  // namespace

std::string OutcomeText(const kv1::Measure& measure, const kv1::Test& test,
                        const v1::Outcome& outcome) {
  std::string text = absl::StrCat(measure.display_name(), ": ",
                                  ScoresText(measure, test, outcome),
                                  ReadingText(measure, outcome));
  if (IsPartial(outcome)) {
    absl::StrAppend(&text,
                    " Some items were not answered, so the true score may be "
                    "higher.");
  }
  if (!measure.caveat().empty()) absl::StrAppend(&text, " ", measure.caveat());
  return text;
}

}  // namespace tonus::engine
