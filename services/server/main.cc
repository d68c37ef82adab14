// SPDX-License-Identifier: Apache-2.0
// tonusd: serves Tonus until it is told to stop.

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "services/server/config.h"
#include "services/server/exit_code.h"
#include "services/server/log.h"
#include "services/server/wiring.h"

namespace {

// A stop that takes longer than this ends the process: it may crash at any
// moment without losing what it acknowledged, but must not hang.
constexpr unsigned kStopSeconds = 40;

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "tonusd: %s\n", std::string(status.message()).c_str());
  return static_cast<int>(tonus::ExitCodeOf(status));
}

// Blocks the signals that ask for a stop, for all threads yet to come.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int Serve(const tonus::server::v1::Config& config) {
  const sigset_t stop_signals = BlockStopSignals();
  tonus::OpenLog(config.log_level());
  auto daemon = tonus::Daemon::Start(config);
  if (!daemon.ok()) return Fail(daemon.status());
  std::printf("%s\n", (*daemon)->Greeting().c_str());
  std::fflush(stdout);

  int signal = 0;
  sigwait(&stop_signals, &signal);
  // A second signal ends the process at once.
  pthread_sigmask(SIG_UNBLOCK, &stop_signals, nullptr);
  alarm(kStopSeconds);
  daemon->reset();
  tonus::CloseLog();
  return static_cast<int>(tonus::ExitCode::kStopped);
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
  return Serve(command->config);
}
