// SPDX-License-Identifier: Apache-2.0
// Self tests that are logged around sessions decide which technique a person is
// offered, from the first log to the sessions that follow.

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "tests/services/log_fixture.h"

namespace tonus {
namespace {

using knowledge::v1::Technique;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReleasedKnowledge;

constexpr int kDay = 24;
constexpr char kHip[] = "iliopsoas";
constexpr char kHipTest[] = "mod_thomas_hip";
// Degrees; lower is better, and the error of the test is 6.
constexpr double kTight = 8;
constexpr double kLonger = -7;

class TechniqueLearningServiceTest : public testing::LogFixture {
 protected:
  // Three sessions a week.
  static int HourOf(int number) {
    return kDay * (7 * ((number - 1) / 3) + 2 * ((number - 1) % 3));
  }

  v1::Session SessionAt(const std::string& patient, int number, int hours) {
    Call call = At(hours);
    v1::GetSessionRequest request;
    request.set_name(absl::StrCat(patient, "/routine/sessions/", number));
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply).sessions(0) : v1::Session();
  }

  v1::TechniqueTrial TrialAt(const std::string& patient, int hours) {
    Call call = At(hours);
    v1::GetProgressRequest request;
    request.set_name(patient + "/progress");
    const auto progress = progress_.GetProgress(call, request);
    EXPECT_THAT(progress, IsOk());
    if (!progress.ok()) return {};
    for (const v1::TechniqueTrial& trial : progress->technique_trials()) {
      if (trial.muscle() == kHip && trial.side() == knowledge::v1::SIDE_LEFT) {
        return trial;
      }
    }
    return {};
  }

  // With what the session releases the left hip flexors first; stretches that
  // follow the work do not count.
  static Technique FirstOf(const v1::Session& session) {
    for (const v1::SessionItem& item : session.items()) {
      const auto* exercise = ReleasedKnowledge().FindExercise(item.exercise());
      const bool is_left =
          absl::c_any_of(item.doses(), [](const v1::Dose& dose) {
            return dose.side() != knowledge::v1::SIDE_RIGHT;
          });
      if (!exercise->targets().empty() && exercise->targets(0) == kHip &&
          is_left) {
        return exercise->technique();
      }
    }
    return knowledge::v1::TECHNIQUE_UNSPECIFIED;
  }

  // Does the whole session as it is planned, measures before and after it, and
  // is longer after `works` alone. Returns the length that is left.
  double Train(const std::string& patient, int number, double before,
               Technique works) {
    const v1::Session session = SessionAt(patient, number, HourOf(number));
    const double after = FirstOf(session) == works ? kLonger : kTight;
    v1::LogSessionRequest request;
    request.set_parent(patient);
    v1::SessionLog& log = *request.mutable_session_log();
    log = ParseText<v1::SessionLog>(
        "completed_pct: 100 rpe: 5 pain_before: 1 pain_after: 1");
    log.set_session_number(number);
    for (const v1::SessionItem& item : session.items()) {
      v1::ExerciseLog& exercise = *log.add_exercises();
      exercise = ParseText<v1::ExerciseLog>(
          "completed_pct: 100 pain_during_max: 1 difficulty: 0");
      exercise.set_exercise(item.exercise());
    }
    v1::SelfTest& test = *log.add_self_tests();
    test.set_test(kHipTest);
    test.set_side(knowledge::v1::SIDE_LEFT);
    test.set_before(before);
    test.set_after(after);
    Call call = At(HourOf(number));
    EXPECT_THAT(progress_.LogSession(call, request), IsOk());
    return after;
  }
};

TEST_F(TechniqueLearningServiceTest, WhatWorksBetterComesFirstInTheEnd) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Log(patient, "session_number: 1 completed_pct: 100", HourOf(1)),
              IsOk());
  v1::TechniqueTrial trial = TrialAt(patient, HourOf(1) + 1);
  ASSERT_EQ(trial.test(), kHipTest);
  ASSERT_EQ(trial.arms_size(), 2);
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_WAITING);
  // Not what the plan puts first.
  const Technique works = trial.arms(1).technique();
  double left = kTight;
  for (int number = 2; number <= 9; ++number) {
    left = Train(patient, number, left, works);
    trial = TrialAt(patient, HourOf(number) + 1);
    if (number < 7) {
      EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_ALTERNATING) << number;
    }
  }
  // The use of session 9 is scored by what is left of it before the next one.
  Train(patient, 10, left, works);
  trial = TrialAt(patient, HourOf(10) + 1);
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_DECIDED);
  EXPECT_EQ(trial.rule(), "A-076");
  EXPECT_EQ(trial.kept(), works);
  EXPECT_GE(trial.arms(0).uses(), 3);
  EXPECT_GE(trial.arms(1).uses(), 3);
  EXPECT_LE(trial.first_better(), 0.2);
  for (int number = 11; number <= 15; ++number) {
    const v1::Session session = SessionAt(patient, number, HourOf(10) + 1);
    EXPECT_EQ(FirstOf(session), works) << number;
  }
  const v1::Session next = SessionAt(patient, 11, HourOf(10) + 1);
  const auto told = absl::c_find_if(
      next.adaptations(),
      [](const v1::AppliedAdaptation& one) { return one.rule() == "A-076"; });
  ASSERT_NE(told, next.adaptations().end()) << "and it says why";
  EXPECT_THAT(told->logs(), Not(IsEmpty()));
  ExpectRebuilt(patient);
}

// What is withdrawn was never measured.
TEST_F(TechniqueLearningServiceTest, AWithdrawnLogIsUnlearnt) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Log(patient, "session_number: 1 completed_pct: 100", HourOf(1)),
              IsOk());
  const Technique works = TrialAt(patient, HourOf(1) + 1).arms(1).technique();
  double left = kTight;
  for (int number = 2; number <= 10; ++number) {
    left = Train(patient, number, left, works);
  }
  ASSERT_EQ(TrialAt(patient, HourOf(10) + 1).state(),
            v1::TECHNIQUE_TRIAL_STATE_DECIDED);
  const auto logs = List(patient, v1::LOG_KIND_SESSION);
  for (const v1::SessionLog& log : logs.session_logs()) {
    if (log.self_tests().empty()) continue;
    ASSERT_THAT(Amend(log.name(),
                      "reason: AMENDMENT_REASON_WRONG_PATIENT withdraw: true",
                      HourOf(10) + 2),
                IsOk());
  }
  const v1::TechniqueTrial trial = TrialAt(patient, HourOf(10) + 3);
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_WAITING);
  EXPECT_EQ(trial.arms(0).uses() + trial.arms(1).uses(), 0);
  ExpectRebuilt(patient);
}

}  // namespace
}  // namespace tonus
