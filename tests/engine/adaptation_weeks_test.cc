// SPDX-License-Identifier: Apache-2.0
// How much of a week was done, and what the next sessions are then.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/pauses.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The first day of the second week, and of the third.
constexpr int kSecond = 7;
constexpr int kThird = 14;

class AdaptationWeeksTest : public AdaptationTest {
 protected:
  // Makes it the day `offset` after the start of the block.
  void Wait(int offset) { today_ = kMonday + offset; }
};

TEST_F(AdaptationWeeksTest, AWholeWeekChangesNothing) {
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, kGood}});
  Wait(kSecond);
  EXPECT_THAT(Applied(4), IsEmpty());
}

TEST_F(AdaptationWeeksTest, TwoOfThreeHoldTheLevelForThreeSessions) {
  Log({{1, 0, kGood}, {2, 2, kGood}});
  Wait(kSecond - 1);
  EXPECT_THAT(Applied(4), IsEmpty()) << "the week is not over";
  Wait(kSecond);
  for (const int number : {3, 4, 5}) {
    EXPECT_THAT(Applied(number), ElementsAre("A-056")) << number;
    EXPECT_EQ(In(number).max_level, 2) << "that of the first week";
  }
  EXPECT_THAT(Applied(6), IsEmpty());
}

TEST_F(AdaptationWeeksTest, ASessionThatWasNotDoneIsNone) {
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, "completed_pct: 69"}});
  Wait(kSecond);
  EXPECT_THAT(Applied(4), ElementsAre("A-056"));
  Log({{3, 4, "completed_pct: 70"}});
  EXPECT_THAT(Applied(4), IsEmpty());
}

TEST_F(AdaptationWeeksTest, WhileHeldOnlyGoodExposuresStepUp) {
  const auto easy = [](absl::string_view exercise) {
    return absl::StrCat(
        kGood, Exercise(exercise, "pain_during_max: 1 difficulty: -2"));
  };
  Log({{1, 0, kGood},
       {2, 2, Good("clamshell")},
       {3, 7, easy("glute_bridge")},
       {4, 9, Good("clamshell")}});
  Wait(kSecond - 1);
  EXPECT_EQ(StepOf("glute_bridge", 4), 1) << "as far as was known then";
  Wait(kSecond + 2);
  EXPECT_EQ(StepOf("glute_bridge", 4), 0) << "far too easy is not enough";
  EXPECT_EQ(StepOf("clamshell", 5), kHarderStep) << "A-010";
}

TEST_F(AdaptationWeeksTest, OneOfThreeRepeatsTheWeekWithSixExercises) {
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, kGood}, {4, 7, kGood}});
  Wait(kThird - 1);
  EXPECT_THAT(Applied(5), IsEmpty());
  Wait(kThird);
  for (const int number : {5, 6, 7}) {
    EXPECT_THAT(Applied(number), ElementsAre("A-057")) << number;
    EXPECT_EQ(In(number).most_exercises, 6) << number;
  }
  EXPECT_EQ(In(5).like_week, 0) << "it is of the second week anyway";
  EXPECT_EQ(In(7).like_week, 2);
  EXPECT_EQ(In(8).like_week, 0);
  EXPECT_EQ(In(10).like_week, 3);
  EXPECT_EQ(In(8).most_exercises, 0);
  const v1::Routine plan = Plan();
  for (const int number : {5, 6, 7}) {
    const v1::Session& session = plan.sessions(number - 1);
    EXPECT_LE(session.items_size(), 6) << number;
    EXPECT_THAT(session.advice(),
                ::testing::Contains(HasSubstr("daily habit")));
  }
  EXPECT_FALSE(IsForSafety(ReleasedKnowledge(), In(5).applied[0]));
}

TEST_F(AdaptationWeeksTest, AWeekIsRepeatedOnce) {
  Log({{1, 0, kGood}, {2, 7, kGood}});
  Wait(kThird);
  EXPECT_EQ(In(4).most_exercises, 6);
  EXPECT_EQ(In(4).like_week, 1) << "the third session after the first week";
  EXPECT_EQ(In(5).like_week, 0) << "the first week was repeated before";
  EXPECT_EQ(In(5).most_exercises, 6) << "after the second week";
}

TEST_F(AdaptationWeeksTest, AWeekWithoutSessionsBeginsOneWeekEarlier) {
  Log({{1, 0, kGood},
       {2, 2, kGood},
       {3, 4, kGood},
       {4, 7, kGood},
       {5, 9, kGood},
       {6, 11, kGood},
       {7, 14, kGood},
       {8, 16, kGood},
       {9, 18, kGood}});
  Wait(27);
  EXPECT_THAT(Applied(10), IsEmpty());
  Wait(28);
  EXPECT_THAT(Applied(10), ElementsAre("A-058"));
  EXPECT_EQ(In(10).like_week, 2) << "the third, less one";
  EXPECT_EQ(In(12).like_week, 2);
  EXPECT_EQ(In(13).like_week, 3);
  EXPECT_EQ(In(16).like_week, 4);
}

TEST_F(AdaptationWeeksTest, ThatItFollowsLaterIsSaidOnce) {
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, kGood}, {4, 7, kGood}});
  Wait(4 * 7);
  int most = 0;
  for (int number = 5; number <= 18; ++number) {
    int said = 0;
    for (const v1::AppliedAdaptation& applied : In(number).applied) {
      said += absl::StartsWith(applied.reason(), "An earlier week") ? 1 : 0;
    }
    EXPECT_LE(said, 1) << number;
    most = std::max(most, said);
  }
  EXPECT_EQ(most, 1);
}

TEST_F(AdaptationWeeksTest, APauseIsNoAbsence) {
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, kGood}});
  auto& pause = *person_.facts.add_pauses()->mutable_pause();
  pause.set_reason(v1::PAUSE_REASON_HOLIDAY);
  *pause.mutable_start_date() = ToDate(kMonday + 6);
  *pause.mutable_end_date() = ToDate(kMonday + 13);
  Wait(kThird);
  EXPECT_THAT(Applied(4), IsEmpty());
  pause.mutable_end_date()->CopyFrom(ToDate(kMonday + 10));
  EXPECT_THAT(Applied(4), ElementsAre("A-058")) << "one was due";
}

TEST_F(AdaptationWeeksTest, AfterMoreThanTwoWeeksTheTestsOfTheStartComeFirst) {
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, kGood}, {4, 7, kGood}});
  Wait(7 + 14);
  EXPECT_EQ(In(5).check_first, nullptr);
  EXPECT_EQ(Plan().retests_size(), 3);
  Wait(7 + 15);
  ASSERT_NE(In(5).check_first, nullptr);
  EXPECT_TRUE(In(5).check_first->ask_red_flags());
  EXPECT_EQ(In(6).check_first, nullptr);
  const v1::Routine plan = Plan();
  ASSERT_EQ(plan.retests_size(), 4);
  EXPECT_EQ(plan.retests(1).before_session(), 5);
  EXPECT_EQ(plan.retests(1).tests_size(), plan.retests(0).tests_size());
  EXPECT_THAT(plan.sessions(4).advice(),
              ::testing::Contains(HasSubstr("all safety questions")));
  // A holiday excuses the sessions, and makes nobody safer.
  auto& pause = *person_.facts.add_pauses()->mutable_pause();
  pause.set_reason(v1::PAUSE_REASON_HOLIDAY);
  *pause.mutable_start_date() = ToDate(kMonday + 9);
  *pause.mutable_end_date() = ToDate(kMonday + 9);
  EXPECT_NE(In(5).check_first, nullptr) << "15 days, one of them a holiday";
}

TEST_F(AdaptationWeeksTest, ALongPauseBeginsOneWeekEarlierAndIsSafetyFirst) {
  for (const auto reason : {v1::PAUSE_REASON_HOLIDAY, v1::PAUSE_REASON_ILLNESS,
                            v1::PAUSE_REASON_FLARE, v1::PAUSE_REASON_OTHER}) {
    person_.facts.clear_pauses();
    person_.facts.clear_logs();
    Log({{1, 0, kGood},
         {2, 2, kGood},
         {3, 4, kGood},
         {4, 7, kGood},
         {5, 9, kGood},
         {6, 11, kGood}});
    auto& pause = *person_.facts.add_pauses()->mutable_pause();
    pause.set_reason(reason);
    *pause.mutable_start_date() = ToDate(kMonday + 12);
    *pause.mutable_end_date() = ToDate(kMonday + 68);
    v1::Routine planned = person_.routine;
    ShiftByPauses(person_.facts, &person_.routine);
    Wait(69);
    EXPECT_NE(In(7).check_first, nullptr);
    EXPECT_EQ(In(7).like_week, 1) << "the second, less one";
    EXPECT_EQ(In(10).like_week, 2);
    EXPECT_THAT(Applied(7), ElementsAre("A-058"));
    EXPECT_THAT(Applied(8), ElementsAre("A-058"));
    EXPECT_THAT(In(7).applied[0].reason(), HasSubstr("safety questions"));
    EXPECT_THAT(In(8).applied[0].reason(), HasSubstr("was done again"));
    person_.routine = planned;
  }
}

class ClosedBlockTest : public AdaptationWeeksTest {
 protected:
  // The gate closes on one day after the start and opens on another.
  void Close(int first, int opens) {
    auto& pause = *person_.facts.add_pauses()->mutable_pause();
    *pause.mutable_start_date() = ToDate(kMonday + first);
    *pause.mutable_end_date() = ToDate(kMonday + opens - 1);
    ShiftByPauses(person_.facts, &person_.routine);
    Wait(opens);
  }
};

TEST_F(ClosedBlockTest, ForDaysItGoesOnWithTheWeekOfTheLastSession) {
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, kGood}});
  Close(6, 12);
  EXPECT_THAT(Applied(4), ElementsAre("G-02"));
  EXPECT_EQ(In(4).like_week, 1);
  EXPECT_EQ(In(6).like_week, 1);
  EXPECT_EQ(In(7).like_week, 2);
  EXPECT_TRUE(In(4).as_before);
  EXPECT_FALSE(In(5).as_before);
  EXPECT_TRUE(IsForSafety(ReleasedKnowledge(), In(4).applied[0]));
}

TEST_F(ClosedBlockTest, ForAWeekItGoesOnOneWeekEarlier) {
  Log({{1, 0, kGood},
       {2, 2, kGood},
       {3, 4, kGood},
       {4, 7, kGood},
       {5, 9, kGood},
       {6, 11, kGood}});
  Close(13, 20);
  EXPECT_THAT(Applied(7), ElementsAre("A-058"));
  EXPECT_EQ(In(7).like_week, 1);
  EXPECT_EQ(In(9).like_week, 1);
  EXPECT_EQ(In(10).like_week, 2);
  EXPECT_TRUE(In(7).as_before);
  EXPECT_TRUE(IsForSafety(ReleasedKnowledge(), In(7).applied[0]));
}

TEST_F(ClosedBlockTest, ItsDaysAreNoWeekWithoutSessions) {
  Log({{1, 0, kGood}, {2, 2, kGood}, {3, 4, kGood}});
  Close(6, 10);
  EXPECT_THAT(Applied(4), ElementsAre("G-02"));
  Log({{4, 11, kGood}});
  EXPECT_THAT(Applied(4), ElementsAre("G-02")) << "what was done stays";
  EXPECT_THAT(Applied(5), ElementsAre("G-02"));
  EXPECT_FALSE(In(5).as_before);
}

TEST_F(ClosedBlockTest, AStepThatWasNotDoneYetWaits) {
  Log({{1, 0, Good("glute_bridge")}, {2, 2, Good("glute_bridge")}});
  Wait(4);
  EXPECT_EQ(StepOf("glute_bridge", 3), 1);
  Close(4, 6);
  EXPECT_EQ(StepOf("glute_bridge", 3), 0);
}

TEST_F(ClosedBlockTest, AStepThatWasDoneStays) {
  Log({{1, 0, Good("glute_bridge")},
       {2, 2, Good("glute_bridge")},
       {3, 4, Good("glute_bridge")}});
  Close(6, 9);
  EXPECT_EQ(StepOf("glute_bridge", 4), 1);
}

TEST_F(ClosedBlockTest, AStepOfAnEarlierSessionThatWasNotDoneSinceWaits) {
  Log({{1, 0, Good("glute_bridge")},
       {2, 2, Good("glute_bridge")},
       {3, 4, Good("clamshell")}});
  Close(6, 9);
  EXPECT_EQ(StepOf("glute_bridge", 4), 0) << "it was planned for session 3";
  EXPECT_EQ(StepOf("glute_bridge", 5), 1);
}

}  // namespace
}  // namespace tonus::engine
