// SPDX-License-Identifier: Apache-2.0
// The facts as they stood on an earlier day.

#ifndef TONUS_SERVICES_ENGINE_MEASURED_BY_H_
#define TONUS_SERVICES_ENGINE_MEASURED_BY_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::engine {

// The day on which `result` was measured, in an assessment of the day
// `assessed`.
absl::CivilDay MeasureDay(const v1::TestResult& result,
                          absl::CivilDay assessed);

// Returns the first `assessments` assessments of `facts` with the results that
// had been measured by the end of `day`, whenever they were submitted. The
// profile is that of today: it states what is, and a corrected one was never
// true.
storage::v1::PatientFacts MeasuredBy(const storage::v1::PatientFacts& facts,
                                     int assessments, absl::CivilDay day);

// Returns the last day on which `test` was measured.
std::optional<absl::CivilDay> LastMeasured(
    const storage::v1::PatientFacts& facts, absl::string_view test);

// Whether `test` was measured on a day after `day`.
bool IsMeasuredAfter(const storage::v1::PatientFacts& facts,
                     absl::string_view test, absl::CivilDay day);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_MEASURED_BY_H_
