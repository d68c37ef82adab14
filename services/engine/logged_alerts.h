// SPDX-License-Identifier: Apache-2.0
// Referrals that follow from what was logged, told with the logs that caused
// them.

#ifndef TONUS_SERVICES_ENGINE_LOGGED_ALERTS_H_
#define TONUS_SERVICES_ENGINE_LOGGED_ALERTS_H_

#include <set>
#include <string>
#include <vector>

#include "services/engine/alert_causes.h"

namespace tonus::engine {

// Adds a cause for each session, relief run or day at home after which a row
// refers; a rise of pain that goes on is one. Returns the rules of those that
// have not faded: their notices tell nothing more.
std::set<std::string> AddLogged(const AlertCase& of,
                                std::vector<AlertCause>* causes);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LOGGED_ALERTS_H_
