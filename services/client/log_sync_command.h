// SPDX-License-Identifier: Apache-2.0
// tonus log sync.

#ifndef TONUS_SERVICES_CLIENT_LOG_SYNC_COMMAND_H_
#define TONUS_SERVICES_CLIENT_LOG_SYNC_COMMAND_H_

#include <string>

#include "CLI/CLI.hpp"
#include "services/client/invocation.h"

namespace tonus::client {

// `patient` is an option of the group, and outlives the parser.
void AddLogSyncCommand(CLI::App* group, Invocation* invocation,
                       const std::string* patient);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_LOG_SYNC_COMMAND_H_
