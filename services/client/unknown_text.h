// SPDX-License-Identifier: Apache-2.0
// What is not known, and whether it was measured at all.

#ifndef TONUS_SERVICES_CLIENT_UNKNOWN_TEXT_H_
#define TONUS_SERVICES_CLIENT_UNKNOWN_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/interpretation.pb.h"

namespace tonus::client {

// Returns a line for each muscle that was measured without a verdict and its
// reason, then lists of the muscles whose results were too old or not read, and
// of those that nobody tested. Both sides of a muscle are its name alone.
std::string UnknownText(const v1::Interpretation& interpretation,
                        const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_UNKNOWN_TEXT_H_
