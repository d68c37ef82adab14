// SPDX-License-Identifier: Apache-2.0
// What a plan makes of what was logged.

#include <algorithm>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/deterministic_bytes.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using AdaptedPlanTest = AdaptationTest;

TEST_F(AdaptedPlanTest, ThePlanLeavesOutAndTellsWhy) {
  const std::string exercise = person_.Session(4).items(2).exercise();
  Log({{1, 0, Peak(exercise, 6)}, {2, 2, Peak(exercise, 6)}});
  const v1::Routine plan = Plan();
  EXPECT_EQ(DeterministicBytes(plan.sessions(0)),
            DeterministicBytes(person_.Session(1)))
      << "what was done stays as it was";
  for (int number = 3; number <= 18; ++number) {
    const v1::Session& session = plan.sessions(number - 1);
    EXPECT_EQ(Find(session, exercise), nullptr) << number;
    EXPECT_THAT(session.advice(), Contains(HasSubstr("hurt too much")))
        << number;
    EXPECT_THAT(session.adaptations(), Not(IsEmpty()));
  }
}

int VolumeOf(const v1::SessionItem& item) {
  int volume = 0;
  for (const v1::Dose& dose : item.doses()) {
    volume += dose.sets() * std::max(1, dose.repetitions()) *
              std::max(1, dose.hold_seconds());
  }
  return volume;
}

TEST_F(AdaptedPlanTest, ALighterWeekHasLessOfEverything) {
  Log({{1, 0, "completed_pct: 100 rpe: 9"}});
  const v1::Routine plan = Plan();
  int compared = 0;
  for (int number = 4; number <= 6; ++number) {
    for (const v1::SessionItem& item : plan.sessions(number - 1).items()) {
      const v1::SessionItem* before =
          Find(person_.Session(number), item.exercise());
      if (before == nullptr || VolumeOf(*before) == 1) continue;
      if (item.exercise() == "march_warmup") {
        EXPECT_EQ(VolumeOf(item), VolumeOf(*before))
            << "stretching needs a whole warm-up";
        continue;
      }
      ++compared;
      EXPECT_LE(VolumeOf(item) * 100, VolumeOf(*before) * 70)
          << item.exercise();
    }
  }
  EXPECT_GT(compared, 5);
}

// The warm-up is never dropped: when marching hurts, a walk of the same
// length, which is advised anyway, warms up.
TEST_F(AdaptedPlanTest, WhoseMarchHurtsWarmsUpByWalking) {
  Log({{1, 0, Peak("march_warmup", 5)}, {2, 2, Peak("march_warmup", 5)}});
  const v1::Routine plan = Plan();
  int stretched = 0;
  for (int number = 3; number <= 18; ++number) {
    const v1::Session& session = plan.sessions(number - 1);
    if (session.relief()) continue;
    EXPECT_EQ(Find(session, "march_warmup"), nullptr) << number;
    const v1::SessionItem* walk = Find(session, "walk_brisk");
    ASSERT_NE(walk, nullptr) << number;
    EXPECT_EQ(walk->order(), 1);
    EXPECT_EQ(walk->doses(0).hold_seconds(), 180);
    stretched +=
        absl::c_any_of(session.items(), [](const v1::SessionItem& item) {
          return ReleasedKnowledge()
                     .FindExercise(item.exercise())
                     ->technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH;
        });
  }
  EXPECT_GT(stretched, 0);
}

// Less than a minute of stretching would do nothing.
TEST_F(AdaptedPlanTest, AfterHardSessionsBedtimeHasFewerDaysAndTheSameHold) {
  const std::string hard =
      "completed_pct: 100 pain_before: 1 rpe: 9 pain_next_morning: 1";
  Log({{1, 0, hard}, {2, 2, hard}, {3, 4, hard}});
  const v1::Routine plan = Plan();
  const auto bedtime = [](const v1::Session& session) {
    for (const v1::HomeItem& home : session.home_items()) {
      if (home.item().slot() == knowledge::v1::SLOT_BEDTIME) return home;
    }
    return v1::HomeItem();
  };
  const v1::HomeItem before = bedtime(person_.Session(4));
  const v1::HomeItem after = bedtime(plan.sessions(3));
  ASSERT_FALSE(after.item().doses().empty());
  EXPECT_EQ(before.days_per_week(), 5);
  EXPECT_EQ(after.days_per_week(), 3);
  EXPECT_GE(after.item().doses(0).hold_seconds(), 60);
}

TEST_F(AdaptedPlanTest, AfterARedMorningTheNextSessionIsRelief) {
  Log({{1, 0, Good("glute_bridge")},
       {2, 2, absl::StrCat(kGood, "pain_next_morning: 8")}});
  const v1::Routine plan = Plan();
  EXPECT_TRUE(plan.sessions(2).relief());
  EXPECT_FALSE(plan.sessions(3).relief());
}

}  // namespace
}  // namespace tonus::engine
