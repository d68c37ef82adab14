// SPDX-License-Identifier: Apache-2.0
// The examples that each command's --help ends with.

#ifndef TONUS_SERVICES_CLIENT_EXAMPLES_H_
#define TONUS_SERVICES_CLIENT_EXAMPLES_H_

#include "CLI/CLI.hpp"

namespace tonus::client {

// Ends the help of every command below `app` with the examples of that command,
// and that of a group with those of its commands.
void SetExamples(CLI::App& app);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_EXAMPLES_H_
