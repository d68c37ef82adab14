// SPDX-License-Identifier: Apache-2.0
// A server that runs as a process of its own while this object lives.

#ifndef TONUS_TESTS_BENCH_CHILD_PROCESS_H_
#define TONUS_TESTS_BENCH_CHILD_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tonus::bench {

class ChildProcess {
 public:
  // Starts a program; its output is appended to `log_path`. Forks, so call it
  // before the first thread starts. The program is killed when this one dies.
  //   NOT_FOUND  the log can not be written, or no process be started.
  static absl::StatusOr<ChildProcess> Start(
      const std::vector<std::string>& arguments, const std::string& log_path);

  ChildProcess(ChildProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)), log_(std::move(other.log_)) {}
  ChildProcess& operator=(ChildProcess&&) = delete;

  // Asks the program to stop and waits until it has.
  ~ChildProcess();

  pid_t pid() const { return pid_; }

  // Waits until the program has written its port to `port_file` and returns it.
  //   UNAVAILABLE        the program stopped; the message says how, and ends
  //                      with its last output.
  //   DEADLINE_EXCEEDED  it took longer than `timeout`.
  absl::StatusOr<int> AwaitPort(const std::string& port_file,
                                absl::Duration timeout);

 private:
  ChildProcess(pid_t pid, std::string log) : pid_(pid), log_(std::move(log)) {}

  pid_t pid_;  // 0 once it was moved from or has been waited for.
  std::string log_;
};

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_CHILD_PROCESS_H_
