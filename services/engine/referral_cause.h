// SPDX-License-Identifier: Apache-2.0
// How a cause of an alert begins: its kind, and how soon somebody has to look.

#ifndef TONUS_SERVICES_ENGINE_REFERRAL_CAUSE_H_
#define TONUS_SERVICES_ENGINE_REFERRAL_CAUSE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/engine/alert_causes.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/alert.pb.h"
#include "tonus/knowledge/v1/safety.pb.h"
#include "tonus/v1/alert.pb.h"

namespace tonus::engine {

// Returns how soon somebody has to look at what asks for `action`.
v1::AlertUrgency UrgencyOf(knowledge::v1::SafetyAction action);

// Returns the kind of alerts about a rule or a red flag; unspecified when there
// are none.
knowledge::v1::AlertKind KindOf(const Knowledge& knowledge,
                                absl::string_view subject);

// Adds a cause and returns its alert. One urgency is one subject: what grows
// more urgent is told anew.
v1::Alert& AddCause(std::string key, absl::string_view subject,
                    knowledge::v1::AlertKind kind, v1::AlertUrgency urgency,
                    std::vector<AlertCause>* causes);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_REFERRAL_CAUSE_H_
