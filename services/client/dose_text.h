// SPDX-License-Identifier: Apache-2.0
// Says a dose the way one person tells it to another.

#ifndef TONUS_SERVICES_CLIENT_DOSE_TEXT_H_
#define TONUS_SERVICES_CLIENT_DOSE_TEXT_H_

#include <string>

#include "tonus/v1/routine.pb.h"

namespace tonus::client {

// The doses of an item, for example
// "2 sets of 8, each side, right first, 10 s rest". Sides whose doses differ
// are said one by one: "left: 1 set of 8; right: 2 sets of 8".
std::string DoseText(const v1::SessionItem& item);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_DOSE_TEXT_H_
