// SPDX-License-Identifier: Apache-2.0
// tonus log amend.

#ifndef TONUS_SERVICES_CLIENT_LOG_AMEND_COMMAND_H_
#define TONUS_SERVICES_CLIENT_LOG_AMEND_COMMAND_H_

#include "CLI/CLI.hpp"
#include "services/client/invocation.h"

namespace tonus::client {

void AddLogAmendCommand(CLI::App* group, Invocation* invocation);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_LOG_AMEND_COMMAND_H_
