// SPDX-License-Identifier: Apache-2.0
// The checker bites for what spans weeks and for what is done at home: a good
// plan, broken by hand.

#include "tests/property/block_invariants.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"
#include "tests/property/invariant_checker.h"

namespace tonus::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class BlockInvariantsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_THAT(Check(), IsEmpty()); }

  std::vector<std::string> Check() const {
    return InvariantChecker(engine::ReleasedKnowledge().pack(), person_.facts,
                            person_.interpretation)
        .CheckRoutine(person_.routine);
  }

  v1::Session* Session(int number) {
    return person_.routine.mutable_sessions(number - 1);
  }

  // The stretch at bedtime of the first week, in every session of it.
  v1::HomeItem* Home(int number) {
    return Session(number)->mutable_home_items(0);
  }

  engine::PlannedPerson person_;
};

TEST_F(BlockInvariantsTest, ATrainingDayThatIsNoneIsFound) {
  person_.facts.mutable_profiles(0)->mutable_profile()->add_training_days(
      v1::WEEKDAY_SUNDAY);
  EXPECT_THAT(Check(), Contains(StartsWith("days:")));
}

TEST_F(BlockInvariantsTest, AMissingRestDayIsFound) {
  *Session(2)->mutable_date() = Session(1)->date();
  EXPECT_THAT(Check(),
              Contains(AllOf(StartsWith("days:"), HasSubstr("rest day"))));
}

TEST_F(BlockInvariantsTest, ASessionOutsideItsWeekIsFound) {
  Session(18)->mutable_date()->set_year(2027);
  Session(18)->mutable_date()->set_month(3);
  EXPECT_THAT(Check(),
              Contains(AllOf(StartsWith("days:"), HasSubstr("outside"))));
}

TEST_F(BlockInvariantsTest, SomethingNewInTheLastSessionIsFound) {
  Session(18)->mutable_items(0)->set_exercise("bike_easy");
  EXPECT_THAT(Check(),
              Contains(AllOf(StartsWith("week:"), HasSubstr("bike_easy"))));
}

TEST_F(BlockInvariantsTest, SomethingNewAtHomeInTheLastWeekIsFound) {
  const v1::HomeItem home = *Home(1);
  for (const int number : {16, 17, 18}) {
    Session(number)->clear_home_items();
    v1::HomeItem* item = Session(number)->add_home_items();
    *item = home;
    item->mutable_item()->set_exercise("figure4_seated");
  }
  EXPECT_THAT(Check(), Contains(AllOf(StartsWith("week: home items"),
                                      HasSubstr("figure4_seated"))));
}

TEST_F(BlockInvariantsTest, TooManyItemsAtHomeAreFound) {
  const v1::HomeItem home = *Home(1);
  *Session(1)->add_home_items() = home;
  *Session(1)->add_home_items() = home;
  EXPECT_THAT(Check(),
              Contains(AllOf(StartsWith("home:"), HasSubstr("3 items"))));
}

TEST_F(BlockInvariantsTest, ItemsForOneWhoWantsNoneAreFound) {
  person_.facts.mutable_profiles(0)->mutable_profile()->set_home_exercises(
      false);
  EXPECT_THAT(Check(), Contains(StartsWith("home: session 1 has items")));
}

TEST_F(BlockInvariantsTest, ATooLongItemIsFound) {
  Home(1)->mutable_item()->mutable_doses(0)->set_sets(3);
  EXPECT_THAT(Check(), Contains(AllOf(StartsWith("home:"), HasSubstr(" s"))));
}

TEST_F(BlockInvariantsTest, AStretchOfWhatIsNotTightIsFound) {
  for (v1::Finding& finding : *person_.interpretation.mutable_findings()) {
    if (finding.muscle() == "iliopsoas") {
      finding.set_status(knowledge::v1::STATUS_NORMAL);
    }
  }
  EXPECT_THAT(Check(), Contains(StartsWith("I-04 home:")));
}

TEST_F(BlockInvariantsTest, AColdStretchIsFound) {
  Home(1)->clear_before();
  EXPECT_THAT(Check(), Contains(StartsWith("I-03 home:")));
}

TEST_F(BlockInvariantsTest, AForbiddenItemIsFound) {
  v1::TagRestriction* tag = person_.interpretation.add_tags();
  tag->set_tag("END_RANGE_STRETCH");
  tag->set_forbidden(true);
  EXPECT_THAT(Check(), Contains(StartsWith("I-01 home:")));
}

TEST_F(BlockInvariantsTest, AnItemOfADecisionThatIsNotKeptIsFound) {
  Home(1)->mutable_item()->set_decision("none");
  EXPECT_THAT(Check(), Contains(AllOf(StartsWith("home:"),
                                      HasSubstr("no kept decision"))));
}

TEST_F(BlockInvariantsTest, TooSeldomIsFound) {
  Home(1)->mutable_item()->set_slot(knowledge::v1::SLOT_MICRO);
  EXPECT_THAT(Check(), Contains(HasSubstr("not for several times a day")));
}

TEST_F(BlockInvariantsTest, TooMuchStretchingInAWeekIsFound) {
  Home(1)->set_days_per_week(7);
  for (int i = 0; i < 3; ++i) {
    *Session(1)->add_items() = Home(1)->item();
  }
  EXPECT_THAT(Check(),
              Contains(AllOf(StartsWith("week:"), HasSubstr("is stretched"))));
}

TEST_F(BlockInvariantsTest, TooLittleWithoutAWordIsFound) {
  person_ = engine::PlannedPerson("home_exercises: false session_minutes: 15");
  ASSERT_THAT(Check(), IsEmpty());
  for (v1::Session& session : *person_.routine.mutable_sessions()) {
    session.clear_dropped();
  }
  EXPECT_THAT(Check(), Contains(HasSubstr("too little in week 3")));
}

TEST_F(BlockInvariantsTest, ADoseOutsideItsRangeIsFound) {
  v1::Dose* dose = Session(1)->mutable_items(1)->mutable_doses(0);
  dose->set_max_hold_seconds(dose->hold_seconds());
  EXPECT_THAT(Check(), Contains(StartsWith("dose")));
}

TEST_F(BlockInvariantsTest, AnUnsafeAlternativeIsFound) {
  Session(1)->mutable_items(1)->add_alternatives()->set_exercise(
      "couch_stretch");  // Level 4.
  EXPECT_THAT(Check(),
              Contains(AllOf(StartsWith("I-01"), HasSubstr("couch_stretch"))));
}

TEST_F(BlockInvariantsTest, ASessionBeyondTheTimeOfThePersonIsFound) {
  person_.facts.mutable_profiles(0)->mutable_profile()->set_session_minutes(15);
  EXPECT_THAT(Check(), Contains(StartsWith("I-05")));
}

}  // namespace
}  // namespace tonus::testing
