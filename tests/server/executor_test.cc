// SPDX-License-Identifier: Apache-2.0
#include "services/server/executor.h"

#include <atomic>
#include <memory>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace tonus {
namespace {

TEST(ExecutorTest, RunsEveryJobItTookBeforeItEnds) {
  std::atomic<int> ran = 0;
  {
    Executor executor(4, 1000);
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(executor.TryRun([&] { ++ran; }));
  }
  EXPECT_EQ(ran, 500);
}

TEST(ExecutorTest, StartsJobsInTheirOrder) {
  std::vector<int> order;
  {
    Executor executor(1, 100);
    for (int i = 0; i < 50; ++i)
      executor.TryRun([&, i] { order.push_back(i); });
  }
  for (int i = 0; i < 50; ++i) EXPECT_EQ(order[i], i);
}

TEST(ExecutorTest, TakesExactlyAsManyAsRunAndWait) {
  absl::Notification release;
  std::atomic<int> ran = 0;
  {
    Executor executor(2, 3);
    for (int i = 0; i < 2 + 3; ++i) {
      ASSERT_TRUE(executor.TryRun([&] {
        release.WaitForNotification();
        ++ran;
      })) << i;
    }
    EXPECT_FALSE(executor.TryRun([&] { ran += 100; }));
    release.Notify();
  }
  EXPECT_EQ(ran, 5);
}

TEST(ExecutorTest, HasRoomAgainAfterAJob) {
  Executor executor(1, 0);
  absl::Notification release;
  ASSERT_TRUE(executor.TryRun([&] { release.WaitForNotification(); }));
  ASSERT_FALSE(executor.TryRun([] {}));
  release.Notify();
  absl::Notification ran;
  // The thread needs a moment to come back; each try is a real one.
  while (!executor.TryRun([&] { ran.Notify(); })) {
  }
  ran.WaitForNotification();
}

TEST(ExecutorTest, ReleasesWhatAJobHoldsOnceItRan) {
  Executor executor(1, 1);
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> watch = held;
  absl::Notification next;
  ASSERT_TRUE(executor.TryRun([held = std::move(held)] {}));
  while (!executor.TryRun([&] { next.Notify(); })) {
  }
  next.WaitForNotification();
  EXPECT_TRUE(watch.expired());
}

}  // namespace
}  // namespace tonus
