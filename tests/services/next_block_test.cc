// SPDX-License-Identifier: Apache-2.0
// An easy week goes before a block that follows another one.

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

TEST_F(NextBlockTest, TheFirstBlockBeginsAtOnce) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine routine = RoutineAfterAssessment(patient, kDay);
  EXPECT_FALSE(TellsEasyWeek(routine));
}

}  // namespace
}  // namespace tonus
