// SPDX-License-Identifier: Apache-2.0
#include "services/engine/reading_days.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/btree_map.h"
#include "services/engine/dated_score.h"
#include "services/engine/facts.h"
#include "services/engine/measured_by.h"
#include "services/engine/validity.h"

namespace tonus::engine {
namespace {

constexpr int kHoursPerDay = 24;

// Test, side, and why the result is refused, if it is: a refused one replaces
// no accepted one.
using Key = std::tuple<std::string, knowledge::v1::Side, std::string>;

using DaysByKey = absl::btree_map<Key, std::set<absl::CivilDay>>;

DaysByKey MeasuredDays(const Knowledge& knowledge,
                       const storage::v1::PatientFacts& facts) {
  DaysByKey days;
  for (const auto& assessment : facts.assessments()) {
    const absl::CivilDay assessed = UtcDay(assessment.effective_time());
    for (const v1::TestResult& result : assessment.results()) {
      const auto rejected = Reject(knowledge, result, -1);
      days[{result.test(), result.side(),
            rejected.has_value() ? rejected->reason() : ""}]
          .insert(MeasureDay(result, assessed));
    }
    for (const DatedScore& score :
         ScoresOfAssessment(knowledge, assessment, nullptr)) {
      days[{score.measure->id(), knowledge::v1::SIDE_MIDLINE, ""}].insert(
          UtcDay(score.time));
    }
  }
  return days;
}

}  // namespace

std::set<absl::CivilDay> ReadingDays(const Knowledge& knowledge,
                                     const storage::v1::PatientFacts& facts) {
  std::set<absl::CivilDay> read;
  if (facts.assessments().empty()) return read;
  const storage::v1::AssessmentFact& last = *facts.assessments().rbegin();
  const absl::CivilDay assessed = UtcDay(last.effective_time());
  read.insert(assessed);
  for (const v1::TestResult& result : last.results()) {
    read.insert(MeasureDay(result, assessed));
  }
  // Repetitions close to the newest one are read with it.
  const int window =
      knowledge.pack().fusion().median_hours() / kHoursPerDay + 1;
  for (const auto& [key, days] : MeasuredDays(knowledge, facts)) {
    read.insert(days.lower_bound(*days.rbegin() - window), days.end());
  }
  return read;
}

}  // namespace tonus::engine
