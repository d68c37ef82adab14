// SPDX-License-Identifier: Apache-2.0
// What goes a step down: the easier exercise, also of another technique, and
// the way back from it.
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class StepDownTest : public AdaptationTest {
 protected:
  // Good exposures of an exercise, from session `first` to `last`.
  void LogGood(const std::string& exercise, int first, int last) {
    for (int number = first; number <= last; ++number) {
      Log({{number, static_cast<int>(DayOf(number) - kMonday),
            Good(exercise)}});
    }
  }

  // Logs that the glute bridge hurt too much in the first session.
  void LogRed() { Log({{1, 0, Peak("glute_bridge", 6)}}); }
};

// Numbers of the sessions of `plan` with `exercise`.
std::vector<int> With(const v1::Routine& plan, const std::string& exercise) {
  std::vector<int> numbers;
  for (const v1::Session& session : plan.sessions()) {
    if (Find(session, exercise) != nullptr) numbers.push_back(session.number());
  }
  return numbers;
}

// Sessions of `plan` from `first` on with `exercise` in the place of `other`.
int Replaced(const v1::Routine& plan, int first, const std::string& exercise,
             const std::string& other) {
  int replaced = 0;
  for (const v1::Session& session : plan.sessions()) {
    if (session.number() < first) continue;
    const v1::SessionItem* item = Find(session, exercise);
    if (item != nullptr && item->substitutes() == other) ++replaced;
  }
  return replaced;
}

TEST_F(StepDownTest, AfterTheBanOfRedTheEasierOneComes) {
  LogRed();
  const v1::Routine plan = Plan();
  EXPECT_GT(Replaced(plan, 4, "glute_set", "glute_bridge"), 3);
  EXPECT_THAT(With(plan, "glute_bridge"), ElementsAre(1));
}

TEST_F(StepDownTest, AfterAmberTwiceTheEasierOneComes) {
  Log({{1, 0, Peak("glute_bridge", 3)}, {2, 2, Peak("glute_bridge", 3)}});
  const v1::Routine plan = Plan();
  EXPECT_GT(Replaced(plan, 3, "glute_set", "glute_bridge"), 3);
  EXPECT_THAT(Find(plan.sessions(2), "glute_set")->reason(),
              HasSubstr("gets easier"));
}

TEST_F(StepDownTest, NothingHarderStandsInForIt) {
  Log({{1, 0, Peak("sit_to_stand", 6)}});
  const v1::Routine plan = Plan();
  EXPECT_THAT(With(plan, "sit_to_stand"), Contains(1));
  EXPECT_THAT(With(plan, "step_up"), IsEmpty());
  EXPECT_THAT(With(plan, "split_squat"), IsEmpty());
  EXPECT_EQ(In(2).too_hard.at("step_up").rule, "A-020");
}

TEST_F(StepDownTest, TwoGoodExposuresOfTheEasierOneBringTheOtherBack) {
  LogRed();
  LogGood("glute_set", 2, 4);
  EXPECT_THAT(With(Plan(), "glute_bridge"), ElementsAre(1))
      << "one alone, since what was done in the rest does not count";
  EXPECT_THAT(Applied(5), Not(Contains("A-010 glute_set")));
  LogGood("glute_set", 5, 5);
  const v1::Routine plan = Plan();
  EXPECT_THAT(With(plan, "glute_bridge"), Contains(6));
  EXPECT_EQ(Replaced(plan, 6, "glute_set", "glute_bridge"), 0);
  EXPECT_EQ(StepOf("glute_bridge", 6), 0);
  EXPECT_EQ(StepOf("glute_set", 6), 0) << "the step is that of the other";
}

TEST_F(StepDownTest, TheWayBackIsToldOnceWithWhatCausedIt) {
  LogRed();
  LogGood("glute_set", 2, 5);
  const v1::Routine plan = Plan();
  const char kBack[] =
      "\"Bridge\" comes back, since \"Buttock squeezes\" went well in its "
      "place.";
  EXPECT_THAT(Find(plan.sessions(5), "glute_bridge")->reason(),
              HasSubstr(kBack));
  EXPECT_THAT(plan.sessions(5).advice(), Contains(kBack));
  EXPECT_THAT(plan.sessions(6).advice(), Not(Contains(kBack)));
  for (const v1::AppliedAdaptation& one : plan.sessions(5).adaptations()) {
    if (one.rule() != "A-010") continue;
    EXPECT_EQ(one.exercise(), "glute_set");
    EXPECT_EQ(one.reason(), kBack);
    EXPECT_THAT(one.sessions(), ElementsAre(4, 5));
    EXPECT_FALSE(IsForSafety(ReleasedKnowledge(), one));
  }
  EXPECT_THAT(Applied(6), Contains("A-010 glute_set"));
}

TEST_F(StepDownTest, WithoutGoodExposuresItDoesNotComeBack) {
  LogRed();
  for (int number = 2; number <= 12; ++number) {
    Log({{number, static_cast<int>(DayOf(number) - kMonday), kGood}});
  }
  EXPECT_THAT(With(Plan(), "glute_bridge"), ElementsAre(1));
}

TEST_F(StepDownTest, WhatCameBackMayGoUpAndDownAgain) {
  Log({{1, 0, Peak("glute_bridge", 3)}, {2, 2, Peak("glute_bridge", 3)}});
  LogGood("glute_set", 3, 4);
  LogGood("glute_bridge", 5, 6);
  EXPECT_GT(StepOf("glute_bridge", 7), 0);
  person_.facts.mutable_logs()->DeleteSubrange(4, 2);
  Log({{5, 9, Peak("glute_bridge", 3)}, {6, 11, Peak("glute_bridge", 3)}});
  EXPECT_EQ(StepOf("glute_bridge", 7), -1);
  LogGood("glute_set", 7, 8);
  EXPECT_EQ(StepOf("glute_bridge", 9), 0) << "a way back again";
}

TEST_F(StepDownTest, WhatIsOutForTheBlockHoldsNothingUp) {
  Log({{1, 0, Peak("single_leg_bridge", 6)}});
  LogGood("glute_bridge", 2, 5);
  EXPECT_EQ(StepOf("glute_bridge", 6), 0) << "the other came back";
  Log({{6, 11, Peak("single_leg_bridge", 6)}});
  LogGood("glute_bridge", 7, 8);
  EXPECT_TRUE(IsLeftOut("single_leg_bridge", 18));
  EXPECT_GT(StepOf("glute_bridge", 9), 0) << "it goes its own way";
}

TEST_F(StepDownTest, WhereTheEasierOneHurtsTheOtherRestsToo) {
  LogRed();
  LogGood("glute_set", 2, 3);
  Log({{4, 7, Peak("glute_set", 6)}});
  for (const int number : {5, 6}) {
    EXPECT_TRUE(IsLeftOut("glute_set", number));
    EXPECT_TRUE(IsLeftOut("glute_bridge", number)) << number;
  }
  const v1::Routine plan = Plan();
  EXPECT_THAT(With(plan, "glute_bridge"), ElementsAre(1));
  EXPECT_THAT(With(plan, "glute_set"), Contains(7)) << "half of it";
}

TEST_F(StepDownTest, NothingIsToldThatChangesNothing) {
  Log({{1, 0, Peak("sit_to_stand", 3)}, {2, 2, Peak("sit_to_stand", 3)}});
  EXPECT_THAT(In(3).applied, SizeIs(1));
  Log({{3, 4, Peak("sit_to_stand", 3)}, {4, 7, Peak("sit_to_stand", 3)}});
  EXPECT_THAT(In(5).applied, SizeIs(1)) << "it is easier already";
}

TEST_F(StepDownTest, IsToldOnlyWhereTheExerciseIs) {
  Log({{1, 0, Peak("glute_bridge", 3)}, {2, 2, Peak("glute_bridge", 3)}});
  const v1::Routine plan = Plan();
  int told = 0;
  for (const v1::Session& session : plan.sessions()) {
    if (session.number() <= 2) continue;
    const bool is_told = absl::c_any_of(
        session.adaptations(), [](const v1::AppliedAdaptation& applied) {
          return applied.rule() == "A-021" &&
                 applied.exercise() == "glute_bridge";
        });
    const bool is_there =
        absl::c_any_of(session.items(), [](const v1::SessionItem& item) {
          return item.exercise() == "glute_bridge" ||
                 item.substitutes() == "glute_bridge";
        });
    EXPECT_TRUE(is_there || !is_told) << session.number();
    told += is_told ? 1 : 0;
  }
  EXPECT_GT(told, 0);
}

TEST_F(StepDownTest, ReliefIsNoTrainingToGoUpFrom) {
  for (const int number : {1, 2}) {
    CheckIn(number, 2 * number - 2, /*pain=*/5);
    Log({{number, 2 * number - 2,
          absl::StrCat("completed_pct: 100 pain_before: 5 rpe: 3 "
                       "pain_next_morning: 1 ",
                       Exercise("across_body_hip",
                                "completed_pct: 100 pain_during_max: 5 "
                                "difficulty: -2"))}});
  }
  EXPECT_THAT(Applied(3), IsEmpty());
}

TEST_F(StepDownTest, NeitherIsReliefAfterAMorningThatHurt) {
  const std::string easy =
      absl::StrCat(kGood, "pain_next_morning: 1 ",
                   Exercise("glute_bridge",
                            "completed_pct: 100 pain_during_max: 1"
                            " difficulty: -2"));
  Log({{1, 0, absl::StrCat(kGood, "pain_next_morning: 8")}, {2, 2, easy}});
  ASSERT_NE(In(2).relief, nullptr);
  EXPECT_EQ(StepOf("glute_bridge", 3), 0);
  Log({{3, 4, easy}});
  EXPECT_EQ(StepOf("glute_bridge", 4), 1) << "of one that was training";
}

// What eases pain is no training, also where it was high from the start
// what hurts in it is harm all the same.
TEST_F(StepDownTest, NeitherIsReliefSincePainWasHighAtTheStart) {
  const std::string easy =
      absl::StrCat(kGood, "pain_next_morning: 1 ",
                   Exercise("bird_dog",
                            "completed_pct: 100 pain_during_max: 1"
                            " difficulty: -2"));
  Log({{1, 0, easy}, {2, 2, easy}});
  EXPECT_GT(StepOf("bird_dog", 3), 0);
  for (const int number : {1, 2}) {
    person_.routine.mutable_sessions(number - 1)->set_relief(true);
  }
  EXPECT_EQ(StepOf("bird_dog", 3), 0);
  Log({{3, 4, Peak("bird_dog", 6)}});
  person_.routine.mutable_sessions(2)->set_relief(true);
  EXPECT_THAT(Applied(4), Contains(HasSubstr("A-020")));
}

}  // namespace
}  // namespace tonus::engine
