// SPDX-License-Identifier: Apache-2.0
// Whose turn it is, and where there is none.
#include "services/engine/technique_turns.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAreArray;

// Of the sessions from `first` on; -1 where there is none.
std::vector<int> Turns(int first, int sessions) {
  std::vector<int> turns;
  for (int i = 0; i < sessions; ++i) {
    turns.push_back(TurnOfSession(ReleasedKnowledge(), first + i).value_or(-1));
  }
  return turns;
}

// Weeks 1 and 6 have none; the others go pair by pair.
const std::vector<int> kBlock = {-1, -1, -1, 0, 1, 1, 0,  0,  1,
                                 0,  1,  1,  0, 0, 1, -1, -1, -1};

TEST(TechniqueTurnsTest, GoFirstSecondSecondFirstInEachPairOfWeeks) {
  EXPECT_THAT(Turns(1, 18), ElementsAreArray(kBlock));
}

TEST(TechniqueTurnsTest, EachHasItsTurnSixTimes) {
  EXPECT_EQ(std::count(kBlock.begin(), kBlock.end(), 0), 6);
  EXPECT_EQ(std::count(kBlock.begin(), kBlock.end(), 1), 6);
}

TEST(TechniqueTurnsTest, BeginAgainWithEachBlock) {
  EXPECT_THAT(Turns(19, 18), ElementsAreArray(kBlock));
}

}  // namespace
}  // namespace tonus::engine
