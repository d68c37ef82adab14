// SPDX-License-Identifier: Apache-2.0
// Likes, dislikes, turns and alternatives, as they show in a plan.
#include "services/engine/wishes.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST(WishesTest, ALikedExerciseServesInsteadOfItsEqual) {
  const PlannedPerson usual;
  EXPECT_THAT(ExercisesOf(usual.Session(1)), Contains("hip_flexor_bed_edge"));
  const PlannedPerson person("preferred_exercises: 'kneeling_hip_flexor'");
  EXPECT_THAT(ExercisesOf(person.Session(1)), Contains("kneeling_hip_flexor"));
  EXPECT_THAT(ExercisesOf(person.Session(1)),
              Not(Contains("hip_flexor_bed_edge")));
}

TEST(WishesTest, ALikedExerciseAboveTheCapIsNotPlanned) {
  const PlannedPerson person("preferred_exercises: 'couch_stretch'");
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_THAT(ExercisesOf(session), Not(Contains("couch_stretch")));
  }
}

TEST(WishesTest, ADislikedExerciseGivesWay) {
  const PlannedPerson person("disliked_exercises: 'hip_flexor_bed_edge'");
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_THAT(ExercisesOf(session), Not(Contains("hip_flexor_bed_edge")));
  }
}

TEST(WishesTest, ADislikedExerciseStaysWhenNothingElseServes) {
  PlannedPerson person;
  for (const auto& exercise : ReleasedKnowledge().pack().exercises()) {
    person.facts.mutable_profiles(0)->mutable_profile()->add_disliked_exercises(
        exercise.id());
  }
  person.Plan();
  const v1::Session& session = person.Session(1);
  EXPECT_THAT(ExercisesOf(session), Contains("hip_flexor_bed_edge"));
  EXPECT_THAT(session.items(1).reason(), HasSubstr("disliked"));
}

TEST(WishesTest, GeneralWorkTakesTurnsOverTheBlock) {
  const PlannedPerson person;
  std::set<std::string> breathing;
  for (const int first_of_week : {1, 7, 13}) {
    for (const std::string& exercise :
         ExercisesOf(person.Session(first_of_week))) {
      if (ReleasedKnowledge().FindExercise(exercise)->technique() ==
          knowledge::v1::TECHNIQUE_BREATHING) {
        breathing.insert(exercise);
      }
    }
  }
  EXPECT_GE(breathing.size(), 2);
}

TEST(WishesTest, AnItemThatNeedsEquipmentHasAlternativesWithOther) {
  const PlannedPerson person("equipment: 'ball'");
  int items = 0;
  for (const v1::Session& session : person.routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      EXPECT_LE(item.alternatives_size(), 2);
      for (const v1::Alternative& alternative : item.alternatives()) {
        ++items;
        const auto& planned =
            *ReleasedKnowledge().FindExercise(item.exercise());
        const auto& other =
            *ReleasedKnowledge().FindExercise(alternative.exercise());
        EXPECT_EQ(planned.targets(0), other.targets(0));
        EXPECT_THAT(ExercisesOf(session), Not(Contains(other.id())));
      }
    }
  }
  EXPECT_GT(items, 0);
}

TEST(WishesTest, WhatElseWasConsideredIsTold) {
  const PlannedPerson person("disliked_exercises: 'hip_flexor_bed_edge'");
  const v1::SessionItem& release = person.Session(1).items(1);
  ASSERT_GT(release.considered_size(), 0);
  EXPECT_LE(release.considered_size(), 5);
  std::set<std::string> considered;
  for (const v1::Considered& other : release.considered()) {
    EXPECT_FALSE(other.rule().empty());
    EXPECT_FALSE(other.reason().empty());
    considered.insert(other.exercise());
  }
  EXPECT_THAT(considered, Contains("hip_flexor_bed_edge"));
  EXPECT_THAT(considered, Not(Contains(release.exercise())));
  EXPECT_FALSE(release.source().empty());
}

}  // namespace
}  // namespace tonus::engine
