// SPDX-License-Identifier: Apache-2.0
// Whether safety leaves anything of what a rule allows for a target.
//
// A rule sees a finding and a history; what forbids a technique stands in the
// policy of the target, in tags, limits and conditions of exercises.

#ifndef TONUS_SERVICES_ENGINE_ALLOWANCE_H_
#define TONUS_SERVICES_ENGINE_ALLOWANCE_H_

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// Returns why `technique` is never used for `muscle` on `side`, as far as the
// target and the person are concerned; nullopt when an exercise may do it. What
// equipment, level or week leave out counts as possible.
std::optional<Refusal> RefuseAllowance(const Knowledge& knowledge,
                                       const Eligibility& eligibility,
                                       const std::string& muscle,
                                       knowledge::v1::Side side,
                                       knowledge::v1::Technique technique);

// Takes back every technique that a rule allows for a target and safety
// forbids. The tags and limits of `interpretation` must be complete.
void TakeBackAllowances(const Knowledge& knowledge,
                        const storage::v1::PatientFacts& facts,
                        absl::CivilDay today,
                        v1::Interpretation* interpretation);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ALLOWANCE_H_
