// SPDX-License-Identifier: Apache-2.0
#include "services/engine/training_days.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;

v1::Profile Days(const std::vector<v1::Weekday>& days) {
  v1::Profile profile;
  for (const v1::Weekday day : days) profile.add_training_days(day);
  return profile;
}

std::vector<int> Offsets(const std::vector<v1::Weekday>& days,
                         absl::CivilDay start) {
  return SessionOffsets(ReleasedKnowledge().pack().session(), Days(days),
                        start);
}

bool Fit(const std::vector<v1::Weekday>& days) {
  return FitTrainingDays(ReleasedKnowledge().pack().session(), Days(days));
}

TEST(TrainingDaysTest, WithoutDaysEveryOtherDay) {
  EXPECT_THAT(Offsets({}, kMonday), ElementsAre(0, 2, 4));
}

TEST(TrainingDaysTest, TheFirstDayOnOrAfterTheStartComesFirst) {
  const std::vector<v1::Weekday> days = {
      v1::WEEKDAY_TUESDAY, v1::WEEKDAY_THURSDAY, v1::WEEKDAY_SATURDAY};
  EXPECT_THAT(Offsets(days, kMonday), ElementsAre(1, 3, 5));
  EXPECT_THAT(Offsets(days, kMonday + 2), ElementsAre(1, 3, 6));
}

TEST(TrainingDaysTest, TheEarliestThatLeaveRestAreChosen) {
  // Monday and Tuesday follow each other, and so do Sunday and Monday.
  EXPECT_THAT(
      Offsets({v1::WEEKDAY_MONDAY, v1::WEEKDAY_TUESDAY, v1::WEEKDAY_THURSDAY,
               v1::WEEKDAY_FRIDAY, v1::WEEKDAY_SUNDAY},
              kMonday),
      ElementsAre(1, 3, 6));
}

TEST(TrainingDaysTest, RestIsAlsoNeededFromOneWeekToTheNext) {
  EXPECT_FALSE(
      Fit({v1::WEEKDAY_MONDAY, v1::WEEKDAY_WEDNESDAY, v1::WEEKDAY_SUNDAY}));
  EXPECT_FALSE(Fit({v1::WEEKDAY_MONDAY, v1::WEEKDAY_WEDNESDAY}));
  EXPECT_TRUE(
      Fit({v1::WEEKDAY_MONDAY, v1::WEEKDAY_WEDNESDAY, v1::WEEKDAY_SATURDAY}));
  EXPECT_TRUE(Fit({}));
}

TEST(TrainingDaysTest, DaysThatLeaveNoRestAreNotUsed) {
  EXPECT_THAT(Offsets({v1::WEEKDAY_MONDAY, v1::WEEKDAY_TUESDAY}, kMonday),
              ElementsAre(0, 2, 4));
}

TEST(TrainingDaysTest, EveryWeekOfTheRoutineIsOnTheDays) {
  const PlannedPerson person(
      "training_days: [WEEKDAY_TUESDAY, WEEKDAY_THURSDAY, WEEKDAY_SUNDAY]");
  for (const v1::Session& session : person.routine.sessions()) {
    const absl::Weekday day = absl::GetWeekday(absl::CivilDay(
        session.date().year(), session.date().month(), session.date().day()));
    const absl::Weekday expected[] = {
        absl::Weekday::tuesday, absl::Weekday::thursday, absl::Weekday::sunday};
    EXPECT_EQ(day, expected[(session.number() - 1) % 3]) << session.number();
  }
}

}  // namespace
}  // namespace tonus::engine
