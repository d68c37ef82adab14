// SPDX-License-Identifier: Apache-2.0
#include "services/server/serve.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <string>

#include "services/server/exit_code.h"
#include "services/server/log.h"
#include "services/server/wiring.h"

namespace tonus {
namespace {

// Blocks the signals that ask for a stop, for all threads yet to come.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// A signal handler, for the alarm: only what is safe in one.
void EndAtOnce(int /*signal*/) {
  constexpr char kText[] = "tonusd: the stop took too long\n";
  // Nothing can be done about it when it fails.
  if (write(STDERR_FILENO, kText, sizeof(kText) - 1) < 0) {
  }
  _exit(static_cast<int>(ExitCode::kStopTooLong));
}

}  // namespace

int Serve(const server::v1::Config& config, const ServeOptions& options) {
  const sigset_t stop_signals = BlockStopSignals();
  signal(SIGALRM, EndAtOnce);
  OpenLog(config.log_level());
  // A store that has stopped ends the program as a signal does, once.
  std::atomic<bool> stopping = false;
  auto daemon = Daemon::Start(
      config,
      [&stopping] {
        if (!stopping.exchange(true)) kill(getpid(), SIGTERM);
      },
      options.open_store);
  if (!daemon.ok()) {
    std::fprintf(stderr, "tonusd: %s\n",
                 std::string(daemon.status().message()).c_str());
    return static_cast<int>(ExitCodeOf(daemon.status()));
  }
  std::printf("%s\n", (*daemon)->Greeting().c_str());
  std::fflush(stdout);

  int signal = 0;
  sigwait(&stop_signals, &signal);
  stopping = true;
  // A second signal ends the process at once.
  pthread_sigmask(SIG_UNBLOCK, &stop_signals, nullptr);
  alarm(options.stop_seconds);
  if (!(*daemon)->store_stopped()) (*daemon)->LetClientsLeave();
  (*daemon)->StopServing();
  if ((*daemon)->store_stopped()) {
    CloseLog();
    _exit(static_cast<int>(ExitCode::kRestart));
  }
  daemon->reset();
  CloseLog();
  return static_cast<int>(ExitCode::kStopped);
}

}  // namespace tonus
