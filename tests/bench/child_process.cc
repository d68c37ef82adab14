// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"

namespace tonus::bench {
namespace {

constexpr size_t kLogTailBytes = 2000;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Tail(const std::string& path) {
  std::string text = ReadAll(path);
  if (text.size() > kLogTailBytes) text.erase(0, text.size() - kLogTailBytes);
  return text;
}

std::string HowItEnded(int status) {
  if (WIFSIGNALED(status)) return absl::StrCat("by signal ", WTERMSIG(status));
  return absl::StrCat("with exit code ", WEXITSTATUS(status));
}

}  // namespace

absl::StatusOr<ChildProcess> ChildProcess::Start(
    const std::vector<std::string>& arguments, const std::string& log_path) {
  const int log =
      open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) return absl::NotFoundError(absl::StrCat(log_path, ": no log"));
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execv(argv[0], argv.data());
    dprintf(STDERR_FILENO, "%s can not be run\n", argv[0]);
    _exit(127);
  }
  close(log);
  if (pid < 0) {
    return absl::NotFoundError(absl::StrCat(arguments[0], ": no process"));
  }
  return ChildProcess(pid, log_path);
}

ChildProcess::~ChildProcess() {
  if (pid_ == 0) return;
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

absl::StatusOr<int> ChildProcess::AwaitPort(const std::string& port_file,
                                            absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  while (absl::Now() < deadline) {
    int port = 0;
    const std::string text = ReadAll(port_file);
    absl::string_view line = text;
    if (absl::ConsumeSuffix(&line, "\n") && absl::SimpleAtoi(line, &port)) {
      return port;
    }
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = 0;
      return absl::UnavailableError(absl::StrCat(
          "the server stopped ", HowItEnded(status), ": ", Tail(log_)));
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
  return absl::DeadlineExceededError(
      absl::StrCat("the server wrote no port to ", port_file, " within ",
                   absl::FormatDuration(timeout), ": ", Tail(log_)));
}

}  // namespace tonus::bench
