// SPDX-License-Identifier: Apache-2.0
// Who has nothing to mend gets the base plan, whole where it has room.
#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

constexpr int kFirstOfWeeks[] = {1, 4, 7, 10, 13, 16};

// By exercise.
std::map<std::string, std::string> LeftOut(const v1::Session& session) {
  std::map<std::string, std::string> reasons;
  for (const v1::Dropped& dropped : session.dropped()) {
    reasons[dropped.exercise()] = dropped.reason();
  }
  return reasons;
}

const v1::SessionItem* FindItem(const v1::Session& session,
                                const std::string& exercise) {
  for (const v1::SessionItem& item : session.items()) {
    if (item.exercise() == exercise) return &item;
  }
  return nullptr;
}

TEST(BasePlanTest, IsWholeInEveryWeekThatHasRoomForIt) {
  const PlannedPerson person = PlannedWith("equipment: 'dowel'", "");
  const auto& base = ReleasedKnowledge().pack().session().base_plan();
  for (const int number : kFirstOfWeeks) {
    if (number == 1) continue;
    const v1::Session& session = person.Session(number);
    EXPECT_THAT(ExercisesOf(session), IsSupersetOf(base)) << number;
    EXPECT_THAT(session.dropped(), IsEmpty()) << number;
  }
}

TEST(BasePlanTest, HasNothingElseBesideItButPatterns) {
  const PlannedPerson person = PlannedWith("equipment: 'dowel'", "");
  const auto& base = ReleasedKnowledge().pack().session().base_plan();
  for (const int number : {4, 7, 10}) {
    EXPECT_THAT(ExercisesOf(person.Session(number)),
                UnorderedElementsAreArray(base))
        << number;
  }
  for (const v1::SessionItem& item : person.Session(13).items()) {
    EXPECT_TRUE(ReleasedKnowledge().FindExercise(item.exercise())->pattern() ||
                std::find(base.begin(), base.end(), item.exercise()) !=
                    base.end())
        << item.exercise();
  }
}

TEST(BasePlanTest, SaysWhatTheFirstWeekLeavesOut) {
  const PlannedPerson person = PlannedWith("equipment: 'dowel'", "");
  const v1::Session& first = person.Session(1);
  EXPECT_EQ(first.items_size(), 6);
  const auto left_out = LeftOut(first);
  for (const std::string& row :
       ReleasedKnowledge().pack().session().base_plan()) {
    EXPECT_NE(FindItem(first, row) != nullptr, left_out.count(row) > 0) << row;
  }
  EXPECT_THAT(left_out.at("walk_brisk"), HasSubstr("room for 6 exercises"));
}

TEST(BasePlanTest, WhatIsDislikedIsNotDoneBesideItsLike) {
  const PlannedPerson person = PlannedWith(
      "disliked_exercises: 'march_warmup' disliked_exercises: 'exhale_90_90'",
      "");
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_THAT(ExercisesOf(session), AllOf(Not(Contains("march_warmup")),
                                            Not(Contains("exhale_90_90"))));
    const auto left_out = LeftOut(session);
    EXPECT_EQ(left_out.at("march_warmup"),
              "It is disliked, and \"Brisk walk\" serves the same in this "
              "session.");
  }
}

TEST(BasePlanTest, OneBreathingDrillIsEnough) {
  for (const char* disliked : {"left_rib_exhale", "crocodile_breath"}) {
    const PlannedPerson person = PlannedWith(
        absl::StrCat("equipment: 'none' disliked_exercises: '", disliked, "'"),
        "");
    for (const v1::Session& session : person.routine.sessions()) {
      int drills = 0;
      for (const v1::SessionItem& item : session.items()) {
        drills +=
            ReleasedKnowledge().FindExercise(item.exercise())->technique() ==
            knowledge::v1::TECHNIQUE_BREATHING;
      }
      EXPECT_EQ(drills, 1) << disliked << " " << session.number();
      EXPECT_EQ(FindItem(session, disliked), nullptr);
    }
  }
}

TEST(BasePlanTest, ALikedExerciseTakesThePlaceOfItsLike) {
  const PlannedPerson person = PlannedWith(
      "equipment: 'dowel' preferred_exercises: 'seated_long_exhale'", "");
  const v1::Session& session = person.Session(4);
  EXPECT_THAT(ExercisesOf(session),
              AllOf(Contains("seated_long_exhale"), Contains("walk_brisk"),
                    Not(Contains("exhale_90_90"))));
  EXPECT_THAT(LeftOut(session)["exhale_90_90"], HasSubstr("is liked"));
}

TEST(BasePlanTest, ComesBeforeOtherGeneralWorkAndSaysSo) {
  const PlannedPerson person = PlannedWith("equipment: 'dowel'", "");
  for (const int number : kFirstOfWeeks) {
    const v1::SessionItem* bridge =
        FindItem(person.Session(number), "glute_bridge");
    ASSERT_NE(bridge, nullptr) << number;
    ASSERT_FALSE(bridge->considered().empty());
    for (const v1::Considered& considered : bridge->considered()) {
      EXPECT_THAT(considered.reason(), HasSubstr("part of the base plan"));
    }
  }
}

TEST(BasePlanTest, WhatNeedsCautionStaysWhereTheOtherIsDisliked) {
  const PlannedPerson person = PlannedWith(
      "equipment: 'dowel' equipment: 'band' disliked_exercises: 'pallof_press'",
      "history { fall_12m: true }");
  EXPECT_NE(FindItem(person.Session(4), "side_bridge_knees"), nullptr);
  EXPECT_EQ(FindItem(person.Session(4), "pallof_press"), nullptr);
}

TEST(BasePlanTest, WhatIsLikedTakesNoPlaceOfOtherWork) {
  for (const char* liked : {"adductor_squeeze", "mcgill_curl_up"}) {
    const PlannedPerson person = PlannedWith(
        absl::StrCat("equipment: 'dowel' preferred_exercises: '", liked, "'"),
        "");
    const auto& base = ReleasedKnowledge().pack().session().base_plan();
    for (const int number : {4, 7, 10, 13, 16}) {
      EXPECT_THAT(ExercisesOf(person.Session(number)), IsSupersetOf(base))
          << liked << " " << number;
    }
  }
}

TEST(BasePlanTest, WhatStandsForADislikedOneSaysSo) {
  const PlannedPerson person =
      PlannedWith("equipment: 'dowel' disliked_exercises: 'open_book'", "");
  const v1::Session& session = person.Session(7);
  const v1::SessionItem* other = FindItem(session, "seated_thoracic_turn");
  ASSERT_NE(other, nullptr);
  EXPECT_THAT(other->reason(), HasSubstr("Stands for \"Side-lying open book"));
  EXPECT_THAT(LeftOut(session)["open_book"], HasSubstr("It is disliked, and"));
}

TEST(BasePlanTest, WhatMayNotBeDoneIsNotSaidToHaveNoRoom) {
  const PlannedPerson person = PlannedWith(
      "equipment: 'dowel' conditions { condition: "
      "'cond_knee_kneeling_intolerance' }",
      "");
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_THAT(LeftOut(session)["bird_dog_leg"], Not(HasSubstr("room")))
        << session.number();
  }
  EXPECT_THAT(LeftOut(person.Session(1))["bird_dog_leg"],
              HasSubstr("demands what is ruled out"));
}

// A fall in the last year asks for caution in the side bridge.
TEST(BasePlanTest, SaysWhatStandsForOneThatNeedsCaution) {
  const PlannedPerson person = PlannedWith(
      "equipment: 'dowel' equipment: 'band'", "history { fall_12m: true }");
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_EQ(LeftOut(session)["side_bridge_knees"],
              "It needs caution, and \"Anti-rotation press\" does the "
              "same without.")
        << session.number();
  }
  EXPECT_NE(FindItem(person.Session(4), "pallof_press"), nullptr);
}

}  // namespace
}  // namespace tonus::engine
