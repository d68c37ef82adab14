// SPDX-License-Identifier: Apache-2.0
#include "services/engine/measured_by.h"

#include <algorithm>
#include <optional>

#include "services/engine/facts.h"

namespace tonus::engine {

absl::CivilDay MeasureDay(const v1::TestResult& result,
                          absl::CivilDay assessed) {
  return result.has_measure_time() ? UtcDay(result.measure_time()) : assessed;
}

std::optional<absl::CivilDay> LastMeasured(
    const storage::v1::PatientFacts& facts, absl::string_view test) {
  std::optional<absl::CivilDay> last;
  for (const storage::v1::AssessmentFact& assessment : facts.assessments()) {
    const absl::CivilDay assessed = UtcDay(assessment.effective_time());
    for (const v1::TestResult& result : assessment.results()) {
      if (result.test() != test) continue;
      const absl::CivilDay day = MeasureDay(result, assessed);
      last = std::max(day, last.value_or(day));
    }
  }
  return last;
}

bool IsMeasuredAfter(const storage::v1::PatientFacts& facts,
                     absl::string_view test, absl::CivilDay day) {
  const std::optional<absl::CivilDay> last = LastMeasured(facts, test);
  return last.has_value() && *last > day;
}

storage::v1::PatientFacts MeasuredBy(const storage::v1::PatientFacts& facts,
                                     int assessments, absl::CivilDay day) {
  storage::v1::PatientFacts past;
  *past.mutable_profiles() = facts.profiles();
  for (int i = 0; i < assessments; ++i) {
    storage::v1::AssessmentFact& assessment = *past.add_assessments();
    assessment = facts.assessments(i);
    const absl::CivilDay assessed = UtcDay(assessment.effective_time());
    auto* results = assessment.mutable_results();
    results->erase(std::remove_if(results->begin(), results->end(),
                                  [&](const v1::TestResult& result) {
                                    return MeasureDay(result, assessed) > day;
                                  }),
                   results->end());
  }
  return past;
}

}  // namespace tonus::engine
