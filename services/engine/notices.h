// SPDX-License-Identifier: Apache-2.0
// What is told about safety, in plain words.

#ifndef TONUS_SERVICES_ENGINE_NOTICES_H_
#define TONUS_SERVICES_ENGINE_NOTICES_H_

#include "absl/strings/string_view.h"
#include "tonus/knowledge/v1/safety.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// `gate` is the id of the gate rule, or "". `reported` tells a yes of a person
// from the finding of a rule.
v1::SafetyNotice FlagNotice(const knowledge::v1::RedFlag& red_flag,
                            bool reported, absl::string_view gate);
v1::SafetyNotice ReferralNotice(knowledge::v1::SafetyAction action,
                                absl::string_view rule,
                                absl::string_view reason,
                                absl::string_view gate);

// Gates G-03 and G-04.
v1::SafetyNotice BlockNotice(const knowledge::v1::HealthCondition& condition);
v1::SafetyNotice ClearanceNotice(
    const knowledge::v1::HealthCondition& condition);

// A flag or condition that the pack does not know.
v1::SafetyNotice UnknownSubjectNotice(absl::string_view subject);

// Says on the first notice that easy walking is fine meanwhile.
void AddWalkingSentence(v1::Interpretation* interpretation);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_NOTICES_H_
