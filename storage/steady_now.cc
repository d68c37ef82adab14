// SPDX-License-Identifier: Apache-2.0
#include "storage/steady_now.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace tonus::storage {
namespace {

using Clock = std::chrono::steady_clock;

// What comes after it would not fit into the clock.
constexpr absl::Duration kCentury = absl::Hours(24 * 365 * 100);

// One moment on both clocks.
struct Start {
  absl::Time time = absl::Now();
  Clock::time_point steady = Clock::now();
};

const Start& ProcessStart() {
  static const Start start;
  return start;
}

}  // namespace

absl::Time SteadyNow() {
  const Start& start = ProcessStart();
  return start.time + absl::FromChrono(Clock::now() - start.steady);
}

Clock::time_point ToSteadyClock(absl::Time time) {
  const Start& start = ProcessStart();
  return start.steady + absl::ToChronoNanoseconds(
                            std::clamp(time - start.time, -kCentury, kCentury));
}

}  // namespace tonus::storage
