// SPDX-License-Identifier: Apache-2.0
#include "services/engine/bounded_scores.h"

#include <algorithm>
#include <utility>

#include "services/engine/bands.h"
#include "services/engine/score.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

const Reading* FindScore(const Measurements& measurements,
                         const kv1::Measure& measure) {
  return measurements.Find(measure.id(), kv1::SIDE_MIDLINE);
}

// What the scores that are read leave possible for `measure`, with the time of
// the newest of them. Scores of different days may leave nothing.
std::optional<Reading> Bound(const Knowledge& knowledge,
                             const kv1::Measure& measure,
                             const Measurements& measurements) {
  Reading bounded;
  bounded.side = kv1::SIDE_MIDLINE;
  std::optional<ScoreRange> possible;
  for (const kv1::Measure& other : knowledge.pack().measures()) {
    const Reading* known = FindScore(measurements, other);
    if (known == nullptr) continue;
    const std::optional<ScoreRange> beside = RangeBeside(
        measure, other, Score{.value = known->value, .above = known->above});
    if (!beside.has_value()) continue;
    if (!possible.has_value()) possible = beside;
    possible = ScoreRange{std::max(possible->low, beside->low),
                          std::min(possible->high, beside->high)};
    bounded.time = std::max(bounded.time, known->time);
    bounded.day = std::max(bounded.day, known->day);
  }
  if (!possible.has_value() || possible->low > possible->high) {
    return std::nullopt;
  }
  bounded.value = possible->low;
  bounded.above = possible->high - possible->low;
  return bounded;
}

}  // namespace

void AddBoundedScores(const Knowledge& knowledge, const v1::Profile& profile,
                      std::optional<int> age_years,
                      Measurements* measurements) {
  for (const kv1::Measure& measure : knowledge.pack().measures()) {
    const kv1::Test* test = knowledge.FindTest(measure.id());
    if (measure.questionnaire().empty() || test == nullptr ||
        FindScore(*measurements, measure) != nullptr) {
      continue;
    }
    std::optional<Reading> bounded = Bound(knowledge, measure, *measurements);
    if (!bounded.has_value()) continue;
    bounded->test = test;
    bounded->bands = &BandsFor(*test, profile, age_years,
                               kv1::DYNAMOMETRY_PROTOCOL_UNSPECIFIED);
    bounded->band = BandOf(*bounded->bands, bounded->value);
    measurements->bounded.push_back(*std::move(bounded));
  }
}

}  // namespace tonus::engine
