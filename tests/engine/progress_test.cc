// SPDX-License-Identifier: Apache-2.0
#include "services/engine/progress.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/progress_series.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ParseText;

constexpr absl::CivilDay kFifthDay(2026, 11, 27);

constexpr char kRoutine[] = R"pb(
  sessions {
    number: 1
    week: 1
    date { year: 2026 month: 11 day: 23 }
  }
  sessions {
    number: 2
    week: 1
    date { year: 2026 month: 11 day: 25 }
  }
  sessions {
    number: 3
    week: 1
    date { year: 2026 month: 11 day: 27 }
  }
  sessions {
    number: 4
    week: 2
    date { year: 2026 month: 11 day: 30 }
  }
)pb";

// 2026-11-23T23:30Z is the 24th in Berlin.
constexpr char kLogs[] = R"pb(
  assessments {
    fact_id: "a"
    effective_time { seconds: 1795435200 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 5 }
  }
  logs {
    fact_id: "x"
    effective_time { seconds: 1795476600 }
    log { session_number: 1 completed_pct: 69 pain_before: 4 pain_after: 3 }
  }
  logs {
    fact_id: "y"
    effective_time { seconds: 1795520000 }
    log { session_number: 1 completed_pct: 70 }
  }
  logs {
    fact_id: "z"
    effective_time { seconds: 1795606400 }
    log { session_number: 2 completed_pct: 40 pain_before: 3 }
  }
)pb";

class ProgressTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto knowledge = OpenReleasedPack();
    ASSERT_TRUE(knowledge.ok()) << knowledge.status();
    knowledge_ = std::make_unique<Knowledge>(*std::move(knowledge));
    routine_ = ParseText<v1::Routine>(kRoutine);
    facts_ = ParseText<storage::v1::PatientFacts>(kLogs);
    ASSERT_TRUE(absl::LoadTimeZone("Europe/Berlin", &berlin_));
  }

  v1::Progress Summarize() {
    return SummarizeProgress(*knowledge_, facts_, routine_, routine_, today_,
                             berlin_);
  }

  std::vector<std::string> Statements() {
    const v1::Progress progress = Summarize();
    std::vector<std::string> texts;
    for (const v1::ProgressStatement& said : progress.statements()) {
      texts.push_back(said.text());
    }
    return texts;
  }

  std::unique_ptr<Knowledge> knowledge_;
  storage::v1::PatientFacts facts_;
  v1::Routine routine_;
  absl::TimeZone berlin_;
  absl::CivilDay today_ = kFifthDay;
};

TEST_F(ProgressTest, ASessionCountsOnceWithItsHighestCompletion) {
  const v1::Progress progress = Summarize();
  EXPECT_EQ(progress.scheduled_sessions(), 2) << "the third is due today";
  EXPECT_EQ(progress.completed_sessions(), 1);
  EXPECT_DOUBLE_EQ(progress.adherence(), 1.0 / 2);
  ASSERT_EQ(progress.weeks_size(), 1);
  EXPECT_EQ(progress.weeks(0).scheduled_sessions(), 2);
}

TEST_F(ProgressTest, TheNextSessionIsTheFirstThatWasNotBegun) {
  EXPECT_EQ(NextSession(facts_, routine_), 3);
  routine_.mutable_sessions()->DeleteSubrange(1, 3);
  EXPECT_EQ(NextSession(facts_, routine_), 0);
}

TEST_F(ProgressTest, PainIsInTheOrderOfTimeAndOnTheDayOfThePerson) {
  const v1::Progress progress = Summarize();
  ASSERT_EQ(progress.pain_size(), 3);
  EXPECT_EQ(progress.pain(0).average_pain(), 5);
  EXPECT_EQ(progress.pain(1).date().day(), 24);
  EXPECT_EQ(progress.pain(1).pain_after(), 3);
  EXPECT_FALSE(progress.pain(2).has_pain_after());
}

TEST_F(ProgressTest, OneMeasurementSaysNothingAboutChange) {
  EXPECT_THAT(Statements(), Contains(HasSubstr("less than twice")));
}

TEST_F(ProgressTest, AChangeWithinTheErrorMayBeNone) {
  auto* later = facts_.add_assessments();
  *later = facts_.assessments(0);
  later->mutable_effective_time()->set_seconds(1795700000);
  later->mutable_results(0)->set_value(4);
  EXPECT_THAT(Statements(), Contains(HasSubstr("may be no change at all")));
  later->mutable_results(0)->set_value(1);
  EXPECT_THAT(Statements(), Contains(HasSubstr("this alone does not show")));
}

TEST_F(ProgressTest, WithoutADueSessionThereIsNoAdherence) {
  facts_.Clear();
  today_ = absl::CivilDay(2026, 11, 22);
  const v1::Progress progress = Summarize();
  EXPECT_FALSE(progress.has_adherence());
  EXPECT_THAT(progress.weeks(), IsEmpty());
  EXPECT_THAT(Statements(), Contains("No session was due yet."));
}

std::vector<std::string> Attendances(const v1::WeekAdherence& week) {
  std::vector<std::string> names;
  for (const v1::SessionAttendance& session : week.sessions()) {
    names.push_back(
        v1::Attendance_Name(session.attendance()).substr(sizeof "ATTENDANCE"));
  }
  return names;
}

TEST_F(ProgressTest, EachSessionOfAWeekSaysWhatBecameOfIt) {
  const v1::Progress today = Summarize();
  EXPECT_THAT(Attendances(today.weeks(0)),
              ElementsAre("DONE", "PARTIAL", "DUE"));
  EXPECT_EQ(today.weeks(0).partial_sessions(), 1);
  EXPECT_EQ(today.weeks(0).missed_sessions(), 0);
  EXPECT_EQ(today.weeks(0).sessions(1).completed_pct(), 40);
  ++today_;
  const v1::Progress tomorrow = Summarize();
  EXPECT_THAT(Attendances(tomorrow.weeks(0)),
              ElementsAre("DONE", "PARTIAL", "MISSED"));
  EXPECT_EQ(tomorrow.weeks(0).missed_sessions(), 1);
  EXPECT_EQ(tomorrow.weeks_size(), 1) << "the next week has not begun";
}

TEST_F(ProgressTest, ASessionThatWasLoggedAsNotDoneIsMissed) {
  facts_.mutable_logs(2)->mutable_log()->set_completed_pct(0);
  EXPECT_THAT(Attendances(Summarize().weeks(0)),
              ElementsAre("DONE", "MISSED", "DUE"));
}

TEST_F(ProgressTest, HowMuchNobodySaidIsPartOfIt) {
  facts_.mutable_logs(2)->mutable_log()->clear_completed_pct();
  const v1::Progress progress = Summarize();
  EXPECT_THAT(Attendances(progress.weeks(0)),
              ElementsAre("DONE", "PARTIAL", "DUE"));
  EXPECT_FALSE(progress.weeks(0).sessions(1).has_completed_pct());
}

TEST_F(ProgressTest, AnOpenPauseHoldsTheSessionsOfItsDays) {
  *facts_.add_pauses() = ParseText<storage::v1::PauseFact>(
      R"pb(fact_id: "p"
           pause {
             reason: PAUSE_REASON_ILLNESS
             start_date { year: 2026 month: 11 day: 26 }
           })pb");
  facts_.mutable_assessments(0)->mutable_screening()->set_others_denied(true);
  today_ = absl::CivilDay(2026, 12, 1);
  const v1::Progress progress = Summarize();
  ASSERT_EQ(progress.weeks_size(), 2);
  EXPECT_THAT(Attendances(progress.weeks(0)),
              ElementsAre("DONE", "PARTIAL", "PAUSED"));
  EXPECT_THAT(Attendances(progress.weeks(1)), ElementsAre("PAUSED"));
  EXPECT_EQ(progress.weeks(1).scheduled_sessions(), 0);
  EXPECT_EQ(progress.scheduled_sessions(), 2);
  EXPECT_EQ(progress.next().session_number(), 3);
  EXPECT_FALSE(progress.next().has_session_date());
  EXPECT_TRUE(progress.next().has_pause());
  ASSERT_EQ(progress.pauses_size(), 1);
  EXPECT_FALSE(progress.pauses(0).has_end_date());
}

TEST_F(ProgressTest, APauseThatWasResumedAtOnceIsNone) {
  *facts_.add_pauses() = ParseText<storage::v1::PauseFact>(
      R"pb(fact_id: "p"
           pause {
             reason: PAUSE_REASON_ILLNESS
             start_date { year: 2026 month: 11 day: 26 }
             end_date { year: 2026 month: 11 day: 25 }
           })pb");
  EXPECT_EQ(Summarize().pauses_size(), 0);
  // The last day of a pause rests, too.
  facts_.mutable_pauses(0)->mutable_pause()->mutable_end_date()->set_day(26);
  EXPECT_EQ(Summarize().pauses_size(), 1);
}

TEST_F(ProgressTest, ReliefInPlaceOfASessionIsAttendedAndNotTraining) {
  *facts_.add_check_ins() = ParseText<storage::v1::CheckInFact>(
      R"pb(fact_id: "c"
           effective_time { seconds: 1795606000 }
           session_number: 2
           pain_before: 7)pb");
  facts_.mutable_logs(2)->mutable_log()->set_completed_pct(100);
  const v1::Progress progress = Summarize();
  EXPECT_THAT(Attendances(progress.weeks(0)),
              ElementsAre("DONE", "RELIEF", "DUE"));
  EXPECT_EQ(progress.weeks(0).completed_sessions(), 2);
  EXPECT_EQ(progress.completed_sessions(), 1);
  EXPECT_THAT(Statements(), Contains(HasSubstr("On 1 day relief")));
}

TEST_F(ProgressTest, ASessionThatIsDoneAgainCountsForTheDaysOfItsWeek) {
  auto* again = facts_.add_logs();
  *again = facts_.logs(1);
  again->set_fact_id("again");
  again->mutable_effective_time()->set_seconds(1795700000);
  again->mutable_log()->set_attempt(2);
  const v1::Progress progress = Summarize();
  ASSERT_EQ(progress.weeks_size(), 1);
  EXPECT_THAT(Attendances(progress.weeks(0)),
              ElementsAre("DONE", "PARTIAL", "DONE"));
  EXPECT_EQ(progress.weeks(0).sessions(2).session_number(), 1);
  EXPECT_EQ(progress.weeks(0).sessions(2).attempt(), 2);
  EXPECT_EQ(progress.weeks(0).completed_sessions(), 2);
  EXPECT_EQ(progress.weeks(0).scheduled_sessions(), 3);
}

// What an alert says of the week is what progress says of it, before and after.
TEST_F(ProgressTest, WhatIsDoneInALaterWeekIsMissedInItsOwnAndCountsThere) {
  today_ = absl::CivilDay(2026, 12, 2);
  const auto log = [&](int number, absl::CivilDay day) {
    auto& fact = *facts_.add_logs();
    fact.set_fact_id(absl::StrCat("late", number));
    fact.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(day, berlin_)) + 43200);
    fact.mutable_log()->set_session_number(number);
    fact.mutable_log()->set_completed_pct(100);
  };
  log(3, absl::CivilDay(2026, 12, 1));
  const v1::Progress progress = Summarize();
  ASSERT_EQ(progress.weeks_size(), 2);
  EXPECT_THAT(Attendances(progress.weeks(0)),
              ElementsAre("DONE", "PARTIAL", "MISSED"));
  EXPECT_EQ(progress.weeks(0).completed_sessions(), 1);
  EXPECT_EQ(progress.weeks(0).missed_sessions(), 1);
  EXPECT_EQ(progress.weeks(0).sessions(2).session_number(), 3);
  EXPECT_EQ(progress.weeks(0).sessions(2).date().day(), 27);
  EXPECT_THAT(Attendances(progress.weeks(1)), ElementsAre("DONE"));
  EXPECT_EQ(progress.weeks(1).sessions(0).session_number(), 3);
  EXPECT_EQ(progress.weeks(1).sessions(0).date().day(), 1);
  EXPECT_EQ(progress.weeks(1).scheduled_sessions(), 1);
  EXPECT_EQ(progress.weeks(1).missed_sessions(), 0) << "the fourth moved on";

  // The last of them after the weeks of the block.
  today_ = absl::CivilDay(2026, 12, 10);
  log(4, absl::CivilDay(2026, 12, 8));
  const v1::Progress later = Summarize();
  ASSERT_EQ(later.weeks_size(), 3);
  EXPECT_THAT(Attendances(later.weeks(0)),
              ElementsAre("DONE", "PARTIAL", "MISSED"));
  EXPECT_THAT(Attendances(later.weeks(1)), ElementsAre("DONE"));
  EXPECT_EQ(later.weeks(2).week(), 3);
  EXPECT_EQ(later.weeks(2).planned_sessions(), 0);
  EXPECT_THAT(Attendances(later.weeks(2)), ElementsAre("DONE"));
}

// A-031: the morning after the first session hurt, so the second was relief.
TEST_F(ProgressTest, WhatWasPlannedAsReliefIsToldSo) {
  facts_.mutable_logs(2)->mutable_log()->set_completed_pct(100);
  EXPECT_THAT(Attendances(Summarize().weeks(0)),
              ElementsAre("DONE", "DONE", "DUE"));
  auto& usual = *facts_.add_mornings();
  usual.set_fact_id("usual");
  usual.mutable_effective_time()->set_seconds(1795413600);
  usual.mutable_morning()->set_pain(1);
  auto& bad = *facts_.add_mornings();
  bad.set_fact_id("bad");
  bad.mutable_effective_time()->set_seconds(1795586400);
  bad.mutable_morning()->set_pain(8);
  EXPECT_THAT(Attendances(Summarize().weeks(0)),
              ElementsAre("DONE", "RELIEF", "DUE"));
  EXPECT_EQ(Summarize().weeks(0).completed_sessions(), 2);
}

TEST_F(ProgressTest, AMorningBelongsToTheLastSessionOfTheDayBefore) {
  // Of the 25th, in the morning of the 26th; and of the 29th, before which
  // there was no session.
  for (const int64_t seconds : {1795673000, 1795932200}) {
    auto* fact = facts_.add_mornings();
    fact->set_fact_id(std::to_string(seconds));
    fact->mutable_effective_time()->set_seconds(seconds);
    fact->mutable_morning()->set_pain(6);
  }
  const v1::Progress progress = Summarize();
  ASSERT_EQ(progress.pain_size(), 4);
  EXPECT_EQ(progress.pain(2).session_number(), 2);
  EXPECT_EQ(progress.pain(2).pain_next_morning(), 6);
  EXPECT_FALSE(progress.pain(2).has_pain_morning());
  EXPECT_EQ(progress.pain(3).session_number(), 0);
  EXPECT_EQ(progress.pain(3).pain_morning(), 6);
  EXPECT_EQ(progress.pain(3).date().day(), 29);
}

TEST_F(ProgressTest, ACheckInTellsPainWhereNoLogDoes) {
  for (const bool present : {false, true}) {
    auto* fact = facts_.add_check_ins();
    fact->set_fact_id(present ? "gate" : "asked");
    fact->mutable_effective_time()->set_seconds(present ? 1795779200
                                                        : 1795692800);
    fact->set_session_number(3);
    auto* answer = fact->mutable_recheck()->add_answers();
    answer->set_red_flag("rf_saddle_sensation");
    answer->set_present(present);
  }
  const v1::Progress progress = Summarize();
  ASSERT_EQ(progress.pain_size(), 4);
  EXPECT_EQ(progress.pain(3).session_number(), 3);
  EXPECT_TRUE(progress.pain(3).has_pain_before());
  EXPECT_EQ(progress.pain(3).pain_before(), 0) << "0 that was told";
}

TEST_F(ProgressTest, AnsweredPainIsAScoreToo) {
  auto* answers = facts_.mutable_assessments(0)->add_measures();
  answers->set_measure("nrs_avg");
  answers->set_total(3);
  answers->mutable_answer_time()->set_seconds(1795700000);
  const v1::Progress progress = Summarize();
  ASSERT_EQ(progress.pain_size(), 4);
  EXPECT_EQ(progress.pain(3).average_pain(), 3);
  ASSERT_EQ(progress.measures_size(), 1);
  EXPECT_EQ(progress.measures(0).points_size(), 2);
  EXPECT_EQ(progress.measures(0).outcome().reading(),
            v1::CHANGE_READING_IMPORTANT_IMPROVEMENT);
}

TEST(ThinTest, KeepsTheFirstAndTheNewest) {
  google::protobuf::RepeatedPtrField<v1::ScorePoint> points;
  for (int i = 0; i < kMostPoints; ++i) points.Add()->set_score(i);
  EXPECT_EQ(Thin(&points), 0);
  EXPECT_EQ(points.size(), kMostPoints);
  for (int i = kMostPoints; i < 1000; ++i) points.Add()->set_score(i);
  EXPECT_EQ(Thin(&points), 800);
  ASSERT_EQ(points.size(), kMostPoints);
  EXPECT_EQ(points[0].score(), 0);
  for (int i = 1; i < kMostPoints; ++i) {
    EXPECT_LT(points[i - 1].score(), points[i].score());
  }
  EXPECT_EQ(points[kMostPoints - kNewestPoints].score(), 1000 - kNewestPoints);
  EXPECT_EQ(points[kMostPoints - 1].score(), 999);
}

TEST(ThinTest, OnePointTooManyLeavesOneOut) {
  google::protobuf::RepeatedPtrField<v1::ScorePoint> points;
  for (int i = 0; i <= kMostPoints; ++i) points.Add()->set_score(i);
  EXPECT_EQ(Thin(&points), 1);
  EXPECT_EQ(points[0].score(), 0);
  EXPECT_EQ(points[kMostPoints - 1].score(), kMostPoints);
}

}  // namespace
}  // namespace tonus::engine
