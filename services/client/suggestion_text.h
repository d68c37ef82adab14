// SPDX-License-Identifier: Apache-2.0
// Tells which tests are worth taking next, and what hangs on them.

#ifndef TONUS_SERVICES_CLIENT_SUGGESTION_TEXT_H_
#define TONUS_SERVICES_CLIENT_SUGGESTION_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/assessment_service.pb.h"

namespace tonus::client {

std::string SuggestionsText(const v1::SuggestTestsResponse& response,
                            const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_SUGGESTION_TEXT_H_
