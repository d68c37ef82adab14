// SPDX-License-Identifier: Apache-2.0
// A block rests while the gate is closed, and goes on where it stood.

#include <string>

#include "services/engine/facts.h"
#include "tests/services/block_fixture.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

using testing::kDays;
using testing::kFlag;

using RestingBlockTest = testing::BlockFixture;

TEST_F(RestingBlockTest, GoesOnWhereItStood) {
  const std::string patient = NewPatientAfter(6);
  v1::Session last = Session(patient, "6", 11);
  TellFlag(patient, 14);
  ExpectRebuilt(patient);
  Clear(patient, 17);
  const v1::Routine routine = Routine(patient, 17);
  EXPECT_EQ(engine::ToCivilDay(routine.start_date()), Date(0));
  ASSERT_THAT(routine.sessions(), SizeIs(18));
  EXPECT_EQ(routine.sessions(0).number(), 1);
  const v1::Session next = Session(patient, "today", 17);
  EXPECT_EQ(next.number(), 7);
  EXPECT_EQ(next.week(), 3);
  EXPECT_GE(engine::ToCivilDay(next.date()), Date(17));
  EXPECT_THAT(next.items(), Not(IsEmpty()));
  EXPECT_THAT(RulesOf(next), ElementsAre("G-02"));
  EXPECT_THAT(next.advice(), Contains(HasSubstr("until it was safe to go on")));
  ExpectNothingHarder(patient, next, 17);
  v1::Session same = Session(patient, "6", 17);
  same.set_revision(last.revision());
  // The clearance runs out on another day than the answers before.
  same.clear_expire_date();
  last.clear_expire_date();
  EXPECT_EQ(engine::DeterministicBytes(same), engine::DeterministicBytes(last))
      << "it was done";
  ExpectRebuilt(patient);
}

TEST_F(RestingBlockTest,
       ARestOfLessThanAWeekGoesOnWithTheWeekOfTheLastSession) {
  const std::string patient = NewPatientAfter(6);
  TellFlag(patient, 14);
  Clear(patient, 20);
  const v1::Session next = Session(patient, "today", 20);
  EXPECT_THAT(RulesOf(next), ElementsAre("G-02"));
}

TEST_F(RestingBlockTest, AfterAWeekItGoesOnOneWeekLower) {
  const std::string patient = NewPatientAfter(6);
  const v1::Session fourth = Session(patient, "4", 11);
  TellFlag(patient, 14);
  Clear(patient, 21);
  const v1::Session next = Session(patient, "today", 21);
  EXPECT_EQ(next.number(), 7);
  EXPECT_THAT(RulesOf(next), ElementsAre("A-058"));
  EXPECT_THAT(next.advice(), Contains(HasSubstr("one week earlier")));
  EXPECT_THAT(Routine(patient, 21).retests(), SizeIs(3));
  ExpectNothingHarder(patient, next, 21);
  DoNext(patient, 21);
  EXPECT_EQ(Session(patient, "today", 23).number(), 8);
  ExpectRebuilt(patient);
}

TEST_F(RestingBlockTest, AfterMoreThanTwoWeeksTheTestsOfTheStartAreDue) {
  const std::string patient = NewPatientAfter(5);
  TellFlag(patient, 11);
  Clear(patient, 23);
  EXPECT_THAT(Routine(patient, 23).retests(), SizeIs(3)) << "14 days";
  const std::string other = NewPatientAfter(5);
  TellFlag(other, 11);
  Clear(other, 24);
  const v1::Routine routine = Routine(other, 24);
  ASSERT_THAT(routine.retests(), SizeIs(4));
  EXPECT_EQ(routine.retests(1).before_session(), 6);
  EXPECT_EQ(routine.retests(1).tests_size(), 5);
  EXPECT_THAT(RulesOf(Session(other, "today", 24)),
              ElementsAre("A-058", "A-058"));
  const v1::NextSteps next = Progress(other, 25).next();
  EXPECT_EQ(next.retest().before_session(), 6);
  EXPECT_EQ(next.retest().state(), v1::RETEST_STATE_DUE);
}

TEST_F(RestingBlockTest, AfterMoreThanTwoWeeksAllFlagsAreAskedOnce) {
  const std::string patient = NewPatientAfter(3);
  const auto start = [&](int day, bool all) {
    Call call = On(day);
    auto request = ParseText<v1::StartSessionRequest>(
        "pain_before: 1 recheck { others_denied: true }");
    request.set_name(patient + "/routine/sessions/today");
    for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
      if (!all || !flag.asked() || flag.recheck_group() != 0) continue;
      request.mutable_recheck()->add_answers()->set_red_flag(flag.id());
    }
    return routines_.StartSession(call, request).status();
  };
  EXPECT_THAT(start(4 + 14, false), IsOk());
  const absl::Status missing = start(4 + 15, false);
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ViolatedFields(missing), Each("recheck.answers"));
  EXPECT_THAT(testing::ViolationTexts(missing),
              Contains(HasSubstr("rf_weight_loss")));
  EXPECT_THAT(Routine(patient, 4 + 14).retests(), SizeIs(3));
  EXPECT_THAT(start(4 + 15, true), IsOk());
  EXPECT_THAT(Routine(patient, 4 + 15).retests(), SizeIs(4));
  EXPECT_EQ(Routine(patient, 4 + 15).retests(1).before_session(), 4);
  EXPECT_THAT(start(4 + 15, false), IsOk()) << "they were asked before";
}

TEST_F(RestingBlockTest, NoneOfItsDaysIsMissed) {
  const std::string patient = NewPatientAfter(4);
  TellFlag(patient, 9);
  const v1::Progress closed = Progress(patient, 20);
  EXPECT_EQ(closed.completed_sessions(), 4);
  EXPECT_EQ(closed.scheduled_sessions(), 4);
  ASSERT_THAT(closed.pauses(), SizeIs(1));
  EXPECT_FALSE(closed.pauses(0).has_end_date()) << "the gate is closed";
  EXPECT_EQ(engine::ToCivilDay(closed.next().pause().start_date()), Date(9));
  // The fifth was planned for that day, which is one of the closed gate.
  const v1::Progress first = Progress(patient, 9);
  EXPECT_EQ(first.scheduled_sessions(), 4);
  for (const v1::WeekAdherence& week : first.weeks()) {
    for (const v1::SessionAttendance& session : week.sessions()) {
      EXPECT_NE(session.attendance(), v1::ATTENDANCE_DUE);
    }
  }
  Clear(patient, 21);
  const v1::Progress open = Progress(patient, 21);
  EXPECT_EQ(open.completed_sessions(), 4);
  EXPECT_LE(open.scheduled_sessions(), 5) << "that of today";
  for (const v1::WeekAdherence& week : open.weeks()) {
    EXPECT_EQ(week.missed_sessions(), 0) << week.week();
  }
  EXPECT_EQ(open.next().session_number(), 5);
  ASSERT_THAT(open.pauses(), SizeIs(1));
  EXPECT_EQ(engine::ToCivilDay(open.pauses(0).start_date()), Date(9));
  EXPECT_EQ(engine::ToCivilDay(open.pauses(0).end_date()), Date(20));
}

TEST_F(RestingBlockTest, BeforeTheFirstSessionItBeginsAsPlanned) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Session first = Session(patient, "1", 0);
  TellFlag(patient, 0);
  Clear(patient, 9);
  v1::Session next = Session(patient, "today", 9);
  EXPECT_EQ(next.number(), 1);
  EXPECT_EQ(next.week(), 1);
  EXPECT_GE(engine::ToCivilDay(next.date()), Date(9));
  EXPECT_THAT(RulesOf(next), IsEmpty());
  ASSERT_EQ(next.items_size(), first.items_size());
  for (int i = 0; i < next.items_size(); ++i) {
    EXPECT_EQ(engine::DeterministicBytes(next.items(i)),
              engine::DeterministicBytes(first.items(i)));
  }
  ExpectRebuilt(patient);
}

TEST_F(RestingBlockTest, AGateThatNeverOpenedBeginsAtTheClearance) {
  const std::string patient = NewPatient();
  auto submission = Submission(patient);
  v1::RedFlagAnswer& answer =
      *submission.mutable_assessment()->mutable_screening()->add_answers();
  answer.set_red_flag(kFlag);
  answer.set_present(true);
  Submit(submission);
  Clear(patient, 10);
  const v1::Routine routine = Routine(patient, 10);
  EXPECT_EQ(engine::ToCivilDay(routine.start_date()), Date(10));
  ASSERT_THAT(routine.sessions(), SizeIs(18));
  EXPECT_EQ(routine.sessions(0).number(), 1);
  ExpectRebuilt(patient);
}

TEST_F(RestingBlockTest, ANewAssessmentGoesOnToo) {
  const std::string patient = NewPatientAfter(6);
  TellFlag(patient, 14);
  // While it is closed nothing is known but that.
  auto submission = Submission(patient);
  Call call = On(15);
  ASSERT_THAT(assessments_.SubmitAssessment(call, submission), IsOk());
  EXPECT_THAT(Routine(patient, 15).sessions(), IsEmpty());
  ExpectRebuilt(patient);
  Clear(patient, 16);
  const v1::Session next = Session(patient, "today", 16);
  EXPECT_EQ(next.number(), 7);
  EXPECT_THAT(RulesOf(next), ElementsAre("G-02"));
}

TEST_F(RestingBlockTest, WhatIsPlannedAgainLaterKeepsTheRest) {
  const std::string patient = NewPatientAfter(6);
  TellFlag(patient, 14);
  Clear(patient, 24);
  const v1::Routine before = Routine(patient, 24);
  Call call = On(24);
  auto request = ParseText<v1::SetOverrideRequest>(
      "override { exclude_exercise: 'glute_bridge' reason: "
      "OVERRIDE_REASON_ORGANISATION }");
  request.set_parent(patient);
  ASSERT_THAT(routines_.SetOverride(call, request), IsOk());
  const v1::Routine after = Routine(patient, 24);
  for (int i = 0; i < 18; ++i) {
    EXPECT_EQ(engine::ToCivilDay(after.sessions(i).date()),
              engine::ToCivilDay(before.sessions(i).date()))
        << i;
  }
  for (int number = 7; number <= 18; ++number) {
    for (const v1::SessionItem& item : after.sessions(number - 1).items()) {
      EXPECT_NE(item.exercise(), "glute_bridge") << number;
    }
  }
  EXPECT_THAT(RulesOf(Session(patient, "today", 24)), ElementsAre("A-058"));
  auto pause = ParseText<v1::PauseRoutineRequest>(
      "pause { reason: PAUSE_REASON_HOLIDAY end_date { year: 2026 month: 2 "
      "day: 1 } }");
  pause.set_name(patient + "/routine");
  ASSERT_THAT(routines_.PauseRoutine(call, pause), IsOk());
  EXPECT_GE(engine::ToCivilDay(Routine(patient, 24).sessions(6).date()),
            absl::CivilDay(2026, 2, 2));
  ExpectRebuilt(patient);
}

TEST_F(RestingBlockTest, ItRestsTwice) {
  const std::string patient = NewPatientAfter(5);
  TellFlag(patient, 11);
  Clear(patient, 14);
  DoNext(patient, 14);
  TellFlag(patient, 16);
  Clear(patient, 18);
  const v1::Session next = Session(patient, "today", 18);
  EXPECT_EQ(next.number(), 7);
  EXPECT_THAT(RulesOf(next), Each("G-02"));
  ExpectNothingHarder(patient, next, 18);
  EXPECT_EQ(Progress(patient, 18).completed_sessions(), 6);
  ExpectRebuilt(patient);
}

TEST_F(RestingBlockTest, OneThatIsOverIsFollowedByTheNext) {
  const std::string patient = NewPatientAfter(3);
  TellFlag(patient, 42);
  Clear(patient, 50);
  const v1::Routine routine = Routine(patient, 50);
  EXPECT_EQ(engine::ToCivilDay(routine.start_date()), Date(50));
  EXPECT_EQ(routine.sessions(0).number(), 19);
  ExpectRebuilt(patient);
}

// Somebody whose heart was cleared, who trains until that runs out on `day`.
class LapsedClearanceTest : public testing::BlockFixture {
 protected:
  std::string NewPatientClearedUntil(int day, int sessions) {
    Call call = On(0);
    const auto created = patients_.CreatePatient(
        call, ParseText<v1::CreatePatientRequest>(
                  "patient { profile { age_years: 40 conditions { condition: "
                  "'cond_cardiac' } } }"));
    EXPECT_THAT(created, IsOk());
    const std::string patient = Parsed(*created).name();
    auto old = ParseText<v1::RecordClearanceRequest>(
        "reason: OVERRIDE_REASON_CLINICAL_FINDING clearance { subject: "
        "'cond_cardiac' }");
    old.set_name(patient);
    // It holds for 84 days, that of its own included.
    *old.mutable_clearance()->mutable_date() = engine::ToDate(Date(day) - 84);
    EXPECT_THAT(patients_.RecordClearance(call, old), IsOk());
    Submit(Submission(patient));
    for (int i = 0; i < sessions; ++i) DoNext(patient, kDays[i]);
    return patient;
  }
};

TEST_F(LapsedClearanceTest, TheBlockGoesOnWithANewOne) {
  const std::string patient = NewPatientClearedUntil(10, 4);
  EXPECT_EQ(Routine(patient, 9).gate(), v1::GATE_OK);
  EXPECT_NE(Routine(patient, 10).gate(), v1::GATE_OK);
  Clear(patient, 24, "cond_cardiac");
  const v1::Session next = Session(patient, "today", 24);
  EXPECT_EQ(next.number(), 5);
  EXPECT_THAT(RulesOf(next), Contains("A-058"));
  ExpectNothingHarder(patient, next, 24);
  ExpectRebuilt(patient);
}

TEST_F(LapsedClearanceTest, TheDaysAfterItRanOutAreARest) {
  const std::string patient = NewPatientClearedUntil(10, 5);
  for (const int day : {15, 22}) {
    SCOPED_TRACE(day);
    const v1::Progress closed = Progress(patient, day);
    EXPECT_EQ(closed.scheduled_sessions(), 5);
    ASSERT_THAT(closed.pauses(), SizeIs(1));
    EXPECT_EQ(engine::ToCivilDay(closed.pauses(0).start_date()), Date(10));
    const v1::Routine read = Routine(patient, day);
    ASSERT_THAT(read.rests(), SizeIs(1));
    EXPECT_EQ(engine::ToCivilDay(read.rests(0).start_date()), Date(10));
    EXPECT_FALSE(read.rests(0).has_end_date());
  }
  Clear(patient, 22, "cond_cardiac");
  const v1::Routine routine = Routine(patient, 22);
  ASSERT_THAT(routine.rests(), SizeIs(1));
  EXPECT_EQ(engine::ToCivilDay(routine.rests(0).start_date()), Date(10));
  EXPECT_EQ(engine::ToCivilDay(routine.rests(0).end_date()), Date(21));
  const v1::Progress open = Progress(patient, 22);
  EXPECT_LE(open.scheduled_sessions(), 6) << "that of today";
  for (const v1::WeekAdherence& week : open.weeks()) {
    EXPECT_EQ(week.missed_sessions(), 0) << week.week();
  }
  const v1::Session next = Session(patient, "today", 22);
  EXPECT_EQ(next.number(), 6);
  EXPECT_THAT(RulesOf(next), ElementsAre("A-058")) << "of the rest alone";
  ExpectRebuilt(patient);
}

// A yes that closes the gate after it closed by itself.
TEST_F(LapsedClearanceTest, ARestThatGoesOnIsOne) {
  const std::string patient = NewPatientClearedUntil(10, 5);
  TellFlag(patient, 14);
  Clear(patient, 16);
  ASSERT_NE(Routine(patient, 16).gate(), v1::GATE_OK);
  Clear(patient, 17, "cond_cardiac");
  const v1::Routine routine = Routine(patient, 17);
  ASSERT_THAT(routine.rests(), SizeIs(1));
  EXPECT_EQ(engine::ToCivilDay(routine.rests(0).start_date()), Date(10));
  EXPECT_EQ(engine::ToCivilDay(routine.rests(0).end_date()), Date(16));
  ExpectRebuilt(patient);
}

// What is built for the day after a rest.
TEST_F(RestingBlockTest, ASessionOfTheDayIsNoHarderEither) {
  const std::string patient = NewPatientAfter(6);
  TellFlag(patient, 14);
  Clear(patient, 17);
  Call call = On(17);
  auto request = ParseText<v1::StartSessionRequest>(
      "pain_before: 1 recheck { others_denied: true } equipment_today { "
      "equipment: 'none' }");
  request.set_name(patient + "/routine/sessions/today");
  const auto reply = routines_.StartSession(call, request);
  ASSERT_THAT(reply, IsOk());
  const v1::StartSessionResponse response = Parsed(*reply);
  EXPECT_THAT(response.rules(), Contains("R-734"));
  ExpectNothingHarder(patient, response.session(), 17);
  EXPECT_EQ(engine::DeterministicBytes(Session(patient, "today", 17)),
            engine::DeterministicBytes(response.session()));
}

// A yes that nobody meant, taken back while the gate is closed or later.
TEST_F(RestingBlockTest, ARestThatWasAMistakeNeverWas) {
  for (const bool cleared : {false, true}) {
    SCOPED_TRACE(cleared);
    const std::string patient = NewPatientAfter(6);
    const std::string right = NewPatientAfter(6);
    auto wrong = Submission(patient);
    v1::RedFlagAnswer& answer =
        *wrong.mutable_assessment()->mutable_screening()->add_answers();
    answer.set_red_flag(kFlag);
    answer.set_present(true);
    Call call = On(14);
    const auto told = assessments_.SubmitAssessment(call, wrong);
    ASSERT_THAT(told, IsOk());
    Call same_call = On(14);
    ASSERT_THAT(assessments_.SubmitAssessment(same_call, Submission(right)),
                IsOk());
    EXPECT_THAT(Routine(patient, 14).sessions(), IsEmpty());
    if (cleared) Clear(patient, 16);
    v1::AmendAssessmentRequest amendment;
    amendment.set_name(Parsed(*told).assessment().name());
    *amendment.mutable_assessment() = Submission(patient).assessment();
    amendment.set_reason(v1::AMENDMENT_REASON_MISUNDERSTOOD_QUESTION);
    amendment.add_retracted_red_flags(kFlag);
    Call later = On(17);
    ASSERT_THAT(assessments_.AmendAssessment(later, amendment), IsOk());
    EXPECT_THAT(Routine(patient, 17).rests(), IsEmpty());
    for (const std::string& name : {patient, right}) {
      Call replan = On(18);
      auto request = ParseText<v1::SetOverrideRequest>(
          "override { exclude_exercise: 'glute_bridge' reason: "
          "OVERRIDE_REASON_ORGANISATION }");
      request.set_parent(name);
      ASSERT_THAT(routines_.SetOverride(replan, request), IsOk());
    }
    const v1::Routine after = Routine(patient, 18);
    const v1::Routine never = Routine(right, 18);
    ASSERT_THAT(after.sessions(), SizeIs(18));
    for (int i = 0; i < 18; ++i) {
      EXPECT_EQ(engine::ToCivilDay(after.sessions(i).date()),
                engine::ToCivilDay(never.sessions(i).date()))
          << i + 1;
      EXPECT_EQ(RulesOf(after.sessions(i)), RulesOf(never.sessions(i)))
          << i + 1;
    }
    EXPECT_THAT(Progress(patient, 18).pauses(), IsEmpty());
    ExpectRebuilt(patient);
  }
}

}  // namespace
}  // namespace tonus
