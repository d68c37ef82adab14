// SPDX-License-Identifier: Apache-2.0
#include "services/engine/reached_doses.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

v1::Session WithBirdDog(const std::string& doses) {
  return testing::ParseText<v1::Session>(
      "items { exercise: 'bird_dog_standing' " + doses + " }");
}

class ReachedDosesTest : public ::testing::Test {
 protected:
  // It hurt in session 1, with 8 repetitions of each side.
  ReachedDosesTest() {
    reached_.Note(
        1, WithBirdDog("doses { side: SIDE_LEFT sets: 1 repetitions: 8 } "
                       "doses { side: SIDE_RIGHT sets: 1 repetitions: 8 }"));
    SessionAdaptation::Step& step = adaptation_.steps["bird_dog_standing"];
    step.step = -1;
    step.sessions = {1};
  }

  v1::SessionItem Capped(const std::string& doses) const {
    v1::Session session = WithBirdDog(doses);
    reached_.CapStepsDown(adaptation_, &session);
    return session.items(0);
  }

  ReachedDoses reached_{ReleasedKnowledge()};
  SessionAdaptation adaptation_;
};

TEST_F(ReachedDosesTest, AStepDownIsHalfOfWhatHurt) {
  const v1::SessionItem item = Capped(
      "doses { side: SIDE_LEFT sets: 2 repetitions: 5 } "
      "doses { side: SIDE_RIGHT sets: 2 repetitions: 3 }");
  EXPECT_EQ(item.doses(0).sets(), 1);
  EXPECT_EQ(item.doses(0).repetitions(), 4);
  EXPECT_EQ(item.doses(1).repetitions(), 3) << "less already";
}

TEST_F(ReachedDosesTest, TheWorseSideKeepsTwiceTheSetsWithinIt) {
  const v1::SessionItem item = Capped(
      "doses { side: SIDE_LEFT sets: 2 repetitions: 4 } "
      "doses { side: SIDE_RIGHT sets: 1 repetitions: 4 }");
  EXPECT_EQ(item.doses(0).side(), knowledge::v1::SIDE_LEFT);
  EXPECT_EQ(item.doses(0).sets(), 2 * item.doses(1).sets());
  EXPECT_LE(item.doses(0).sets() * item.doses(0).repetitions(), 4);
}

TEST_F(ReachedDosesTest, WhatStandsAsPlannedIsNotLowered) {
  adaptation_.steps.clear();
  EXPECT_EQ(Capped("doses { side: SIDE_LEFT sets: 2 repetitions: 5 }")
                .doses(0)
                .repetitions(),
            5);
}

}  // namespace
}  // namespace tonus::engine
