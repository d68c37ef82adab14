// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress_measures.h"

#include <vector>

#include "services/engine/dated_score.h"
#include "services/engine/facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

v1::MeasureProgress Describe(const kv1::Measure& measure,
                             const kv1::Test& test) {
  v1::MeasureProgress told;
  told.set_measure(measure.id());
  told.set_display_name(measure.display_name());
  told.set_min(test.min());
  told.set_max(test.max());
  told.set_direction(measure.direction());
  if (measure.has_mdc()) told.set_mdc(measure.mdc());
  if (measure.has_mcid()) told.set_mcid(measure.mcid());
  return told;
}

}  // namespace

void TellMeasures(const ProgressCase& of, v1::Progress* progress) {
  const std::vector<DatedScore> scores = ScoresOnRecord(of.knowledge, of.facts);
  for (const v1::Outcome& outcome : of.interpretation.outcomes()) {
    const kv1::Measure& measure = *of.knowledge.FindMeasure(outcome.measure());
    v1::MeasureProgress told =
        Describe(measure, *of.knowledge.FindTest(measure.id()));
    for (const DatedScore& score : scores) {
      if (score.measure != &measure) continue;
      v1::ScorePoint* point = told.add_points();
      *point->mutable_date() = ToDate(of.DayOf(score.time));
      point->set_score(score.score.value);
      point->set_partial(score.score.partial);
    }
    told.set_omitted_points(Thin(told.mutable_points()));
    *told.mutable_outcome() = outcome;
    progress->add_measures()->Swap(&told);
  }
}

}  // namespace tonus::engine
