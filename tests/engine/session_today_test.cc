// SPDX-License-Identifier: Apache-2.0
// A session that is made to fit the day.
#include "services/engine/session_today.h"

#include <set>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/check_in.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using testing::EqualsProto;
using ::testing::IsEmpty;
using testing::ParseText;

class SessionTodayTest : public ::testing::Test {
 protected:
  v1::StartSessionResponse CheckIn(int number, const std::string& check_in) {
    return AdaptToCheckIn(ReleasedKnowledge(), person_.facts,
                          person_.interpretation, person_.Session(number),
                          ParseText<storage::v1::CheckInFact>(check_in),
                          absl::UTCTimeZone());
  }

  PlannedPerson person_;
};

TEST_F(SessionTodayTest, WhatFitsStays) {
  const auto response = CheckIn(4, "minutes_today: 60");
  EXPECT_THAT(response.rules(), IsEmpty());
  EXPECT_THAT(response.session(),
              EqualsProto(person_.Session(4).ShortDebugString()));
}

TEST_F(SessionTodayTest, LittleTimeMakesAShortSession) {
  ASSERT_GT(person_.Session(8).total_minutes(), 12);
  const auto response = CheckIn(8, "minutes_today: 12");
  EXPECT_THAT(response.rules(), ElementsAre("A-052"));
  EXPECT_EQ(response.session().short_format(), "15_minutes");
  EXPECT_EQ(response.session().number(), 8);
  EXPECT_LE(response.session().total_minutes(), 12);
  EXPECT_EQ(response.session().items(0).exercise(), "march_warmup");
  EXPECT_THAT(response.session().date(),
              EqualsProto(person_.Session(8).date().ShortDebugString()));
}

// Whoever's turn it would be in a session that is short anyway.
TEST_F(SessionTodayTest, LittleTimeKeepsWhatMattersMost) {
  const auto& decisions = person_.routine.decisions();
  const std::string top = decisions.Get(0).id();
  ASSERT_EQ(decisions.Get(0).rank(), 1);
  for (const int minutes : {10, 12}) {
    for (int number = 4; number <= 16; ++number) {
      const v1::Session today =
          CheckIn(number, absl::StrCat("minutes_today: ", minutes)).session();
      if (today.short_format().empty()) continue;
      EXPECT_TRUE(absl::c_any_of(today.items(),
                                 [&](const v1::SessionItem& item) {
                                   return item.decision() == top &&
                                          item.block() > 0;
                                 }))
          << minutes << " " << number;
    }
  }
}

TEST_F(SessionTodayTest, WhatIsLeftOutForWantOfTimeIsTold) {
  for (const int minutes : {10, 15, 20}) {
    for (const int number : {1, 4, 8, 17}) {
      const v1::Session today =
          CheckIn(number, absl::StrCat("minutes_today: ", minutes)).session();
      for (const v1::SessionItem& item : person_.Session(number).items()) {
        const auto is_it = [&](const auto& other) {
          return other.exercise() == item.exercise();
        };
        EXPECT_TRUE(absl::c_any_of(today.items(), is_it) ||
                    absl::c_any_of(today.dropped(), is_it))
            << minutes << " " << number << " " << item.exercise();
      }
    }
  }
}

// Also of a stretch that stands in the main part and returns after it.
TEST_F(SessionTodayTest, AStretchThatDoesNotReturnIsTold) {
  int told = 0;
  for (int number = 4; number <= 16; ++number) {
    const v1::Session today = CheckIn(number, "minutes_today: 15").session();
    for (const v1::SessionItem& item : person_.Session(number).items()) {
      const auto returns = [&](const v1::SessionItem& other) {
        return other.exercise() == item.exercise() &&
               other.slot() == item.slot();
      };
      if (item.slot() != knowledge::v1::SLOT_POST ||
          absl::c_any_of(today.items(), returns)) {
        continue;
      }
      ++told;
      EXPECT_TRUE(
          absl::c_any_of(today.dropped(),
                         [&](const v1::Dropped& dropped) {
                           return dropped.exercise() == item.exercise() ||
                                  absl::StrContains(dropped.reason(),
                                                    "to repeat it at the end");
                         }))
          << number << " " << item.exercise();
    }
  }
  EXPECT_GT(told, 0);
}

TEST_F(SessionTodayTest, MissingEquipmentIsReplaced) {
  person_ = PlannedPerson("preferred_exercises: 'row_band'");
  const auto response = CheckIn(4, "equipment_today { equipment: 'none' }");
  for (const v1::SessionItem& item : response.session().items()) {
    for (const std::string& thing :
         ReleasedKnowledge().FindExercise(item.exercise())->equipment()) {
      EXPECT_THAT(thing, ::testing::AnyOf("mat", "pillow", "towel"))
          << item.exercise();
    }
  }
  EXPECT_THAT(response.rules(), ElementsAre("R-734"));
}

TEST_F(SessionTodayTest, TheSameEquipmentChangesNothing) {
  const auto response = CheckIn(
      4, "equipment_today { equipment: ['foam_roller', 'strap', 'band'] }");
  EXPECT_THAT(response.rules(), IsEmpty());
}

TEST_F(SessionTodayTest, TheTimeOfTheDayIsAllThatIsAllowed) {
  const v1::Session planned = CheckIn(4, "").session();
  ASSERT_EQ(planned.budget_minutes(), 30);
  ASSERT_LT(planned.total_minutes(), 29);
  for (const auto& [minutes, allowed] :
       {std::pair(29, 29), {30, 30}, {45, 30}}) {
    const v1::Session session =
        CheckIn(4, absl::StrCat("minutes_today: ", minutes)).session();
    EXPECT_EQ(session.budget_minutes(), allowed) << minutes;
    EXPECT_EQ(session.items_size(), planned.items_size()) << minutes;
  }
}

TEST_F(SessionTodayTest, PainComesFirst) {
  const auto response = CheckIn(4, "pain_before: 6 minutes_today: 10");
  EXPECT_THAT(response.rules(), ElementsAre("A-023"));
  EXPECT_TRUE(response.session().relief());
  EXPECT_THAT(response.session().home_items(), IsEmpty());
}

TEST_F(SessionTodayTest, ReliefFitsTheTimeOfTheDay) {
  const auto in = [&](int minutes) {
    return CheckIn(4, absl::StrCat("pain_before: 6 minutes_today: ", minutes))
        .session();
  };
  for (const int minutes : {10, 15, 20, 30}) {
    const v1::Session session = in(minutes);
    EXPECT_LE(session.total_minutes(), minutes);
    EXPECT_EQ(session.budget_minutes(), minutes);
    const v1::SessionItem& walk = session.items(session.items_size() - 1);
    EXPECT_EQ(walk.exercise(), "walk_brisk");
    EXPECT_GE(walk.minutes(), 5);
    EXPECT_LE(walk.minutes(), 10);
  }
  EXPECT_LT(in(10).items_size(), in(30).items_size());
}

// What stands in for what is missing has the time of the day and no more.
TEST_F(SessionTodayTest, ReliefWithoutItsEquipmentFitsTheTimeOfTheDay) {
  v1::Session planned = CheckIn(4, "pain_before: 6").session();
  ASSERT_EQ(planned.budget_minutes(), 30);
  ASSERT_GT(planned.total_minutes(), 15);
  planned.mutable_items()->DeleteSubrange(1, planned.items_size() - 1);
  *planned.add_items() = planned.items(0);
  planned.mutable_items(1)->set_exercise("hang_feet_assisted");
  planned.set_total_minutes(14);
  const v1::StartSessionResponse response = AdaptToCheckIn(
      ReleasedKnowledge(), person_.facts, person_.interpretation, planned,
      ParseText<storage::v1::CheckInFact>(
          "minutes_today: 15 equipment_today { equipment: 'none' }"),
      absl::UTCTimeZone());
  EXPECT_THAT(response.rules(), ::testing::ElementsAre("R-734"));
  EXPECT_EQ(response.session().budget_minutes(), 15);
  EXPECT_LE(response.session().total_minutes(), 15);
}

TEST_F(SessionTodayTest, ReliefSaysWhereItsItemsComeFrom) {
  const v1::Session session = CheckIn(4, "pain_before: 6").session();
  bool considered = false;
  for (const v1::SessionItem& item : session.items()) {
    EXPECT_THAT(item.source(), ::testing::Not(IsEmpty())) << item.exercise();
    EXPECT_EQ(item.rule(), "A-023");
    considered = considered || !item.considered().empty();
    for (const v1::Considered& other : item.considered()) {
      EXPECT_THAT(other.rule(), ::testing::Not(IsEmpty()));
      EXPECT_THAT(other.reason(), ::testing::Not(IsEmpty()));
    }
  }
  EXPECT_TRUE(considered) << "the hurdler needs an opt-in";
}

TEST_F(SessionTodayTest, WhatIsDoneAtHomeNeedsItsEquipmentToo) {
  v1::Session planned = person_.Session(4);
  planned.clear_home_items();
  planned.add_home_items()->mutable_item()->set_exercise("wall_slide");
  planned.add_home_items()->mutable_item()->set_exercise("cat_cow");
  ASSERT_THAT(ReleasedKnowledge().FindExercise("wall_slide")->equipment(),
              ::testing::Contains("wall"));
  const v1::StartSessionResponse response = AdaptToCheckIn(
      ReleasedKnowledge(), person_.facts, person_.interpretation, planned,
      ParseText<storage::v1::CheckInFact>(
          "equipment_today { equipment: 'none' }"),
      absl::UTCTimeZone());
  ASSERT_EQ(response.session().home_items_size(), 1);
  EXPECT_EQ(response.session().home_items(0).item().exercise(), "cat_cow");
  EXPECT_THAT(response.rules(), ElementsAre("R-734"));
  bool told = false;
  for (const v1::Dropped& dropped : response.session().dropped()) {
    told = told || dropped.exercise() == "wall_slide";
  }
  EXPECT_TRUE(told);
}

TEST_F(SessionTodayTest, NothingNewInTheLastSessions) {
  const auto response = CheckIn(18, "minutes_today: 10");
  std::set<std::string> known;
  for (int number = 1; number <= 17; ++number) {
    for (const std::string& exercise : ExercisesOf(person_.Session(number))) {
      known.insert(exercise);
    }
  }
  for (const std::string& exercise : ExercisesOf(response.session())) {
    EXPECT_THAT(known, ::testing::Contains(exercise));
  }
}

TEST_F(SessionTodayTest, SessionsOfALaterBlockAreThoseOfTheFirst) {
  v1::Session later = person_.Session(8);
  later.set_number(18 + 8);
  storage::v1::CheckInFact check_in;
  check_in.set_minutes_today(12);
  FitToDay(ReleasedKnowledge(), person_.facts, person_.interpretation, check_in,
           absl::UTCTimeZone(), Adaptation(), /*done=*/nullptr, &later);
  EXPECT_EQ(ExercisesOf(later),
            ExercisesOf(CheckIn(8, "minutes_today: 12").session()));
}

}  // namespace
}  // namespace tonus::engine
