// SPDX-License-Identifier: Apache-2.0
// Every session strengthens (R-513, R-917), and says what it is for.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/dose_words.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A low back that is weak and not held by its ligaments.
PlannedPerson Hypermobile() {
  return PlannedWith("user_level: 3", R"pb(
    results { test: "beighton" side: SIDE_MIDLINE value: 7 }
    results { test: "aberrant_movement" side: SIDE_MIDLINE value: 2 }
    results { test: "prone_instability" side: SIDE_MIDLINE value: 1 }
    results { test: "side_bridge" side: SIDE_LEFT value: 20 }
    results { test: "side_bridge" side: SIDE_RIGHT value: 22 }
    results { test: "sorensen" side: SIDE_MIDLINE value: 40 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 4 }
  )pb");
}

TEST(BaseStrengthTest, WeakBackExtensorsLeaveThePlaceOfStrengthToIt) {
  const PlannedPerson person = Hypermobile();
  for (const v1::Session& session : person.routine.sessions()) {
    int strength = 0;
    for (const v1::SessionItem& item : session.items()) {
      const auto technique =
          ReleasedKnowledge().FindExercise(item.exercise())->technique();
      strength += technique == knowledge::v1::TECHNIQUE_STRENGTH ? 1 : 0;
      EXPECT_TRUE(item.rule() != "R-513" ||
                  technique == knowledge::v1::TECHNIQUE_STRENGTH)
          << session.number() << " " << item.exercise();
    }
    EXPECT_GT(strength, 0) << session.number();
  }
}

TEST(BaseStrengthTest, AWarmUpSpeaksOfStretchesWhereThereAreSome) {
  const auto warm_up = [](const PlannedPerson& person) {
    return person.Session(1).items(0).reason();
  };
  EXPECT_THAT(warm_up(PlannedPerson()), HasSubstr("stretched cold"));
  EXPECT_THAT(warm_up(PlannedWith("", "")), Not(HasSubstr("stretch")));
}

TEST(BaseStrengthTest, WhatIsDoneOnceHasNoCountOfSets) {
  const auto words = [](const std::string& exercise) {
    const PlannedPerson person;
    for (const v1::SessionItem& item : person.Session(1).items()) {
      if (item.exercise() == exercise) {
        return DoseWords(*ReleasedKnowledge().FindExercise(exercise), item);
      }
    }
    return std::string();
  };
  EXPECT_EQ(words("march_warmup"), "180 s");
}

}  // namespace
}  // namespace tonus::engine
