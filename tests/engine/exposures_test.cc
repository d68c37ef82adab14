// SPDX-License-Identifier: Apache-2.0
#include "services/engine/exposures.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::FieldsAre;
using ::testing::IsEmpty;

namespace kv1 = knowledge::v1;

// Three sessions a week, every other day; the first was due so many days ago.
v1::Routine Block(int began_days_ago, int weeks = 2) {
  v1::Routine routine;
  for (int week = 0; week < weeks; ++week) {
    for (int i = 0; i < 3; ++i) {
      v1::Session* session = routine.add_sessions();
      session->set_number(week * 3 + i + 1);
      session->set_week(week + 1);
      *session->mutable_date() =
          ToDate(Today() - began_days_ago + 7 * week + 2 * i);
    }
  }
  return routine;
}

BlockDone Read(const storage::v1::PatientFacts& facts,
               const v1::Routine& routine) {
  return ReadBlock(ReleasedKnowledge(), facts, routine, Today(),
                   absl::UTCTimeZone());
}

std::vector<std::string> ZonesOf(const std::vector<Exposure>& exposures) {
  std::vector<std::string> zones;
  for (const Exposure& exposure : exposures) {
    zones.push_back(exposure.zone.rule());
  }
  return zones;
}

TEST(ExposuresTest, AreInTheOrderInWhichSessionsWereDone) {
  PatientFacts person;
  person
      .Logged(4,
              "session_number: 2 pain_before: 1 exercises { exercise: "
              "'glute_bridge' pain_during_max: 4 }")
      .Logged(3,
              "session_number: 1 pain_before: 2 exercises { exercise: "
              "'glute_bridge' pain_during_max: 2 }")
      .Logged(1,
              "session_number: 3 pain_before: 2 exercises { exercise: "
              "'glute_bridge' pain_during_max: 3 }");
  const BlockDone block = Read(person.facts(), Block(5));
  const auto& exposures = block.exposures.at({"glute_bridge", kMidline});
  EXPECT_THAT(ZonesOf(exposures), ElementsAre("Z-02", "Z-04", "Z-03"));
  ASSERT_EQ(block.sessions.size(), 3);
  EXPECT_EQ(block.sessions[exposures[0].session].number, 2);
  EXPECT_EQ(block.sessions[exposures[1].session].number, 1);
  EXPECT_EQ(block.sessions[exposures[2].session].day, Today() - 1);
}

TEST(ExposuresTest, ALogOfOneSideIsAboutThatSideAndOneWithoutAboutBoth) {
  PatientFacts person;
  person
      .Logged(2,
              R"pb(session_number: 1
                   pain_before: 0
                   exercises {
                     exercise: "kneeling_hip_flexor"
                     side: SIDE_LEFT
                     ease: 3
                   }
                   exercises { exercise: "glute_bridge" side: SIDE_LEFT })pb")
      .Logged(1,
              R"pb(session_number: 2
                   pain_before: 0
                   exercises { exercise: "kneeling_hip_flexor" ease: 6 })pb");
  const BlockDone block = Read(person.facts(), Block(5));
  const auto& left = block.exposures.at({"kneeling_hip_flexor", kLeft});
  const auto& right = block.exposures.at({"kneeling_hip_flexor", kRight});
  ASSERT_EQ(left.size(), 2);
  ASSERT_EQ(right.size(), 1);
  EXPECT_EQ(left[0].ease, 3);
  EXPECT_EQ(left[1].ease, 6);
  EXPECT_EQ(right[0].ease, 6);
  EXPECT_TRUE(block.exposures.contains({"glute_bridge", kMidline}))
      << "it has no sides";
  EXPECT_EQ(block.exposures.size(), 3);
}

TEST(ExposuresTest, SeveralEntriesOfASessionAreOneExposure) {
  PatientFacts person;
  person
      .Logged(2, R"pb(session_number: 1
                      pain_before: 0
                      completed_pct: 80
                      rpe: 4
                      exercises {
                        exercise: "glute_bridge"
                        completed_pct: 90
                        pain_during_max: 3
                        difficulty: -1
                      }
                      exercises {
                        exercise: "glute_bridge"
                        completed_pct: 40
                        pain_during_max: 1
                        difficulty: 1
                        skip_reason: SKIP_REASON_FATIGUE
                      })pb")
      .Logged(1, R"pb(session_number: 1
                      completed_pct: 60
                      rpe: 7
                      exercises { exercise: "glute_bridge" })pb");
  const BlockDone block = Read(person.facts(), Block(5));
  ASSERT_EQ(block.sessions.size(), 1);
  EXPECT_EQ(block.sessions[0].completed_pct, 80);
  EXPECT_EQ(block.sessions[0].rpe, 7);
  EXPECT_EQ(block.sessions[0].pain_before, 0);
  EXPECT_EQ(block.sessions[0].day, Today() - 1);
  EXPECT_EQ(block.sessions[0].logs.size(), 2);
  const auto& exposures = block.exposures.at({"glute_bridge", kMidline});
  ASSERT_EQ(exposures.size(), 1);
  EXPECT_EQ(exposures[0].completed_pct, 90);
  EXPECT_EQ(exposures[0].zone.rule(), "Z-02") << "the most serious";
  EXPECT_EQ(exposures[0].difficulty, 1);
  EXPECT_EQ(exposures[0].skip_reason, v1::SKIP_REASON_FATIGUE);
  EXPECT_EQ(exposures[0].logs.size(), 3);
}

TEST(ExposuresTest, ARepeatedWeekIsAnotherAttempt) {
  PatientFacts person;
  person
      .Logged(9,
              "session_number: 1 completed_pct: 100 exercises { exercise: "
              "'glute_bridge' }")
      .Logged(2,
              "session_number: 1 completed_pct: 70 attempt: 2 exercises { "
              "exercise: 'glute_bridge' }");
  const BlockDone block = Read(person.facts(), Block(3, 1));
  ASSERT_EQ(block.sessions.size(), 2);
  EXPECT_EQ(block.sessions[0].attempt, 1);
  EXPECT_EQ(block.sessions[1].attempt, 2);
  EXPECT_EQ(block.exposures.at({"glute_bridge", kMidline}).size(), 2);
}

TEST(ExposuresTest, WhatWasNotToldIsAbsentOrUnknown) {
  PatientFacts person;
  person.Logged(1, R"pb(session_number: 1
                        exercises { exercise: "glute_bridge" }
                        exercises {
                          exercise: "bird_dog"
                          skip_reason: SKIP_REASON_TIME
                        })pb");
  const BlockDone block = Read(person.facts(), Block(3));
  ASSERT_EQ(block.sessions.size(), 1);
  EXPECT_EQ(block.sessions[0].completed_pct, std::nullopt);
  EXPECT_EQ(block.sessions[0].rpe, std::nullopt);
  EXPECT_EQ(block.sessions[0].pain_before, std::nullopt);
  EXPECT_FALSE(block.sessions[0].done);
  EXPECT_EQ(block.sessions[0].morning.level(), kv1::ZONE_LEVEL_UNKNOWN);
  const auto& exposures = block.exposures.at({"glute_bridge", kMidline});
  ASSERT_EQ(exposures.size(), 1);
  EXPECT_EQ(exposures[0].zone.level(), kv1::ZONE_LEVEL_UNKNOWN);
  EXPECT_FALSE(exposures[0].zone.missing().empty());
  EXPECT_EQ(exposures[0].completed_pct, std::nullopt);
  EXPECT_EQ(exposures[0].difficulty, std::nullopt);
  const auto& skipped = block.exposures.at({"bird_dog", kLeft});
  ASSERT_EQ(skipped.size(), 1);
  EXPECT_EQ(skipped[0].skip_reason, v1::SKIP_REASON_TIME);
  EXPECT_TRUE(skipped[0].zone.missing().empty()) << "there is nothing to tell";
  EXPECT_EQ(block.usual_morning, std::nullopt);
}

TEST(ExposuresTest, SessionsOfOtherBlocksAreLeftOut) {
  PatientFacts person;
  person.Logged(9,
                "session_number: 7 completed_pct: 100 exercises { exercise: "
                "'glute_bridge' }");
  const BlockDone block = Read(person.facts(), Block(5));
  EXPECT_THAT(block.sessions, IsEmpty());
  EXPECT_THAT(block.exposures, IsEmpty());
}

TEST(ExposuresTest, PainBeforeIsThatOfTheCheckInWhenTheLogHasNone) {
  PatientFacts person;
  person.CheckedIn(1, "others_denied: true")
      .Logged(1,
              "session_number: 1 exercises { exercise: 'glute_bridge' "
              "pain_during_max: 4 }");
  storage::v1::PatientFacts facts = person.facts();
  facts.mutable_check_ins(0)->set_session_number(1);
  facts.mutable_check_ins(0)->set_pain_before(4);
  const auto zone = [&] {
    return Read(facts, Block(3))
        .exposures.at({"glute_bridge", kMidline})[0]
        .zone.rule();
  };
  EXPECT_EQ(zone(), "Z-04");
  facts.mutable_logs(0)->mutable_log()->set_pain_before(2);
  EXPECT_EQ(zone(), "Z-03") << "the log goes first";
  facts.mutable_logs(0)->mutable_log()->clear_pain_before();
  facts.mutable_check_ins(0)->set_session_number(2);
  EXPECT_EQ(zone(), "") << "of another session";
  facts.mutable_check_ins(0)->set_session_number(1);
  facts.mutable_check_ins(0)->mutable_effective_time()->set_seconds(
      SecondsAt(2));
  EXPECT_EQ(zone(), "") << "of another day";
}

TEST(ExposuresTest, ASessionReplacedByReliefCountsForItsWeekAlone) {
  PatientFacts person;
  person.CheckedIn(2, "others_denied: true")
      .Logged(2, "session_number: 1 completed_pct: 100")
      .Logged(0, "session_number: 2 completed_pct: 70");
  storage::v1::PatientFacts facts = person.facts();
  facts.mutable_check_ins(0)->set_session_number(1);
  const auto check_in = [&](int pain) {
    facts.mutable_check_ins(0)->set_pain_before(pain);
    return Read(facts, Block(2));
  };
  BlockDone block = check_in(5);
  EXPECT_THAT(block.weeks, ElementsAre(FieldsAre(1, 2, 2, 2, false)));
  EXPECT_EQ(block.scheduled, 2);
  EXPECT_EQ(block.done, 1);
  EXPECT_TRUE(block.sessions[0].relief);
  block = check_in(4);
  EXPECT_EQ(block.done, 2);
  EXPECT_FALSE(block.sessions[0].relief);
}

TEST(ExposuresTest, InASessionReplacedByReliefOnlyARiseIsRed) {
  PatientFacts person;
  person.CheckedIn(1, "others_denied: true")
      .Logged(1, "session_number: 1 exercises { exercise: 'cat_cow' }");
  storage::v1::PatientFacts facts = person.facts();
  facts.mutable_check_ins(0)->set_session_number(1);
  v1::SessionLog* log = facts.mutable_logs(0)->mutable_log();
  const auto zone = [&](int before, int peak) {
    facts.mutable_check_ins(0)->set_pain_before(before);
    log->mutable_exercises(0)->set_pain_during_max(peak);
    return Read(facts, Block(3))
        .exposures.at({"cat_cow", kMidline})[0]
        .zone.rule();
  };
  EXPECT_EQ(zone(4, 5), "Z-02") << "no relief was asked for";
  EXPECT_EQ(zone(5, 5), "Z-04");
  EXPECT_EQ(zone(5, 7), "Z-03");
  EXPECT_EQ(zone(5, 8), "Z-02");
  // The pain that asked for relief was that of the check-in.
  log->set_pain_before(2);
  EXPECT_EQ(zone(5, 5), "Z-02");
  // Without a check-in nothing replaced the session.
  facts.clear_check_ins();
  log->set_pain_before(5);
  log->mutable_exercises(0)->set_pain_during_max(5);
  EXPECT_EQ(
      Read(facts, Block(3)).exposures.at({"cat_cow", kMidline})[0].zone.rule(),
      "Z-02");
}

TEST(ExposuresTest, CountsWhatIsDueAndWhatIsDone) {
  PatientFacts person;
  person.Logged(9, "session_number: 1 completed_pct: 69")
      .Logged(7, "session_number: 2 completed_pct: 70")
      // Before its day.
      .Logged(0, "session_number: 5 completed_pct: 100");
  const BlockDone block = Read(person.facts(), Block(8));
  EXPECT_THAT(block.weeks, ElementsAre(FieldsAre(1, 3, 1, 2, true),
                                       FieldsAre(2, 1, 1, 1, false)));
  EXPECT_EQ(block.scheduled, 5);
  EXPECT_EQ(block.done, 2);
}

TEST(ExposuresTest, AWeekIsOverWhenTheNextOneBegins) {
  const auto over = [](int began_days_ago) {
    const BlockDone block = Read({}, Block(began_days_ago));
    std::vector<bool> weeks;
    for (const WeekDone& week : block.weeks) weeks.push_back(week.over);
    return weeks;
  };
  EXPECT_THAT(over(-1), IsEmpty());
  EXPECT_THAT(over(0), ElementsAre(false));
  EXPECT_THAT(over(6), ElementsAre(false));
  EXPECT_THAT(over(7), ElementsAre(true, false));
  EXPECT_THAT(over(13), ElementsAre(true, false));
  EXPECT_THAT(over(14), ElementsAre(true, true));
}

// Whoever missed a week and goes on with its sessions trains every week since.
TEST(ExposuresTest, AWeekIsJudgedByItsDays) {
  PatientFacts person;
  person.Logged(7, "session_number: 1 completed_pct: 100")
      .Logged(5, "session_number: 2 completed_pct: 100")
      .Logged(3, "session_number: 3 completed_pct: 60");
  const BlockDone block = Read(person.facts(), Block(14));
  EXPECT_THAT(block.weeks, ElementsAre(FieldsAre(1, 3, 0, 0, true),
                                       FieldsAre(2, 3, 2, 3, true)));
}

TEST(ExposuresTest, ASessionOnADayOfAPauseIsNotDue) {
  storage::v1::PatientFacts facts;
  v1::Pause* pause = facts.add_pauses()->mutable_pause();
  *pause->mutable_start_date() = ToDate(Today() - 2);
  EXPECT_EQ(Read(facts, Block(4)).scheduled, 1);
  *pause->mutable_end_date() = ToDate(Today() - 1);
  EXPECT_EQ(Read(facts, Block(4)).scheduled, 1) << "today is not over";
  EXPECT_EQ(Read(facts, Block(7)).scheduled, 3);
}

TEST(ExposuresTest, HasTheMorningAfterEachSessionAndTheUsualOne) {
  PatientFacts person;
  person.Logged(4, "session_number: 1 pain_next_morning: 1")
      .Logged(2, "session_number: 2 pain_next_morning: 3")
      .Logged(1, "session_number: 3");
  const BlockDone block = Read(person.facts(), Block(5));
  ASSERT_EQ(block.sessions.size(), 3);
  EXPECT_EQ(block.sessions[0].morning.rule(), "Z-07");
  EXPECT_EQ(block.sessions[1].morning.rule(), "Z-06");
  EXPECT_EQ(block.sessions[2].morning.level(), kv1::ZONE_LEVEL_UNKNOWN);
  EXPECT_EQ(block.usual_morning, 2);
}

TEST(ExposuresTest, WhatCountsAsDone) {
  const auto done = [](const char* text) {
    return WasDone(testing::ParseText<v1::ExerciseLog>(text));
  };
  EXPECT_TRUE(done(""));
  EXPECT_TRUE(done("completed_pct: 1 skip_reason: SKIP_REASON_TIME"));
  EXPECT_FALSE(done("completed_pct: 0"));
  EXPECT_FALSE(done("skip_reason: SKIP_REASON_PAIN"));
  EXPECT_TRUE(done("completed_pct: 0 pain_during_max: 7"));
  EXPECT_TRUE(done("skip_reason: SKIP_REASON_PAIN sharp_pain: true"));
}

}  // namespace
}  // namespace tonus::engine
