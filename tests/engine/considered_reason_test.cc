// SPDX-License-Identifier: Apache-2.0
// What is said of exercises that were considered and come later.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// An activation comes before strength work, but first comes the
// movement that uses the range of what was released.
TEST(ConsideredReasonTest, AMovementIsChosenForTheRangeThatItUses) {
  const PlannedPerson person;
  int told = 0;
  for (const v1::Session& session : person.routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      if (item.rule() != "R-514" || item.exercise() != "glute_bridge") continue;
      for (const v1::Considered& considered : item.considered()) {
        if (considered.exercise() != "glute_set") continue;
        ++told;
        EXPECT_THAT(considered.reason(),
                    HasSubstr("uses the new range of the iliopsoas"));
        EXPECT_THAT(considered.reason(), Not(HasSubstr("comes first here")));
      }
    }
  }
  EXPECT_GT(told, 0);
}

}  // namespace
}  // namespace tonus::engine
