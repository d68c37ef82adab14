// SPDX-License-Identifier: Apache-2.0
// What the row of each week asks for reaches its sessions.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The lessons among the advice of a session.
std::vector<std::string> LessonsIn(const v1::Session& session) {
  std::vector<std::string> lessons;
  for (const std::string& advice : session.advice()) {
    if (absl::StartsWith(advice, "Learn the ")) lessons.push_back(advice);
  }
  return lessons;
}

PlannedPerson Without(const std::string& exercise) {
  PlannedPerson person;
  person.facts.add_overrides()->mutable_override()->set_exclude_exercise(
      exercise);
  person.Plan();
  return person;
}

TEST(WeekNotesTest, TheHingeAndTheBraceAreTaughtInEverySessionOfTheFirstWeek) {
  const PlannedPerson person;
  for (const v1::Session& session : person.routine.sessions()) {
    if (session.week() == 1) {
      EXPECT_THAT(LessonsIn(session),
                  ElementsAre(HasSubstr("the hinge"), HasSubstr("the brace")));
    } else {
      EXPECT_THAT(LessonsIn(session), ElementsAre()) << session.number();
    }
  }
}

TEST(WeekNotesTest, NobodyLearnsWhatTheyMustNotDo) {
  EXPECT_THAT(LessonsIn(Without("brace_standing").Session(1)),
              ElementsAre(HasSubstr("the hinge")));
  EXPECT_THAT(LessonsIn(Without("hip_hinge_dowel").Session(1)),
              ElementsAre(HasSubstr("the brace")));
}

TEST(WeekNotesTest, MissingEquipmentIsNoReasonNotToLearn) {
  PlannedPerson person;
  auto* equipment =
      person.facts.mutable_profiles(0)->mutable_profile()->mutable_equipment();
  equipment->Clear();
  *equipment->Add() = "none";
  person.Plan();
  EXPECT_EQ(LessonsIn(person.Session(1)).size(), 2);
}

TEST(WeekNotesTest, WalkingGrowsByFiveMinutesAWeekUpToThirty) {
  const PlannedPerson person;
  const std::vector<int> minutes = {10, 15, 20, 25, 30, 30};
  for (const v1::Session& session : person.routine.sessions()) {
    const int here = minutes[session.week() - 1];
    EXPECT_TRUE(absl::c_any_of(session.advice(), [&](const std::string& text) {
      return absl::StrContains(text,
                               absl::StrCat("walk briskly for ", here, " min"));
    })) << session.number();
  }
  ASSERT_EQ(person.routine.walking_size(), 6);
  for (int week = 0; week < 6; ++week) {
    EXPECT_EQ(person.routine.walking(week).minutes(), minutes[week]);
  }
}

TEST(WeekNotesTest, FromWeekFiveStrengthIsAWholePattern) {
  const PlannedPerson person("user_level: 3");
  for (const v1::Session& session : person.routine.sessions()) {
    if (session.week() < 5) continue;
    EXPECT_TRUE(absl::c_any_of(session.items(), [](const v1::SessionItem&
                                                       item) {
      return ReleasedKnowledge().FindExercise(item.exercise())->pattern();
    })) << session.number();
  }
}

TEST(WeekNotesTest, RetestsComeAtTheStartInTheMiddleAndAtTheEnd) {
  const PlannedPerson person;
  ASSERT_EQ(person.routine.retests_size(), 3);
  EXPECT_EQ(person.routine.retests(0).before_session(), 1);
  EXPECT_EQ(person.routine.retests(1).after_session(), 9);
  EXPECT_EQ(person.routine.retests(2).after_session(), 18);
}

}  // namespace
}  // namespace tonus::engine
