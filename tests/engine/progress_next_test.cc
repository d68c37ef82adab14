// SPDX-License-Identifier: Apache-2.0
// Which retest and which measures are due, on each day of a block.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/progress.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// Three sessions, one a day from `began` days ago on; the set of one test is
// repeated before the first, after the second and after the third.
v1::Routine Block(int began) {
  v1::Routine routine;
  routine.set_gate(v1::GATE_OK);
  *routine.mutable_start_date() = ToDate(Today() - began);
  for (int i = 0; i < 3; ++i) {
    v1::Session* session = routine.add_sessions();
    session->set_number(i + 1);
    session->set_week(1);
    *session->mutable_date() = ToDate(Today() - began + i);
    v1::Retest* retest = routine.add_retests();
    retest->add_tests("schober_mm");
    if (i == 0) {
      retest->set_before_session(1);
    } else {
      retest->set_after_session(i + 1);
    }
  }
  return routine;
}

v1::Progress Read(const PatientFacts& person, const v1::Routine& routine) {
  return SummarizeProgress(ReleasedKnowledge(), person.facts(), routine,
                           routine, Today(), absl::UTCTimeZone());
}

std::string Schober() { return Result("schober_mm", kMidline, 5); }

std::vector<std::string> States(const v1::Progress& progress) {
  std::vector<std::string> states;
  for (const v1::RetestProgress& retest : progress.retests()) {
    states.push_back(
        v1::RetestState_Name(retest.state()).substr(sizeof "RETEST_STATE"));
  }
  return states;
}

TEST(RetestTest, TheFirstTakesAnyResultThatIsNotTooOld) {
  PatientFacts person;
  person.Assessed(30, kDenied + Schober());
  EXPECT_THAT(States(Read(person, Block(0))),
              ElementsAre("TAKEN", "AHEAD", "AHEAD"));
  PatientFacts never;
  never.Assessed(30, kDenied);
  const v1::Progress progress = Read(never, Block(0));
  EXPECT_THAT(States(progress), ElementsAre("DUE", "AHEAD", "AHEAD"));
  EXPECT_EQ(progress.next().retest().before_session(), 1);
  EXPECT_EQ(progress.retests(0).open_tests_size(), 1);
}

constexpr char kSecondDone[] = "session_number: 2 completed_pct: 100";
constexpr char kThirdDone[] = "session_number: 3 completed_pct: 100";

TEST(RetestTest, OneAfterASessionComesWhenThatWasDone) {
  PatientFacts person;
  person.Assessed(30, kDenied + Schober());
  v1::Progress progress = Read(person, Block(9));
  EXPECT_THAT(States(progress), ElementsAre("TAKEN", "AHEAD", "AHEAD"))
      << "by the calendar the block is over";
  person.Assessed(2, Schober()).Logged(1, kSecondDone);
  progress = Read(person, Block(9));
  EXPECT_THAT(States(progress), ElementsAre("TAKEN", "DUE", "AHEAD"));
  EXPECT_EQ(progress.next().retest().after_session(), 2);
  EXPECT_EQ(ToCivilDay(progress.next().retest().date()), Today() - 1);
  // The last one has come: it serves instead.
  person.Logged(0, kThirdDone);
  progress = Read(person, Block(9));
  EXPECT_THAT(States(progress), ElementsAre("TAKEN", "PASSED", "DUE"));
  EXPECT_EQ(progress.next().retest().after_session(), 3);
  person.Assessed(0, Schober());
  progress = Read(person, Block(9));
  EXPECT_THAT(States(progress), ElementsAre("TAKEN", "TAKEN", "TAKEN"));
  EXPECT_FALSE(progress.next().has_retest());
}

// Who drops what was missed never does it.
TEST(RetestTest, ALaterSessionBringsTheRetestAfterADroppedOne) {
  PatientFacts person;
  person.Assessed(30, kDenied + Schober()).Logged(1, kThirdDone);
  const v1::Progress progress = Read(person, Block(9));
  EXPECT_EQ(ToCivilDay(progress.retests(1).date()), Today() - 1);
  EXPECT_EQ(ToCivilDay(progress.retests(2).date()), Today() - 1);
}

TEST(RetestTest, TheDayIsThatOnWhichItsSessionWasDone) {
  PatientFacts person;
  person.Assessed(30, kDenied + Schober())
      .Logged(2, "session_number: 2 completed_pct: 100");
  EXPECT_EQ(ToCivilDay(Read(person, Block(1)).retests(1).date()), Today() - 2);
}

// "START nrs_avg 0": the occasion, the measure, and in how many days.
std::vector<std::string> Due(const v1::Progress& progress) {
  std::vector<std::string> due;
  for (const v1::MeasureDue& one : progress.next().measures()) {
    due.push_back(absl::StrCat(
        v1::MeasureOccasion_Name(one.occasion())
            .substr(sizeof "MEASURE_OCCASION"),
        " ", one.measure(), " ",
        one.has_due_date() ? ToCivilDay(one.due_date()) - Today() : -999,
        one.due() ? " due" : ""));
  }
  return due;
}

std::string Answered(const std::string& measure, int total) {
  return absl::StrCat(" measures { measure: '", measure, "' total: ", total,
                      " } ");
}

TEST(ScheduleTest, WhatWasNeverAnsweredIsDueAtTheStart) {
  PatientFacts person;
  person.Assessed(30, kDenied);
  const auto due = Due(Read(person, Block(0)));
  EXPECT_THAT(due, Contains("START nrs_avg 0 due"));
  EXPECT_THAT(due, Contains("START psfs 0 due"));
  EXPECT_THAT(due, Contains("START rmdq 0 due"));
  // One of two is enough, and nobody asks about work who does not work.
  EXPECT_THAT(due, Not(Contains(StartsWith("START odi"))));
  EXPECT_THAT(due, Not(Contains(StartsWith("START fabq_w"))));
  // A rating of change has no start.
  EXPECT_THAT(due, Contains("MIDDLE groc 1"));
}

TEST(ScheduleTest, WhoWorksIsAskedAboutWork) {
  PatientFacts person("working: true");
  person.Assessed(30, kDenied);
  EXPECT_THAT(Due(Read(person, Block(0))), Contains("START fabq_w 0 due"));
}

TEST(ScheduleTest, TheMeasureThatWasAnsweredIsAskedAgain) {
  PatientFacts person;
  person.Assessed(30, kDenied + Answered("odi", 40));
  const auto due = Due(Read(person, Block(0)));
  EXPECT_THAT(due, Contains("END odi 2"));
  EXPECT_THAT(due, Not(Contains(StartsWith("START rmdq"))));
}

TEST(ScheduleTest, PainIsAskedWithEachSessionAndOnceADay) {
  PatientFacts person;
  person.Assessed(30, kDenied + Answered("nrs_avg", 5));
  EXPECT_THAT(Due(Read(person, Block(-1))), Contains("SESSION nrs_avg 1"));
  EXPECT_THAT(Due(Read(person, Block(0))), Contains("SESSION nrs_avg 0 due"));
  person.Assessed(0, Answered("nrs_avg", 4));
  EXPECT_THAT(Due(Read(person, Block(0))), Contains("SESSION nrs_avg 1"))
      << "it counts for the session of today";
  EXPECT_THAT(Due(Read(person, Block(-1))), Contains("SESSION nrs_avg 1"));
  EXPECT_THAT(Due(Read(person, Block(2))),
              Not(Contains(StartsWith("SESSION nrs_avg"))))
      << "after the last there is none";
}

TEST(ScheduleTest, NoDayOfAPauseWithoutAnEndIsNamed) {
  PatientFacts person;
  person.Assessed(0, kDenied + Answered("nrs_avg", 4));
  storage::v1::PatientFacts facts = person.facts();
  *facts.add_pauses()->mutable_pause()->mutable_start_date() =
      ToDate(Today() + 1);
  EXPECT_THAT(Due(SummarizeProgress(ReleasedKnowledge(), facts, Block(0),
                                    Block(0), Today(), absl::UTCTimeZone())),
              Contains("SESSION nrs_avg -999"))
      << "the session of tomorrow waits";
}

TEST(ScheduleTest, TheMiddleAndTheEndAreThoseOfTheRetests) {
  PatientFacts person;
  person.Assessed(30, kDenied + Answered("psfs", 4));
  EXPECT_THAT(Due(Read(person, Block(0))), Contains("MIDDLE psfs 1"));
  person.Logged(0, kSecondDone);
  EXPECT_THAT(Due(Read(person, Block(1))), Contains("MIDDLE psfs 0 due"));
  // What was left out in the middle is asked once, at the end.
  PatientFacts late;
  late.Assessed(30, kDenied + Answered("psfs", 4))
      .Logged(1, kSecondDone)
      .Logged(0, kThirdDone);
  EXPECT_THAT(Due(Read(late, Block(2))), Contains("END psfs 0 due"));
  person.Assessed(1, Answered("psfs", 5));
  EXPECT_THAT(Due(Read(person, Block(1))), Contains("MIDDLE psfs 0 due"))
      << "a day too early";
  person.Assessed(0, Answered("psfs", 6));
  EXPECT_THAT(Due(Read(person, Block(1))), Contains("END psfs 1"));
  late.Assessed(0, Answered("psfs", 6));
  EXPECT_THAT(Due(Read(late, Block(2))), Not(Contains(StartsWith("END psfs"))));
}

TEST(NextTest, NothingIsNextWhileTheGateIsClosed) {
  PatientFacts person;
  person.Assessed(1,
                  "screening { answers { red_flag: 'rf_saddle_sensation' "
                  "present: true } others_denied: true }");
  const v1::NextSteps next = Read(person, Block(0)).next();
  EXPECT_EQ(next.gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_EQ(next.session_number(), 0);
  EXPECT_FALSE(next.has_retest());
  EXPECT_THAT(next.measures(), IsEmpty());
}

TEST(NextTest, WithoutABlockTheStartIsDueNow) {
  PatientFacts person;
  person.Assessed(1, kDenied);
  const v1::Progress progress = Read(person, {});
  EXPECT_THAT(Due(progress), Contains("START psfs -999 due"));
  EXPECT_EQ(progress.next().session_number(), 0);
}

}  // namespace
}  // namespace tonus::engine
