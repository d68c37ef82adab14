// SPDX-License-Identifier: Apache-2.0
// Range and strength over time: the first and the last value of each test and
// side, and whether their difference is more than its error.

#ifndef TONUS_SERVICES_ENGINE_PROGRESS_TESTS_H_
#define TONUS_SERVICES_ENGINE_PROGRESS_TESTS_H_

#include "services/engine/progress_series.h"
#include "services/engine/progress_values.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Adds each test of `values`.
void TellTests(const ProgressCase& of, const PastValues& values,
               v1::Progress* progress);

// The target with its name.
v1::TargetName NameOf(const knowledge::v1::Muscle& muscle,
                      knowledge::v1::Side side);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_PROGRESS_TESTS_H_
