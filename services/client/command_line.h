// SPDX-License-Identifier: Apache-2.0
// The command line `tonus`: reads arguments, runs one command, returns its exit
// code.

#ifndef TONUS_SERVICES_CLIENT_COMMAND_LINE_H_
#define TONUS_SERVICES_CLIENT_COMMAND_LINE_H_

#include <string>
#include <vector>

#include "services/client/failure.h"
#include "services/client/invocation.h"

namespace tonus::client {

// Runs the command that `arguments` (without the program's own name) ask for.
// Never throws. Prints answers to `streams.out` and everything else to
// `streams.err`.
ExitCode Run(std::vector<std::string> arguments, Streams streams);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_COMMAND_LINE_H_
