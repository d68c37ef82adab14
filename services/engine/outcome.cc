// SPDX-License-Identifier: Apache-2.0
#include "services/engine/outcome.h"

#include <cmath>
#include <utility>
#include <vector>

#include "services/engine/bands.h"
#include "services/engine/clause.h"
#include "services/engine/dated_score.h"
#include "services/engine/outcome_wording.h"
#include "services/engine/tolerance.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A measure with the test that holds its range and bands.
struct Scale {
  const kv1::Measure& measure;
  const kv1::Test& test;

  bool LowerIsBetter() const {
    return measure.direction() == kv1::DIRECTION_LOWER;
  }
};

v1::OutcomeScore OutcomeScoreOf(const Case& the_case, const kv1::Test& test,
                                const DatedScore& dated) {
  v1::OutcomeScore score;
  score.set_score(dated.score.value);
  *score.mutable_time() = dated.time;
  score.set_band(BandOf(BandsFor(test, the_case.profile, the_case.age_years,
                                 kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED),
                        dated.score.value));
  for (const int item : dated.score.items) score.add_items(item);
  score.set_partial(dated.score.partial);
  return score;
}

bool HasRoom(const Scale& scale, double baseline) {
  if (!scale.measure.has_mcid()) return false;
  const double room = scale.LowerIsBetter() ? baseline - scale.test.min()
                                            : scale.test.max() - baseline;
  return AtLeast(room, scale.measure.mcid());
}

bool IsRecovered(const Scale& scale, double latest) {
  if (!scale.measure.has_recovered_at()) return false;
  const double limit = scale.measure.recovered_at();
  return scale.LowerIsBetter() ? AtMost(latest, limit) : AtLeast(latest, limit);
}

bool IsImportant(const kv1::Measure& measure, double baseline,
                 double improvement) {
  return AtLeast(improvement, measure.mcid()) &&
         (!measure.has_relative_mcid() ||
          AtLeast(improvement, measure.relative_mcid() * baseline));
}

v1::ChangeReading ReadChange(const Scale& scale, double baseline,
                             double latest) {
  const kv1::Measure& measure = scale.measure;
  if (!measure.has_mcid()) return v1::CHANGE_READING_NO_LIMIT_KNOWN;
  const double improvement =
      scale.LowerIsBetter() ? baseline - latest : latest - baseline;
  if (AtLeast(-improvement, measure.mcid())) {
    return v1::CHANGE_READING_DETERIORATED;
  }
  if (!HasRoom(scale, baseline)) {
    return IsRecovered(scale, latest) ? v1::CHANGE_READING_RECOVERED
                                      : v1::CHANGE_READING_NOT_ENOUGH_ROOM;
  }
  return IsImportant(measure, baseline, improvement)
             ? v1::CHANGE_READING_IMPORTANT_IMPROVEMENT
             : v1::CHANGE_READING_UNCHANGED;
}

bool IsBeyondError(const kv1::Measure& measure, double baseline,
                   double latest) {
  return AtLeast(std::abs(latest - baseline), measure.mdc());
}

// Fills in what can be told of the change from `baseline` to `latest`.
void SetChange(const Scale& scale, double baseline, double latest,
               v1::Outcome* outcome) {
  outcome->set_change(latest - baseline);
  outcome->set_has_room(HasRoom(scale, baseline));
  outcome->set_reading(ReadChange(scale, baseline, latest));
  if (scale.measure.has_mdc()) {
    outcome->set_beyond_error(IsBeyondError(scale.measure, baseline, latest));
  }
}

// Totals name no items and are trusted to be made of the same ones.
bool SameItems(const kv1::Measure& measure, const Score& a, const Score& b) {
  return !measure.scoring().same_items() || a.items.empty() ||
         b.items.empty() || a.items == b.items;
}

// Whether `read` says the same of the change whatever the unanswered items
// would have added to either score.
template <typename Read>
bool IsSettled(const Score& baseline, const Score& latest, Read read) {
  const auto reading = read(baseline.value, latest.value);
  for (const double first : {baseline.value, baseline.value + baseline.above}) {
    for (const double last : {latest.value, latest.value + latest.above}) {
      if (read(first, last) != reading) return false;
    }
  }
  return true;
}

void CompareScores(const Scale& scale, const std::vector<DatedScore>& scores,
                   v1::Outcome* outcome) {
  const Score& latest = scores.back().score;
  if (scale.measure.rates_change()) {
    SetChange(scale, 0, latest.value, outcome);
    return;
  }
  const Score& baseline = scores.front().score;
  outcome->set_has_room(HasRoom(scale, baseline.value));
  if (scores.size() == 1) {
    outcome->set_reading(v1::CHANGE_READING_SINGLE_SCORE);
  } else if (!SameItems(scale.measure, baseline, latest) ||
             !IsSettled(baseline, latest, [&](double first, double last) {
               return ReadChange(scale, first, last);
             })) {
    outcome->set_reading(v1::CHANGE_READING_NOT_COMPARABLE);
  } else {
    SetChange(scale, baseline.value, latest.value, outcome);
    if (!IsSettled(baseline, latest, [&](double first, double last) {
          return IsBeyondError(scale.measure, first, last);
        })) {
      outcome->clear_beyond_error();
    }
  }
}

void AddChangeRules(v1::Outcome* outcome) {
  switch (outcome->reading()) {
    case v1::CHANGE_READING_DETERIORATED:
      outcome->add_rules("P-11");
      break;
    case v1::CHANGE_READING_UNCHANGED:
      outcome->add_rules("P-10");
      outcome->add_rules("P-11");
      break;
    case v1::CHANGE_READING_IMPORTANT_IMPROVEMENT:
    case v1::CHANGE_READING_RECOVERED:
    case v1::CHANGE_READING_NOT_ENOUGH_ROOM:
      outcome->add_rules("P-10");
      break;
    default:
      break;
  }
}

// A stratum before which one is unknown is not told: it might be that one.
void SetStratum(const Case& the_case, const kv1::Measure& measure,
                v1::Outcome* outcome) {
  for (const kv1::StratumRule& rule : measure.strata()) {
    const Truth truth = Evaluate(the_case, Viewpoint{}, rule.when()).truth;
    if (truth == kv1::TRUTH_FALSE) continue;
    if (truth == kv1::TRUTH_TRUE) {
      outcome->set_stratum(rule.stratum());
      outcome->add_rules(rule.rule());
    }
    return;
  }
}

v1::Outcome OutcomeOf(const Case& the_case, const Scale& scale,
                      const std::vector<DatedScore>& scores) {
  const kv1::Measure& measure = scale.measure;
  v1::Outcome outcome;
  outcome.set_measure(measure.id());
  if (!measure.rates_change()) {
    *outcome.mutable_baseline() =
        OutcomeScoreOf(the_case, scale.test, scores.front());
  }
  *outcome.mutable_latest() =
      OutcomeScoreOf(the_case, scale.test, scores.back());
  CompareScores(scale, scores, &outcome);
  outcome.add_rules(measure.scoring().rule());
  // The rule that scores a rating of change says how it is read, too.
  if (!measure.rates_change()) AddChangeRules(&outcome);
  SetStratum(the_case, measure, &outcome);
  outcome.set_text(OutcomeText(measure, scale.test, outcome));
  return outcome;
}

}  // namespace

void ReadOutcomes(Case* the_case) {
  const Knowledge& knowledge = the_case->knowledge;
  const std::vector<DatedScore> all =
      ScoresOnRecord(knowledge, the_case->facts);
  if (all.empty()) return;
  for (const kv1::Measure& measure : knowledge.pack().measures()) {
    std::vector<DatedScore> scores;
    for (const DatedScore& score : all) {
      if (score.measure == &measure) scores.push_back(score);
    }
    if (scores.empty()) continue;
    const Scale scale{measure, *knowledge.FindTest(measure.id())};
    *the_case->result.add_outcomes() = OutcomeOf(*the_case, scale, scores);
  }
}

}  // namespace tonus::engine
