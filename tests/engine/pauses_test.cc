// SPDX-License-Identifier: Apache-2.0
#include "services/engine/pauses.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;

// Two weeks of Monday, Wednesday and Friday from Monday, 2026-06-15 on.
v1::Routine TwoWeeks() {
  v1::Routine routine;
  *routine.mutable_start_date() = ToDate(Today());
  for (int i = 0; i < 6; ++i) {
    v1::Session* session = routine.add_sessions();
    session->set_number(i + 1);
    *session->mutable_date() = ToDate(Today() + 7 * (i / 3) + 2 * (i % 3));
  }
  return routine;
}

// Days after the start.
std::vector<int> DaysOf(const v1::Routine& routine) {
  std::vector<int> days;
  for (const v1::Session& session : routine.sessions()) {
    days.push_back(static_cast<int>(ToCivilDay(session.date()) - Today()));
  }
  return days;
}

// A pause of these days after the start; without an end when `last` is below.
void Pause(int first, int last, storage::v1::PatientFacts* facts) {
  v1::Pause* pause = facts->add_pauses()->mutable_pause();
  *pause->mutable_start_date() = ToDate(Today() + first);
  if (last >= first) *pause->mutable_end_date() = ToDate(Today() + last);
}

std::vector<int> Shifted(const storage::v1::PatientFacts& facts,
                         v1::Routine routine = TwoWeeks()) {
  ShiftByPauses(facts, &routine);
  const std::vector<int> days = DaysOf(routine);
  ShiftByPauses(facts, &routine);
  EXPECT_EQ(DaysOf(routine), days) << "a second time changes nothing";
  return days;
}

TEST(PausesTest, WithoutPausesNothingChanges) {
  EXPECT_THAT(Shifted({}), ElementsAre(0, 2, 4, 7, 9, 11));
}

TEST(PausesTest, WhatIsDueMeanwhileIsDueAfterIt) {
  storage::v1::PatientFacts facts;
  Pause(2, 7, &facts);
  Pause(8, 9, &facts);
  Pause(20, 0, &facts);
  EXPECT_EQ(AfterPauses(facts, Today() + 1), Today() + 1);
  EXPECT_EQ(AfterPauses(facts, Today() + 2), Today() + 10);
  EXPECT_EQ(AfterPauses(facts, Today() + 30), Today() + 30)
      << "when that ends is not known";
}

TEST(PausesTest, SessionsTakeTheDaysThatAreLeft) {
  storage::v1::PatientFacts facts;
  Pause(2, 7, &facts);
  EXPECT_THAT(Shifted(facts), ElementsAre(0, 9, 11, 14, 16, 18));
}

TEST(PausesTest, APauseBetweenSessionsMovesNone) {
  storage::v1::PatientFacts facts;
  Pause(5, 6, &facts);
  EXPECT_THAT(Shifted(facts), ElementsAre(0, 2, 4, 7, 9, 11));
}

TEST(PausesTest, FirstAndLastDayBelongToIt) {
  storage::v1::PatientFacts facts;
  Pause(4, 4, &facts);
  EXPECT_THAT(Shifted(facts), ElementsAre(0, 2, 7, 9, 11, 14));
  EXPECT_NE(PauseOn(facts, Today() + 4), nullptr);
  EXPECT_EQ(PauseOn(facts, Today() + 3), nullptr);
  EXPECT_EQ(PauseOn(facts, Today() + 5), nullptr);
}

TEST(PausesTest, WithoutAnEndNothingMovesYet) {
  storage::v1::PatientFacts facts;
  Pause(2, 0, &facts);
  EXPECT_THAT(Shifted(facts), ElementsAre(0, 2, 4, 7, 9, 11));
  EXPECT_NE(PauseOn(facts, Today() + 200), nullptr);
}

TEST(PausesTest, SeveralAddUpAndOverlapsCountOnce) {
  storage::v1::PatientFacts facts;
  Pause(0, 1, &facts);
  Pause(1, 2, &facts);
  Pause(9, 9, &facts);
  EXPECT_THAT(Shifted(facts), ElementsAre(4, 7, 11, 14, 16, 18));
  EXPECT_EQ(PausedDays(facts, Today(), Today() + 9), 4);
  EXPECT_EQ(PausedDays(facts, Today() + 2, Today() + 8), 1);
}

// Tells that the session was done on that day after the start.
void Do(int number, int day, storage::v1::PatientFacts* facts) {
  storage::v1::LogFact& fact = *facts->add_logs();
  fact.mutable_effective_time()->set_seconds(
      absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(Today() + day) + 12,
                                          absl::UTCTimeZone())));
  fact.mutable_log()->set_session_number(number);
  fact.mutable_log()->set_completed_pct(70);
}

TEST(PausesTest, ASessionThatWasDoneInOneKeepsItsDay) {
  storage::v1::PatientFacts facts;
  Pause(2, 4, &facts);
  Do(2, 3, &facts);
  EXPECT_THAT(Shifted(facts), ElementsAre(0, 2, 7, 9, 11, 14));
}

// What was done behind it does not move the others back into it.
TEST(PausesTest, ASessionThatWasDoneBehindOneTakesNoneOfItsDays) {
  storage::v1::PatientFacts facts;
  Pause(2, 6, &facts);
  for (const int number : {1, 2, 3}) Do(number, 3 + 2 * number, &facts);
  EXPECT_THAT(Shifted(facts), ElementsAre(0, 7, 9, 11, 14, 16));
}

TEST(PausesTest, ThatDayIsOneOfThePatient) {
  storage::v1::PatientFacts facts;
  Pause(2, 6, &facts);
  Do(2, 6, &facts);
  facts.set_time_zone("Pacific/Auckland");
  EXPECT_THAT(Shifted(facts), ElementsAre(0, 7, 9, 11, 14, 16));
}

}  // namespace
}  // namespace tonus::engine
