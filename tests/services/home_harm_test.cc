// SPDX-License-Identifier: Apache-2.0
// Harm told of a day at home: the routine that follows.
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::tonus::testing::IsOk;

class HomeHarmTest : public testing::AlertFixture {
 protected:
  // The exercise of the first item that is planned at home.
  std::string Planned(const std::string& patient) {
    const v1::Routine routine = RoutineOf(patient);
    EXPECT_THAT(routine.sessions(0).home_items(), Not(IsEmpty()));
    return routine.sessions(0).home_items(0).item().exercise();
  }

  static std::string Told(const std::string& exercise,
                          const std::string& more) {
    return absl::StrCat("log_id: 'h1' items { times: 1 exercise { exercise: '",
                        exercise, "' ", more, " } }");
  }

  static bool Has(const v1::Session& session, const std::string& exercise) {
    return absl::c_any_of(session.items(),
                          [&](const v1::SessionItem& item) {
                            return item.exercise() == exercise;
                          }) ||
           absl::c_any_of(session.home_items(), [&](const v1::HomeItem& home) {
             return home.item().exercise() == exercise;
           });
  }
};

TEST_F(HomeHarmTest, WhatHurtTooMuchIsLeftOutAtOnceAndAtHome) {
  const std::string patient = NewPatientWithRoutine();
  const std::string exercise = Planned(patient);
  ASSERT_THAT(Home(patient, Told(exercise, "pain_during_max: 9"), 1), IsOk());
  const v1::Routine routine = RoutineOf(patient);
  for (int i : {0, 1}) {
    const v1::Session& session = routine.sessions(i);
    EXPECT_FALSE(Has(session, exercise)) << i;
    ASSERT_THAT(session.adaptations(), Not(IsEmpty()));
    EXPECT_EQ(session.adaptations(0).rule(), "A-020");
    EXPECT_THAT(session.adaptations(0).home_logs(), ElementsAre("h1"));
  }
  ExpectRebuilt(patient);
}

}  // namespace
}  // namespace tonus
