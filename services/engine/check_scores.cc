// SPDX-License-Identifier: Apache-2.0
// Whether the scores of outcome measures are the values of their tests.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "services/engine/check_tables.h"
#include "services/engine/score.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::ItemScale;
using ::tonus::knowledge::v1::Measure;
using ::tonus::knowledge::v1::Scoring;
using ::tonus::knowledge::v1::Test;

constexpr double kAll = 100;

struct Scores {
  double low = 0;
  double high = 0;
};

// The scores that complete answers can have.
Scores ScoresOf(const Measure& measure) {
  const Scoring& scoring = measure.scoring();
  const auto items = ScoredItems(measure);
  Scores scores;
  switch (scoring.method()) {
    case Scoring::METHOD_SUM:
      for (const int item : items) {
        const ItemScale scale = ScaleOf(measure, item);
        scores.low += scale.min();
        scores.high += scale.max();
      }
      return scores;
    case Scoring::METHOD_COUNT:
      scores.high = static_cast<double>(items.size());
      return scores;
    case Scoring::METHOD_PERCENT:
      scores.high = kAll;
      return scores;
    default:
      scores.low = scoring.item_min();
      scores.high = scoring.item_max();
      return scores;
  }
}

void CheckRange(EntryCheck& entry, const Measure& measure, const Test& test) {
  const Scores scores = ScoresOf(measure);
  entry.Expect(scores.low == test.min() && scores.high == test.max(),
               absl::StrCat("scores of ",
                            Scoring::Method_Name(measure.scoring().method()),
                            " run from ", scores.low, " to ", scores.high,
                            ", but values of its test from ", test.min(),
                            " to ", test.max()));
  if (measure.has_recovered_at()) {
    entry.ExpectWithin("recovered_at", measure.recovered_at(), test.min(),
                       test.max());
  }
  for (const auto& [field, given, value] :
       {std::tuple("mdc", measure.has_mdc(), measure.mdc()),
        std::tuple("mcid", measure.has_mcid(), measure.mcid())}) {
    entry.Expect(!given || value <= test.max() - test.min(),
                 absl::StrCat(field, " is more than values can change"));
  }
}

int TimesTold(const Measure& measure, knowledge::v1::Stratum stratum) {
  return static_cast<int>(
      std::count_if(measure.strata().begin(), measure.strata().end(),
                    [&](const auto& row) { return row.stratum() == stratum; }));
}

// A stratum that no row tells would be taken for none. A part of a
// questionnaire may leave some to another part.
void CheckEveryStratum(CheckContext& context, EntryCheck& entry,
                       const Measure& measure) {
  if (measure.strata().empty()) return;
  const auto is_told_beside = [&](knowledge::v1::Stratum stratum) {
    return !measure.questionnaire().empty() &&
           std::any_of(
               context.pack.measures().begin(), context.pack.measures().end(),
               [&](const Measure& other) {
                 return other.questionnaire() == measure.questionnaire() &&
                        TimesTold(other, stratum) == 1;
               });
  };
  for (const auto stratum :
       {knowledge::v1::STRATUM_LOW, knowledge::v1::STRATUM_MEDIUM,
        knowledge::v1::STRATUM_HIGH}) {
    const int told = TimesTold(measure, stratum);
    if (told == 0 && is_told_beside(stratum)) continue;
    entry.Expect(told == 1, absl::StrCat("strata tells ",
                                         knowledge::v1::Stratum_Name(stratum),
                                         " ", told, " times, not once"));
  }
}

// Limits of pain are in points of 0 to 10, and a sum or a share is none.
void CheckAveragePain(CheckContext& context) {
  const std::string& id = context.pack.session().average_pain_test();
  const Test* test = Find(context.tests.by_id, id);
  const Measure* measure = Find(context.measures.by_id, id);
  if (test == nullptr) return;  // Somebody else's complaint.
  constexpr double kMostPain = 10;
  EntryCheck(context, "session", "")
      .Expect(measure != nullptr &&
                  measure->scoring().method() == Scoring::METHOD_SINGLE &&
                  test->unit() == "points" && test->min() == 0 &&
                  test->max() == kMostPain,
              absl::StrCat("average_pain_test names `", id,
                           "`, which is no single answer of 0 to 10 points"));
}

}  // namespace

void CheckScores(CheckContext& context) {
  for (const Measure& measure : context.pack.measures()) {
    const Test* test = Find(context.tests.by_id, measure.id());
    if (test == nullptr || !measure.has_scoring()) continue;
    EntryCheck entry(context, "measures", measure.id());
    CheckRange(entry, measure, *test);
    CheckEveryStratum(context, entry, measure);
  }
  if (context.pack.has_session()) CheckAveragePain(context);
}

}  // namespace tonus::engine
