// SPDX-License-Identifier: Apache-2.0
#include "services/server/watch_lot.h"

#include <atomic>
#include <memory>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;

TEST(WatchLotTest, AChangeWakesThoseWhoWaitForIt) {
  WatchLot lot;
  std::vector<int> woken;
  const uint64_t now = lot.Now();
  lot.Park("a", now, absl::InfiniteFuture(), [&] { woken.push_back(1); });
  lot.Park("b", now, absl::InfiniteFuture(), [&] { woken.push_back(2); });
  lot.Park("a", now, absl::InfiniteFuture(), [&] { woken.push_back(3); });
  lot.Notify("a");
  EXPECT_THAT(woken, ElementsAre(1, 3));
  lot.Notify("a");
  EXPECT_THAT(woken, ElementsAre(1, 3)) << "each is woken once";
  EXPECT_EQ(lot.size(), 1);
  lot.Notify("b");
  EXPECT_EQ(lot.size(), 0);
}

TEST(WatchLotTest, WhoseTimeHasComeIsWoken) {
  WatchLot lot;
  absl::Notification late;
  absl::Notification early;
  const int64_t never =
      lot.Park("c", lot.Now(), absl::InfiniteFuture(), [] { FAIL(); });
  lot.Park("a", lot.Now(), absl::Now() + absl::Milliseconds(20), [&] {
    EXPECT_TRUE(early.HasBeenNotified());
    late.Notify();
  });
  lot.Park("b", lot.Now(), absl::Now(), [&] { early.Notify(); });
  late.WaitForNotification();
  EXPECT_TRUE(lot.Unpark(never));
}

TEST(WatchLotTest, AChangeBeforeParkingIsNotMissed) {
  WatchLot lot;
  const uint64_t before = lot.Now();
  lot.Notify("a");
  EXPECT_EQ(lot.Park("a", before, absl::InfiniteFuture(), [] {}), 0);
  EXPECT_NE(lot.Park("a", lot.Now(), absl::InfiniteFuture(), [] {}), 0);
  lot.Notify("a");
}

TEST(WatchLotTest, WhoIsUnparkedIsNotWoken) {
  WatchLot lot;
  const int64_t ticket =
      lot.Park("a", lot.Now(), absl::InfiniteFuture(), [] { FAIL(); });
  EXPECT_TRUE(lot.Unpark(ticket));
  EXPECT_FALSE(lot.Unpark(ticket));
  lot.Notify("a");
}

TEST(WatchLotTest, WhoIsWokenMayParkAgain) {
  WatchLot lot;
  std::atomic<int> times = 0;
  absl::Notification done;
  std::function<void()> wake = [&] {
    if (++times == 100) {
      done.Notify();
    } else {
      lot.Park("a", lot.Now(), absl::Now(), wake);
    }
  };
  lot.Park("a", lot.Now(), absl::Now(), wake);
  done.WaitForNotification();
  EXPECT_EQ(lot.size(), 0);
}

}  // namespace
}  // namespace tonus
