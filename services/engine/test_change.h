// SPDX-License-Identifier: Apache-2.0
// What the difference of two values of a test says.

#ifndef TONUS_SERVICES_ENGINE_TEST_CHANGE_H_
#define TONUS_SERVICES_ENGINE_TEST_CHANGE_H_

#include <optional>

#include "services/engine/progress_values.h"
#include "tonus/knowledge/v1/test.pb.h"
#include "tonus/v1/progress_report.pb.h"

namespace tonus::engine {

// Returns the smallest change beyond the error of values that were taken so;
// nullopt when none is known.
std::optional<double> ErrorOf(const knowledge::v1::Test& test,
                              const PastValue& first, const PastValue& last);

// Whether both were taken alike.
bool AreComparable(const knowledge::v1::Test& test, const PastValue& first,
                   const PastValue& last);

// Returns whether the change from `first` to `last` is beyond the error, and
// which way; without a known error a change of the band is.
v1::TestChange ReadChange(const knowledge::v1::Test& test,
                          const PastValue& first, const PastValue& last);

// Whether a result on `side` speaks about a target on `target`.
bool SpeaksAbout(const knowledge::v1::TestMapping& mapping,
                 knowledge::v1::Side side, knowledge::v1::Side target);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_TEST_CHANGE_H_
