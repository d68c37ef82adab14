// SPDX-License-Identifier: Apache-2.0
// What the operator asks for: defaults, then the file, then flags.

#ifndef TONUS_SERVICES_SERVER_CONFIG_H_
#define TONUS_SERVICES_SERVER_CONFIG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

// What tonusd is asked to do.
enum class Task {
  kServe,
  kRecover,  // Tells what a damaged log costs, and with `apply` mends it.
  kBackup,   // Adds a backup to the folder `path`, and keeps `keep` of them.
  kVerify,   // Reads the backups in the folder `path`.
  kRestore,  // Makes the store from one of them.
  kExport,   // Writes all records to the file `path`.
  kImport,   // Reads them from there.
};

struct CommandLine {
  server::v1::Config config;

  Task task = Task::kServe;
  std::string path;
  bool apply = false;
  int keep = 0;
  std::optional<int64_t> backup;  // Restore the one with this id.
  std::optional<int64_t> commit;  // Restore what was there after this one.

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
