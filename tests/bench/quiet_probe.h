// SPDX-License-Identifier: Apache-2.0
// How busy the machine is before anything is measured. Figures from a noisy
// machine are worth little, and only this tells.

#ifndef TONUS_TESTS_BENCH_QUIET_PROBE_H_
#define TONUS_TESTS_BENCH_QUIET_PROBE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/report.pb.h"

namespace tonus::bench {

// Appends and syncs a file in `folder`, then repeats a loop that always does
// the same work. Takes about twice `duration`.
//   UNAVAILABLE  the folder can not be written.
absl::StatusOr<QuietProbe> ProbeQuiet(const std::string& folder,
                                      absl::Duration duration);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_QUIET_PROBE_H_
