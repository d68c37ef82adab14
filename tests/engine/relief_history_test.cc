// SPDX-License-Identifier: Apache-2.0
// What relief runs lead to beyond themselves: limits, referrals and learning.

#include "services/engine/relief_history.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/relief_referral.h"
#include "tests/engine/relief_player.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;

constexpr absl::Duration kDay = absl::Hours(24);

bool Tells(const v1::Interpretation& read, const std::string& subject,
           knowledge::v1::SafetyAction action) {
  return absl::c_any_of(read.notices(), [&](const v1::SafetyNotice& notice) {
    return notice.subject() == subject && notice.action() == action;
  });
}

bool RefersRoutinely(const ReliefPlayer& player) {
  return Tells(player.Interpretation(), "R-809",
               knowledge::v1::SAFETY_ACTION_REFER_ROUTINE);
}

// The runs that an alert about the rule names.
std::vector<int64_t> Behind(const ReliefPlayer& player, absl::string_view rule,
                            knowledge::v1::SafetyAction action) {
  return RunsBehind(ReleasedKnowledge(), player.facts(),
                    absl::ToCivilDay(player.now(), absl::UTCTimeZone()), rule,
                    action);
}

void Exhaust(ReliefPlayer* player) {
  v1::ReliefRun run = player->Begin(5);
  while (run.state() == v1::RELIEF_STATE_STEP) run = player->Answer(5);
}

void Abort(ReliefPlayer* player) {
  player->Begin(5);
  player->Answer(7);
}

TEST(ReliefHistoryTest, ThreeRunsWithoutReliefInAWeekAskForAnAppointment) {
  ReliefPlayer player;
  Exhaust(&player);
  player.Wait(3 * kDay);
  Exhaust(&player);
  EXPECT_FALSE(RefersRoutinely(player));
  player.Wait(3 * kDay);
  Exhaust(&player);
  EXPECT_TRUE(RefersRoutinely(player));
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_OK);
  EXPECT_THAT(
      Behind(player, "R-809", knowledge::v1::SAFETY_ACTION_REFER_ROUTINE),
      ElementsAre(1, 2, 3));
  player.Wait(7 * kDay);
  EXPECT_FALSE(RefersRoutinely(player));
  EXPECT_THAT(
      Behind(player, "R-809", knowledge::v1::SAFETY_ACTION_REFER_ROUTINE),
      ElementsAre());
}

TEST(ReliefHistoryTest, ThreeInMoreThanSevenDaysDoNot) {
  ReliefPlayer player;
  Exhaust(&player);
  player.Wait(3 * kDay);
  Exhaust(&player);
  player.Wait(4 * kDay);
  Exhaust(&player);
  EXPECT_FALSE(RefersRoutinely(player));
}

TEST(ReliefHistoryTest, TwoEndedForSafetyInAWeekCloseTheGate) {
  ReliefPlayer player;
  Abort(&player);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_OK);
  player.Wait(6 * kDay);
  Abort(&player);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_REFER);
  EXPECT_TRUE(Tells(player.Interpretation(), "R-809",
                    knowledge::v1::SAFETY_ACTION_REFER));
  EXPECT_THAT(Behind(player, "R-809", knowledge::v1::SAFETY_ACTION_REFER),
              ElementsAre(1, 2));
  EXPECT_THAT(
      Behind(player, "R-807", knowledge::v1::SAFETY_ACTION_REFER_ROUTINE),
      ElementsAre(2));
  EXPECT_EQ(player.Begin(5).state(), v1::RELIEF_STATE_BLOCKED);
}

TEST(ReliefHistoryTest, TwoOnDatesAWeekApartCountBelowSevenTimes24Hours) {
  ReliefPlayer player;
  Abort(&player);
  player.Wait(7 * kDay - absl::Hours(1));
  EXPECT_TRUE(Tells(player.Interpretation(), "R-807",
                    knowledge::v1::SAFETY_ACTION_REFER_ROUTINE))
      << "a second one would count with it";
  Abort(&player);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_REFER);
}

TEST(ReliefHistoryTest, TwoInMoreThanSevenDaysDoNot) {
  ReliefPlayer player;
  Abort(&player);
  player.Wait(7 * kDay);
  Abort(&player);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_OK);
}

TEST(ReliefHistoryTest, OnlyAClearanceOfALaterDayOpensItAgain) {
  ReliefPlayer player;
  Abort(&player);
  player.Wait(kDay);
  Abort(&player);
  const auto clear = [&](int days) {
    v1::Clearance* clearance = player.mutable_facts()->add_clearances();
    clearance->set_subject("R-809");
    *clearance->mutable_date() = ToDate(Today() + days);
  };
  player.Wait(30 * kDay);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_REFER);
  clear(1);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_OK)
      << "the first run is settled, and one alone is none too many";
  Abort(&player);
  player.Wait(kDay);
  Abort(&player);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_REFER);
  clear(31 + 2);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_REFER) << "not yet";
  player.Wait(2 * kDay);
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_OK);
}

TEST(ReliefHistoryTest, ASymptomOfANerveIsTold) {
  ReliefPlayer player;
  player.Begin(5);
  player.Answer(5, "neuro_symptom: true");
  EXPECT_TRUE(Tells(player.Interpretation(), "A-040",
                    knowledge::v1::SAFETY_ACTION_REFER_ROUTINE));
  player.Wait(91 * kDay);
  EXPECT_FALSE(Tells(player.Interpretation(), "A-040",
                     knowledge::v1::SAFETY_ACTION_REFER_ROUTINE));
}

TEST(ReliefHistoryTest, AStopSymptomRaisesItsRedFlag) {
  ReliefPlayer player;
  player.Begin(5);
  player.Answer(5, "stop_symptom: STOP_SYMPTOM_CHEST");
  EXPECT_EQ(player.Interpretation().gate(), v1::GATE_STOP_AND_REFER_URGENT);
}

std::vector<int> OrderOf(const ReliefPlayer& player, int days = 0) {
  return RungOrder(ReleasedKnowledge(), PlayedRuns(player.facts()), 1000,
                   absl::ToCivilDay(player.now(), absl::UTCTimeZone()) + days);
}

// A run in which the third rung brings relief and the second makes it worse.
void ThirdRungHelps(ReliefPlayer* player) {
  player->Begin(6);
  player->Answer(6);
  player->Answer(7);
  player->Answer(4);
  player->Wait(kDay);
}

TEST(ReliefHistoryTest, AfterFiveRunsWhatHelpedComesEarlier) {
  ReliefPlayer player;
  for (int i = 0; i < 4; ++i) ThirdRungHelps(&player);
  EXPECT_THAT(OrderOf(player), ElementsAre(1, 2, 3, 4, 5));
  ThirdRungHelps(&player);
  EXPECT_THAT(OrderOf(player), ElementsAre(1, 3, 4, 5, 2));
  EXPECT_THAT(OrderOf(player, 170), ElementsAre(1, 3, 4, 5, 2));
  EXPECT_THAT(OrderOf(player, 181), ElementsAre(1, 2, 3, 4, 5));
  player.Begin(6);
  EXPECT_EQ(player.Answer(6).step().rung(), 3);
}

// A run in which the third rung takes so much of the pain.
void ThirdRungTakes(int drop, ReliefPlayer* player) {
  constexpr int kThird = 3;
  int pain = 6;
  v1::ReliefRun run = player->Begin(pain);
  while (run.state() == v1::RELIEF_STATE_STEP && run.step().rung() != kThird) {
    // What gets worse is left for the next rung.
    if (run.step().rung() > 1) ++pain;
    run = player->Answer(pain);
  }
  ASSERT_EQ(run.state(), v1::RELIEF_STATE_STEP);
  run = player->Answer(pain - drop);
  if (run.state() == v1::RELIEF_STATE_STEP) player->Stop();
  player->Wait(4 * kDay);  // Three without relief in a week end it for now.
}

// Half a point of effect for each point of pain, about an expectation of 0.2:
// two points in five runs are what is expected of rungs that were never tried.
TEST(ReliefHistoryTest, HalfThePainThatARungTakesIsItsEffect) {
  ReliefPlayer one;
  ReliefPlayer two;
  for (int i = 0; i < 5; ++i) {
    ThirdRungTakes(i < 1 ? 1 : 0, &one);
    ThirdRungTakes(i < 2 ? 1 : 0, &two);
  }
  EXPECT_THAT(OrderOf(one), ElementsAre(1, 4, 5, 3, 2));
  EXPECT_THAT(OrderOf(two), ElementsAre(1, 3, 4, 5, 2));
}

// Six points at once count as four: with ten runs more that change nothing the
// rung is expected to do less than those that were never tried.
TEST(ReliefHistoryTest, OneRunSaysNoMoreThanTwoPointsOfEffect) {
  ReliefPlayer player;
  ThirdRungTakes(6, &player);
  for (int i = 0; i < 9; ++i) ThirdRungTakes(0, &player);
  EXPECT_THAT(OrderOf(player), ElementsAre(1, 3, 4, 5, 2));
  ThirdRungTakes(0, &player);
  EXPECT_THAT(OrderOf(player), ElementsAre(1, 4, 5, 3, 2));
}

TEST(ReliefHistoryTest, ARungThatEndedARunComesLast) {
  ReliefPlayer player;
  for (int i = 0; i < 5; ++i) {
    player.Begin(6);
    player.Answer(6);
    player.Answer(5, "sharp_pain: true");
    player.Wait(8 * kDay);
  }
  EXPECT_THAT(OrderOf(player), ElementsAre(1, 3, 4, 5, 2))
      << "less pain does not make up for a run that was ended";
}

}  // namespace
}  // namespace tonus::engine
