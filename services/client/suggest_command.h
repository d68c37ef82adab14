// SPDX-License-Identifier: Apache-2.0
// tonus assess suggest.

#ifndef TONUS_SERVICES_CLIENT_SUGGEST_COMMAND_H_
#define TONUS_SERVICES_CLIENT_SUGGEST_COMMAND_H_

#include "CLI/CLI.hpp"
#include "services/client/invocation.h"

namespace tonus::client {

// Adds it to `group`.
void AddSuggestCommand(CLI::App* group, Invocation* invocation);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_SUGGEST_COMMAND_H_
