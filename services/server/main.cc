// SPDX-License-Identifier: Apache-2.0
// tonusd: serves Tonus until it is told to stop, or cares for its store.

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

#include "services/server/config.h"
#include "services/server/exit_code.h"
#include "services/server/log.h"
#include "services/server/maintenance.h"
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
  // A store that has stopped ends the program as a signal does, once.
  std::atomic<bool> stopping = false;
  auto daemon = tonus::Daemon::Start(config, [&stopping] {
    if (!stopping.exchange(true)) kill(getpid(), SIGTERM);
  });
  if (!daemon.ok()) return Fail(daemon.status());
  std::printf("%s\n", (*daemon)->Greeting().c_str());
  std::fflush(stdout);

  int signal = 0;
  sigwait(&stop_signals, &signal);
  stopping = true;
  // A second signal ends the process at once.
  pthread_sigmask(SIG_UNBLOCK, &stop_signals, nullptr);
  alarm(kStopSeconds);
  (*daemon)->StopServing();
  if ((*daemon)->store_stopped()) {
    tonus::CloseLog();
    _exit(static_cast<int>(tonus::ExitCode::kRestart));
  }
  daemon->reset();
  tonus::CloseLog();
  return static_cast<int>(tonus::ExitCode::kStopped);
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
  return Serve(command->config);
}
