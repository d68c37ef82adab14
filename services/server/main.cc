// SPDX-License-Identifier: Apache-2.0
// tonusd: serves Tonus until it is told to stop, or cares for its store.

#include <cstdio>
#include <string>
#include <vector>

#include "services/server/config.h"
#include "services/server/exit_code.h"
#include "services/server/maintenance.h"
#include "services/server/serve.h"

namespace {

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "tonusd: %s\n", std::string(status.message()).c_str());
  return static_cast<int>(tonus::ExitCodeOf(status));
}

int Care(const tonus::CommandLine& line) {
  const tonus::Report report = tonus::RunCommand(line);
  std::fputs(report.text.c_str(), stdout);
  std::fflush(stdout);
  return report.status.ok() ? static_cast<int>(tonus::ExitCode::kStopped)
                            : Fail(report.status);
}

}  // namespace

int main(int argc, char** argv) {
  const auto command =
      tonus::ParseCommandLine(std::vector<std::string>(argv + 1, argv + argc));
  if (!command.ok()) return Fail(command.status());
  if (!command->output.empty()) {
    std::fputs(command->output.c_str(), stdout);
    return static_cast<int>(tonus::ExitCode::kStopped);
  }
  if (command->task != tonus::Task::kServe) return Care(*command);
  return tonus::Serve(command->config);
}
