// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/quiet_probe.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/histogram.h"

namespace tonus::bench {
namespace {

constexpr int kSyncedBytes = 8192;

// As much work as an undisturbed core does in some milliseconds.
absl::Duration TimeOneSpin() {
  const absl::Time start = absl::Now();
  volatile uint32_t value = 1;
  for (int i = 0; i < 5'000'000; ++i) value = value * 1664525 + 1013904223;
  return absl::Now() - start;
}

absl::StatusOr<absl::Duration> MedianSync(const std::string& folder,
                                          absl::Duration duration) {
  const std::string path = absl::StrCat(folder, "/quiet-probe");
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return absl::UnavailableError(absl::StrCat(folder, " can not be written"));
  }
  const absl::Cleanup remove = [&path, file] {
    close(file);
    unlink(path.c_str());
  };
  const std::string block(kSyncedBytes, 'x');
  Histogram latencies;
  const absl::Time end = absl::Now() + duration;
  do {
    const absl::Time start = absl::Now();
    if (write(file, block.data(), block.size()) != kSyncedBytes ||
        fdatasync(file) != 0) {
      return absl::UnavailableError(absl::StrCat(path, " can not be synced"));
    }
    latencies.Add(absl::Now() - start);
  } while (absl::Now() < end);
  return latencies.Percentile(0.5);
}

}  // namespace

absl::StatusOr<QuietProbe> ProbeQuiet(const std::string& folder,
                                      absl::Duration duration) {
  const absl::StatusOr<absl::Duration> sync = MedianSync(folder, duration);
  if (!sync.ok()) return sync.status();
  absl::Duration fastest = absl::InfiniteDuration();
  absl::Duration slowest;
  const absl::Time end = absl::Now() + duration;
  do {
    const absl::Duration spin = TimeOneSpin();
    fastest = std::min(fastest, spin);
    slowest = std::max(slowest, spin);
  } while (absl::Now() < end);
  QuietProbe probe;
  probe.set_sync_p50_us(absl::ToDoubleMicroseconds(*sync));
  probe.set_spin_variation(absl::FDivDuration(slowest, fastest) - 1);
  return probe;
}

}  // namespace tonus::bench
