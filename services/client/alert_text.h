// SPDX-License-Identifier: Apache-2.0
// Tells of alerts and harmful events in words.

#ifndef TONUS_SERVICES_CLIENT_ALERT_TEXT_H_
#define TONUS_SERVICES_CLIENT_ALERT_TEXT_H_

#include <string>

#include "tonus/v1/adverse_event.pb.h"
#include "tonus/v1/alert.pb.h"

namespace tonus::client {

// "NOW", "within days" or "routine".
std::string UrgencyWord(v1::AlertUrgency urgency);

// An alert in a few lines: how soon, what, on what evidence, and its name.
std::string AlertText(const v1::Alert& alert);

// An entry of the register in a few lines.
std::string AdverseEventText(const v1::AdverseEvent& event);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_ALERT_TEXT_H_
