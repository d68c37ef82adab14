// SPDX-License-Identifier: Apache-2.0
// What today's facts tell a clinician: red flags, and rules that refer or
// advise.

#ifndef TONUS_SERVICES_ENGINE_NOTICE_ALERTS_H_
#define TONUS_SERVICES_ENGINE_NOTICE_ALERTS_H_

#include <set>
#include <string>
#include <vector>

#include "services/engine/alert_causes.h"

namespace tonus::engine {

// Adds a cause for each notice and each rule that advises, but for those of
// `logged_rules`, which are told with their logs.
void AddNotices(const AlertCase& of, const std::set<std::string>& logged_rules,
                std::vector<AlertCause>* causes);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_NOTICE_ALERTS_H_
