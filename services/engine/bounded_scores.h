// SPDX-License-Identifier: Apache-2.0
// Scores that nobody gave and that another score of the same questionnaire
// bounds: of 9 items with 3 endorsed at most 3 can be among any 5 of them.

#ifndef TONUS_SERVICES_ENGINE_BOUNDED_SCORES_H_
#define TONUS_SERVICES_ENGINE_BOUNDED_SCORES_H_

#include <optional>

#include "services/engine/knowledge.h"
#include "services/engine/measurement.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::engine {

// Fills `bounded` of `measurements`, in pack order of the measures. A measure
// whose score is read has none; of several others that bound it, the tightest
// ends count.
void AddBoundedScores(const Knowledge& knowledge, const v1::Profile& profile,
                      std::optional<int> age_years, Measurements* measurements);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_BOUNDED_SCORES_H_
