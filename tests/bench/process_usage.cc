// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/process_usage.h"

#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace tonus::bench {
namespace {

absl::Duration CpuOf(pid_t pid) {
  clockid_t clock = 0;
  timespec time = {};
  if (clock_getcpuclockid(pid, &clock) != 0) return absl::ZeroDuration();
  if (clock_gettime(clock, &time) != 0) return absl::ZeroDuration();
  return absl::DurationFromTimespec(time);
}

// /proc/PID/status speaks of the first thread alone.
int64_t SwitchesOf(pid_t pid) {
  int64_t sum = 0;
  std::error_code gone;
  for (const auto& task : std::filesystem::directory_iterator(
           absl::StrCat("/proc/", pid, "/task"), gone)) {
    std::ifstream status(task.path() / "status");
    std::string word;
    while (status >> word && word != "voluntary_ctxt_switches:") {
    }
    int64_t count = 0;
    if (status >> count) sum += count;
  }
  return sum;
}

int64_t ResidentBytesOf(pid_t pid) {
  std::ifstream memory(absl::StrCat("/proc/", pid, "/statm"));
  int64_t total_pages = 0;
  int64_t resident_pages = 0;
  memory >> total_pages >> resident_pages;
  return resident_pages * sysconf(_SC_PAGESIZE);
}

}  // namespace

ProcessUsage UsageOf(pid_t pid) {
  return {CpuOf(pid), SwitchesOf(pid), ResidentBytesOf(pid)};
}

}  // namespace tonus::bench
