// SPDX-License-Identifier: Apache-2.0
// What a process has used of the machine so far.

#ifndef TONUS_TESTS_BENCH_PROCESS_USAGE_H_
#define TONUS_TESTS_BENCH_PROCESS_USAGE_H_

#include <sys/types.h>

#include <cstdint>

#include "absl/time/time.h"

namespace tonus::bench {

struct ProcessUsage {
  // User and system time of all its threads. From the scheduler's own clock in
  // nanoseconds; /proc/PID/stat has the same sum in steps of 10 ms.
  absl::Duration cpu;
  // Times that a thread which still lives went to sleep to wait.
  int64_t voluntary_switches = 0;
  // Physical memory, bytes.
  int64_t resident_bytes = 0;
};

// Zeros when there is no such process.
ProcessUsage UsageOf(pid_t pid);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_PROCESS_USAGE_H_
