// SPDX-License-Identifier: Apache-2.0
// When a block is over, and the easy week before the one that follows it
//

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "services/engine/facts.h"
#include "tests/services/log_fixture.h"

namespace tonus {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;

constexpr int kDay = 24;

class NextBlockTest : public testing::LogFixture {
 protected:
  // A patient who did the sessions of a block, each two days after the one
  // before.
  std::string AfterABlock() {
    const std::string patient = NewPatientWithRoutine();
    for (int number = 1; number <= 18; ++number) {
      EXPECT_THAT(
          Log(patient,
              absl::StrCat("session_number: ", number, " completed_pct: 100"),
              HourOf(number)),
          IsOk());
    }
    return patient;
  }

  static int HourOf(int number) { return 2 * kDay * (number - 1); }

  static absl::CivilDay DayAt(int hours) {
    return absl::ToCivilDay(At(hours).time, absl::UTCTimeZone());
  }

  v1::Routine RoutineAfterAssessment(const std::string& patient, int hours,
                                     bool screened = true) {
    Call call = At(hours);
    auto submission = Submission(patient);
    if (!screened) submission.mutable_assessment()->clear_screening();
    EXPECT_THAT(assessments_.SubmitAssessment(call, submission), IsOk());
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    const auto reply = routines_.GetRoutine(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply).routine() : v1::Routine();
  }

  // The first `count` sessions, done on these days one after the other.
  std::string After(int count, int days_between, int first_day = 0) {
    const std::string patient = NewPatientWithRoutine();
    for (int number = 1; number <= count; ++number) {
      LogOn(patient, number, first_day + days_between * (number - 1));
    }
    return patient;
  }

  void LogOn(const std::string& patient, int number, int day) {
    ASSERT_THAT(
        Log(patient,
            absl::StrCat("session_number: ", number, " completed_pct: 100"),
            day * kDay),
        IsOk());
  }

  // The number of the first session after an assessment of that day.
  int FirstAfterAssessment(const std::string& patient, int day) {
    const v1::Routine routine = RoutineAfterAssessment(patient, day * kDay);
    ExpectRebuilt(patient);
    return routine.sessions().empty() ? 0 : routine.sessions(0).number();
  }

  static bool TellsEasyWeek(const v1::Routine& routine) {
    return absl::c_any_of(routine.sessions(0).adaptations(),
                          [](const v1::AppliedAdaptation& told) {
                            return told.rule() == "A-084";
                          });
  }
};

TEST_F(NextBlockTest, BeginsAWeekAfterTheLastSession) {
  const std::string patient = AfterABlock();
  const v1::Routine next = RoutineAfterAssessment(patient, HourOf(18) + kDay);
  ASSERT_THAT(next.sessions(), Not(IsEmpty()));
  EXPECT_EQ(next.sessions(0).number(), 19);
  EXPECT_EQ(engine::ToCivilDay(next.sessions(0).date()),
            DayAt(HourOf(18) + 7 * kDay));
  EXPECT_TRUE(TellsEasyWeek(next));
  ExpectRebuilt(patient);
  // Planned again during it, it begins on the same day and tells the same.
  const v1::Routine again =
      RoutineAfterAssessment(patient, HourOf(18) + 3 * kDay);
  EXPECT_EQ(engine::ToCivilDay(again.sessions(0).date()),
            DayAt(HourOf(18) + 7 * kDay));
  EXPECT_EQ(again.sessions(0).number(), 19);
  EXPECT_TRUE(TellsEasyWeek(again));
}

TEST_F(NextBlockTest, BeginsAtOnceAfterAWeekWithoutSessions) {
  const std::string patient = AfterABlock();
  const v1::Routine next =
      RoutineAfterAssessment(patient, HourOf(18) + 7 * kDay);
  EXPECT_EQ(engine::ToCivilDay(next.sessions(0).date()),
            DayAt(HourOf(18) + 7 * kDay));
  EXPECT_FALSE(TellsEasyWeek(next));
}

// Who comes back after more than two weeks is asked all red flags, also where
// the next block begins.
TEST_F(NextBlockTest, BeginsWithAllQuestionsAfterALongAbsence) {
  for (const int days : {14, 16}) {
    const std::string patient = AfterABlock();
    const int hours = HourOf(18) + days * kDay;
    const v1::Routine next =
        RoutineAfterAssessment(patient, hours, /*screened=*/false);
    ASSERT_THAT(next.sessions(), Not(IsEmpty()));
    const bool told = absl::c_any_of(
        next.sessions(0).adaptations(),
        [](const v1::AppliedAdaptation& applied) {
          return applied.rule() == "A-058" &&
                 absl::StrContains(applied.reason(), "since the last session");
        });
    EXPECT_EQ(told, days > 14) << days;
    Call call = At(hours);
    auto request = testing::ParseText<v1::StartSessionRequest>(
        "pain_before: 1 recheck { others_denied: true }");
    request.set_name(patient + "/routine/sessions/19");
    EXPECT_EQ(routines_.StartSession(call, request).ok(), days <= 14) << days;
  }
}

// Sessions that were missed are done next, so the block is longer than its
// weeks: what is measured then changes it and does not end it.
TEST_F(NextBlockTest, BeginsWhenTheSessionsAreDoneAlsoWhenThatIsLate) {
  const std::string patient = After(15, 3);
  EXPECT_EQ(FirstAfterAssessment(patient, 43), 1);
  EXPECT_EQ(FirstAfterAssessment(patient, 44), 1);
  for (int number = 16; number <= 18; ++number) {
    LogOn(patient, number, 3 * (number - 1));
  }
  EXPECT_EQ(FirstAfterAssessment(patient, 52), 19);
}

// Who stayed away as long as makes a return, past the weeks of the
// block, begins the next one.
TEST_F(NextBlockTest, BeginsAfterALongAbsenceOnceTheWeeksHavePassed) {
  EXPECT_EQ(FirstAfterAssessment(After(9, 3, 4), 42), 1) << "14 days";
  EXPECT_EQ(FirstAfterAssessment(After(9, 3, 4), 43), 19) << "15 days";
  EXPECT_EQ(FirstAfterAssessment(After(9, 3), 41), 1) << "within its weeks";
  EXPECT_EQ(FirstAfterAssessment(After(0, 3), 41), 1);
  EXPECT_EQ(FirstAfterAssessment(After(0, 3), 42), 19) << "never begun";
}

// Its weeks do not pass in a pause, also while nobody knows its end.
TEST_F(NextBlockTest, DoesNotBeginInAPauseOfTheOneBefore) {
  for (const std::string end :
       {"", "end_date { year: 2026 month: 3 day: 15 }"}) {
    SCOPED_TRACE(end);
    const std::string patient = After(9, 3);
    Call call = At(26 * kDay);
    auto request = testing::ParseText<v1::PauseRoutineRequest>(absl::StrCat(
        "pause { start_date { year: 2026 month: 1 day: 31 } reason: "
        "PAUSE_REASON_HOLIDAY ",
        end, " }"));
    request.set_name(patient + "/routine");
    ASSERT_THAT(routines_.PauseRoutine(call, request), IsOk());
    EXPECT_EQ(FirstAfterAssessment(patient, 60), 1);
  }
}

// Where missed sessions are left out, those whose turn has passed are not left.
TEST_F(NextBlockTest, BeginsWhenTheLastSessionIsDoneAndMissedOnesAreDropped) {
  const std::string patient = NewPatientWithRoutine();
  ChoosePolicy(At(0), patient, "missed_sessions", "drop");
  for (const int number :
       {1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17}) {
    LogOn(patient, number, 7 * ((number - 1) / 3) + 2 * ((number - 1) % 3));
  }
  EXPECT_EQ(FirstAfterAssessment(patient, 39), 1) << "one is left";
  LogOn(patient, 18, 39);
  EXPECT_EQ(FirstAfterAssessment(patient, 40), 19);
}

TEST_F(NextBlockTest, TheFirstBlockBeginsAtOnce) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine routine = RoutineAfterAssessment(patient, kDay);
  EXPECT_FALSE(TellsEasyWeek(routine));
}

}  // namespace
}  // namespace tonus
