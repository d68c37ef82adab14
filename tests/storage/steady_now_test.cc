// SPDX-License-Identifier: Apache-2.0
#include "storage/steady_now.h"

#include "gtest/gtest.h"

namespace tonus::storage {
namespace {

using Clock = std::chrono::steady_clock;

TEST(SteadyNowTest, GoesOnAsTheSteadyClockDoes) {
  const Clock::time_point before = Clock::now();
  const absl::Time now = SteadyNow();
  const Clock::time_point after = Clock::now();
  // A conversion may cut part of a nanosecond off.
  EXPECT_GE(ToSteadyClock(now), before - std::chrono::nanoseconds(1));
  EXPECT_LE(ToSteadyClock(now), after);
  EXPECT_EQ(ToSteadyClock(now + absl::Hours(3)) - ToSteadyClock(now),
            std::chrono::hours(3));
}

TEST(SteadyNowTest, NoTimeIsTooFarAway) {
  const auto years = std::chrono::hours(24 * 365 * 50);
  EXPECT_GT(ToSteadyClock(absl::InfiniteFuture()), Clock::now() + years);
  EXPECT_LT(ToSteadyClock(absl::InfinitePast()), Clock::now() - years);
  EXPECT_LT(ToSteadyClock(absl::UnixEpoch()), Clock::now());
}

}  // namespace
}  // namespace tonus::storage
