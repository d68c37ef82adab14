// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/backoff.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "storage/steady_now.h"

namespace tonus::storage {
namespace {

constexpr absl::Duration kLongest = absl::Milliseconds(200);

}  // namespace

bool Backoff::Sleep(absl::Time until) {
  const absl::Duration pause = most_ * absl::Uniform(random_, 0.0, 1.0);
  most_ = std::min(2 * most_, kLongest);
  if (SteadyNow() + pause >= until) return false;
  absl::SleepFor(pause);
  return true;
}

}  // namespace tonus::storage
