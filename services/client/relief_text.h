// SPDX-License-Identifier: Apache-2.0
// Tells where a relief run stands.

#ifndef TONUS_SERVICES_CLIENT_RELIEF_TEXT_H_
#define TONUS_SERVICES_CLIENT_RELIEF_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/relief.pb.h"

namespace tonus::client {

// What to do now, or how the run ended. While the gate is closed: the referral.
std::string ReliefText(const v1::ReliefRun& run, const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_RELIEF_TEXT_H_
