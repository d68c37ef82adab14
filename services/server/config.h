// SPDX-License-Identifier: Apache-2.0
// What the operator asks for: defaults, then the file, then flags.

#ifndef TONUS_SERVICES_SERVER_CONFIG_H_
#define TONUS_SERVICES_SERVER_CONFIG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

struct CommandLine {
  server::v1::Config config;

  // When not empty: print this and exit instead of serving (`--help`,
  // `--version`, `--print-config`).
  std::string output;
};

// Reads the arguments, without the program's name.
//   INVALID_ARGUMENT     the command line is wrong.
//   FAILED_PRECONDITION  a setting is wrong, or settings contradict each other.
absl::StatusOr<CommandLine> ParseCommandLine(
    std::vector<std::string> arguments);

// OK when the settings fit together: in particular, nothing but TLS with
// configured credentials on an address that others can reach.
//   FAILED_PRECONDITION  otherwise; the message says what to do.
absl::Status CheckConfig(const server::v1::Config& config);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_CONFIG_H_
