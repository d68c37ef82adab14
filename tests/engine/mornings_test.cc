// SPDX-License-Identifier: Apache-2.0
#include "services/engine/mornings.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Told at noon of that day.
void AddMorning(int days_ago, const std::string& text,
                storage::v1::PatientFacts* facts) {
  auto& fact = *facts->add_mornings();
  fact.set_fact_id(absl::StrCat("morning", facts->mornings_size()));
  fact.mutable_effective_time()->set_seconds(SecondsAt(days_ago));
  *fact.mutable_morning() = testing::ParseText<v1::Morning>(text);
}

Mornings Read(const storage::v1::PatientFacts& facts,
              absl::TimeZone zone = absl::UTCTimeZone()) {
  return {ReleasedKnowledge(), facts, zone};
}

storage::v1::PatientFacts WithMornings(const std::vector<int>& pains) {
  storage::v1::PatientFacts facts;
  for (size_t i = 0; i < pains.size(); ++i) {
    AddMorning(static_cast<int>(pains.size() - i),
               absl::StrCat("pain: ", pains[i]), &facts);
  }
  return facts;
}

TEST(MorningsTest, TheUsualIsTheMedianOfTheSevenDaysBefore) {
  EXPECT_EQ(Read(WithMornings({})).UsualBefore(Today()), std::nullopt);
  EXPECT_EQ(Read(WithMornings({4})).UsualBefore(Today()), 4);
  EXPECT_EQ(Read(WithMornings({1, 4})).UsualBefore(Today()), 2.5);
  EXPECT_EQ(Read(WithMornings({9, 1, 4})).UsualBefore(Today()), 4);
  EXPECT_EQ(Read(WithMornings({2, 2, 2, 2, 6, 6, 6})).UsualBefore(Today()), 2);
  // The first of eight is too long ago.
  EXPECT_EQ(Read(WithMornings({2, 2, 2, 2, 6, 6, 6, 6})).UsualBefore(Today()),
            6);
}

TEST(MorningsTest, TheMorningItselfIsNoPartOfItsUsual) {
  storage::v1::PatientFacts facts = WithMornings({1, 1});
  AddMorning(0, "pain: 4", &facts);
  const Mornings mornings = Read(facts);
  EXPECT_EQ(mornings.UsualBefore(Today()), 1);
  EXPECT_EQ(mornings.ZoneOn(Today()).rule(), "Z-05");
  EXPECT_EQ(mornings.ZoneOn(Today() - 1).rule(), "Z-07");
  EXPECT_EQ(mornings.ZoneOn(Today() + 1).level(),
            knowledge::v1::ZONE_LEVEL_UNKNOWN);
}

TEST(MorningsTest, ALogTellsTheMorningOfTheDayAfter) {
  PatientFacts person;
  person.Logged(2, "session_number: 1 pain_next_morning: 3")
      .Logged(1, "session_number: 2 sleep_lost: true");
  const Mornings mornings = Read(person.facts());
  ASSERT_EQ(mornings.told().size(), 2);
  EXPECT_EQ(mornings.told().at(Today() - 1).pain, 3);
  EXPECT_EQ(mornings.told().at(Today()).pain, std::nullopt);
  EXPECT_TRUE(mornings.told().at(Today()).sleep_lost);
  EXPECT_EQ(mornings.ZoneOn(Today()).rule(), "Z-05");
}

TEST(MorningsTest, WhatWasToldOnItsOwnGoesBeforeALog) {
  PatientFacts person;
  person.Logged(1, "session_number: 1 pain_next_morning: 3 sleep_lost: true");
  storage::v1::PatientFacts facts = person.facts();
  AddMorning(0, "pain: 1", &facts);
  EXPECT_EQ(Read(facts).told().at(Today()).pain, 1);
  EXPECT_TRUE(Read(facts).told().at(Today()).sleep_lost);
}

TEST(MorningsTest, AnAnswerForASessionCountsOnTheDayAfterItAlone) {
  for (int days_after = 0; days_after <= 3; ++days_after) {
    PatientFacts person;
    person.Logged(3, "session_number: 4");
    storage::v1::PatientFacts facts = person.facts();
    AddMorning(3 - days_after, "pain: 2 session_number: 4", &facts);
    EXPECT_EQ(IsExpired(facts, absl::UTCTimeZone(), facts.mornings(0)),
              days_after != 1)
        << days_after;
    EXPECT_EQ(Read(facts).told().size(), days_after == 1 ? 1 : 0);
  }
}

TEST(MorningsTest, AnAnswerForNoSessionOrAnUnknownOneIsThatOfItsDay) {
  PatientFacts person;
  person.Logged(3, "session_number: 4");
  storage::v1::PatientFacts facts = person.facts();
  AddMorning(1, "pain: 2", &facts);
  AddMorning(0, "pain: 2 session_number: 5", &facts);
  EXPECT_EQ(Read(facts).told().size(), 2);
}

TEST(MorningsTest, DaysAreThoseOfThePerson) {
  absl::TimeZone auckland;
  ASSERT_TRUE(absl::LoadTimeZone("Pacific/Auckland", &auckland));
  storage::v1::PatientFacts facts;
  AddMorning(0, "pain: 2", &facts);
  EXPECT_EQ(Read(facts, auckland).told().begin()->first, Today() + 1);
}

TEST(MorningsTest, SessionsOfADayAreThoseOfWhichSomethingWasDone) {
  PatientFacts person;
  person.Logged(2, "session_number: 3")
      .Logged(1, "session_number: 5 completed_pct: 10")
      .Logged(1, "session_number: 4 completed_pct: 90")
      .Logged(1, "session_number: 4")
      .Logged(1, "session_number: 6 completed_pct: 0");
  const auto sessions = [&](int days_ago) {
    return SessionsOn(person.facts(), absl::UTCTimeZone(), Today() - days_ago);
  };
  EXPECT_THAT(sessions(1), ElementsAre(4, 5));
  EXPECT_THAT(sessions(2), ElementsAre(3));
  EXPECT_THAT(sessions(3), IsEmpty());
}

}  // namespace
}  // namespace tonus::engine
