// SPDX-License-Identifier: Apache-2.0
// Checks test results against the pack, strictly: what is stored can be read.

#ifndef TONUS_SERVICES_VALIDATION_TEST_RESULTS_H_
#define TONUS_SERVICES_VALIDATION_TEST_RESULTS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus {

inline constexpr int kMaxResults = 500;

// Adds every violation of `results`. `assessment_time` holds for results
// without a time of their own. A result that may not come from the person
// (rule R-010) is no violation: it is stored, and the engine lists it as
// rejected.
void CheckTestResults(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<v1::TestResult>& results,
    const google::protobuf::Timestamp& assessment_time,
    const engine::Knowledge& knowledge, absl::Time now, Violations* violations);

// Adds a violation when `measured` is of a later day than `assessed`: 24 hours
// later, or 36 where `assessed` is a day that was given as its beginning in
// UTC, since it ends so late in the west.
void CheckMeasureTime(absl::string_view field,
                      const google::protobuf::Timestamp& measured,
                      const google::protobuf::Timestamp& assessed,
                      Violations* violations);

// Adds a violation unless `value` is one that `test` can have.
void CheckTestValue(absl::string_view field, double value,
                    const knowledge::v1::Test& test, Violations* violations);

// Adds a violation unless `side` is one on which `test` is taken.
void CheckTestSide(absl::string_view field, knowledge::v1::Side side,
                   const knowledge::v1::Test& test, Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_TEST_RESULTS_H_
