// SPDX-License-Identifier: Apache-2.0
// What is told about safety, in plain words.

#ifndef TONUS_SERVICES_ENGINE_NOTICES_H_
#define TONUS_SERVICES_ENGINE_NOTICES_H_

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/safety.pb.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::engine {

// What a rule asks for.
struct Referral {
  knowledge::v1::SafetyAction action;
  // Id of the rule.
  absl::string_view rule;
  absl::string_view reason;
  // What is told with it; may be empty.
  absl::string_view advice;
};

// What follows from an action depends on `gate`: nothing goes on while it is
// closed. `rule` is the id of the gate rule, or "". `reported` tells a yes of a
// person from the finding of a rule.
v1::SafetyNotice FlagNotice(const knowledge::v1::RedFlag& red_flag,
                            bool reported, absl::string_view rule,
                            v1::Gate gate);
v1::SafetyNotice ReferralNotice(const Referral& referral,
                                absl::string_view rule, v1::Gate gate);

// Gates G-03 and G-04. `set_by` is the rule that set the condition, which tells
// what it rests on; nullptr when it was reported.
v1::SafetyNotice BlockNotice(const knowledge::v1::HealthCondition& condition,
                             const knowledge::v1::Rule* set_by, v1::Gate gate);
v1::SafetyNotice ClearanceNotice(
    const knowledge::v1::HealthCondition& condition,
    const knowledge::v1::Rule* set_by);

// A flag or condition that the pack does not know.
v1::SafetyNotice UnknownSubjectNotice(absl::string_view subject);

// Whether a closed gate leaves walking: that of a referral whose every reason
// is known here and forbids it nowhere.
bool WalkingIsFine(const Knowledge& knowledge,
                   const v1::Interpretation& interpretation);

// That easy walking is fine, where WalkingIsFine().
extern const char kWalkingSentence[];

// Says it on the first notice.
void AddWalkingSentence(v1::Interpretation* interpretation);

// Returns what `notice`, which was made for a person at `gate`, tells a
// clinician.
std::string TextForClinician(const v1::SafetyNotice& notice, v1::Gate gate);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_NOTICES_H_
