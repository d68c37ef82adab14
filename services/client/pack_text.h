// SPDX-License-Identifier: Apache-2.0
// Tells what the check of a pack found.

#ifndef TONUS_SERVICES_CLIENT_PACK_TEXT_H_
#define TONUS_SERVICES_CLIENT_PACK_TEXT_H_

#include <string>

#include "tonus/v1/knowledge_service.pb.h"

namespace tonus::client {

// Each complaint with file, table and id, and what to do about it; then what
// was examined.
std::string ValidationText(const v1::ValidatePackResponse& response);

// The uncovered verdicts as textproto, ready for the pack.
std::string UncoveredText(const v1::ValidatePackResponse& response);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_PACK_TEXT_H_
