// SPDX-License-Identifier: Apache-2.0
// Checks answers to outcome measures against the pack, strictly: what is stored
// can be scored.

#ifndef TONUS_SERVICES_VALIDATION_MEASURES_H_
#define TONUS_SERVICES_VALIDATION_MEASURES_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus {

inline constexpr int kMaxMeasures = 50;
inline constexpr int kMaxItems = 100;

// Adds every violation of the measures of `assessment`, under paths that begin
// with `field`, or with `measures` when it is empty; also a score that is given
// twice, by a total and items that differ or by answers and a result of the
// same test, and counts of one questionnaire, results included, that can not
// both be right.
void CheckMeasures(absl::string_view field, const v1::Assessment& assessment,
                   const engine::Knowledge& knowledge, absl::Time now,
                   Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_MEASURES_H_
