// SPDX-License-Identifier: Apache-2.0
// The tests that an absence asks for are one alert, which says the same
// as progress, whether anything was written on their day or not.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using knowledge::v1::ALERT_KIND_RETEST;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;

constexpr int kDay = 24;
constexpr int kLongBreak = 15;  // Days.

class ReturnAlertTest : public testing::AlertFixture {
 protected:
  void Do(const std::string& patient, int number, int day,
          const std::string& more = "") {
    ASSERT_THAT(Log(patient,
                    absl::StrCat("completed_pct: 100 session_number: ", number,
                                 " ", more),
                    day * kDay),
                IsOk());
  }

  // Something is written that changes nothing.
  void Write(const std::string& patient, int day) {
    ASSERT_THAT(
        Home(patient, "items { times: 1 exercise { exercise: 'cat_cow' } }",
             day * kDay),
        IsOk());
  }

  std::vector<v1::Alert> RetestsOn(const std::string& patient, int day) {
    std::vector<v1::Alert> retests;
    for (const v1::Alert& alert : Alerts(patient, day * kDay + 1)) {
      if (alert.kind() == ALERT_KIND_RETEST) retests.push_back(alert);
    }
    return retests;
  }

  v1::RetestProgress NextRetest(const std::string& patient, int day) {
    Call call = At(day * kDay + 1);
    v1::GetProgressRequest request;
    request.set_name(patient + "/progress");
    const auto progress = progress_.GetProgress(call, request);
    EXPECT_THAT(progress, IsOk());
    return progress.ok() ? progress->next().retest() : v1::RetestProgress();
  }

  static absl::CivilDay DateOf(int day) {
    return absl::ToCivilDay(At(day * kDay).time, absl::UTCTimeZone());
  }

  // The one alert about tests of that day tells what progress does.
  v1::Alert TheOneOn(const std::string& patient, int day) {
    const auto retests = RetestsOn(patient, day);
    EXPECT_THAT(retests, SizeIs(1)) << "day " << day;
    if (retests.size() != 1) return {};
    const v1::RetestProgress told = NextRetest(patient, day);
    EXPECT_EQ(told.rule(), retests[0].rule()) << "day " << day;
    EXPECT_EQ(engine::ToCivilDay(told.date()),
              engine::ToCivilDay(retests[0].date()))
        << "day " << day;
    std::vector<std::string> open;
    for (const v1::TestName& test : told.open_tests()) {
      if (!absl::c_linear_search(open, test.test()))
        open.push_back(test.test());
    }
    EXPECT_THAT(retests[0].tests(), ::testing::ElementsAreArray(open));
    return retests[0];
  }
};

TEST_F(ReturnAlertTest, ProgressAndTheAlertDateOneAbsenceAlike) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= 3; ++number) Do(patient, number, 2 * number);
  const int day = 6 + kLongBreak;
  for (const v1::Alert& alert : RetestsOn(patient, day - 1)) {
    EXPECT_NE(alert.rule(), "A-058");
  }
  for (int later = day; later < day + 3; ++later) {
    const v1::Alert alert = TheOneOn(patient, later);
    EXPECT_EQ(alert.rule(), "A-058");
    EXPECT_EQ(engine::ToCivilDay(alert.date()), DateOf(day));
  }
  const v1::Alert before = TheOneOn(patient, day + 3);
  Write(patient, day + 3);
  const v1::Alert after = TheOneOn(patient, day + 4);
  EXPECT_EQ(engine::DeterministicBytes(after),
            engine::DeterministicBytes(before));
  ExpectRebuilt(patient);
}

// The same tests as those of the middle, which nobody took.
TEST_F(ReturnAlertTest, TheTestsOfARetestThatWasNotTakenAreToldOnce) {
  for (const bool written : {false, true}) {
    SCOPED_TRACE(written);
    const std::string patient = NewPatientWithRoutine();
    for (int number = 1; number <= 9; ++number) Do(patient, number, 2 * number);
    const int day = 18 + kLongBreak;
    const v1::Alert middle = TheOneOn(patient, day - 1);
    EXPECT_EQ(middle.rule(), "");
    if (written) Write(patient, day);
    const v1::Alert back = TheOneOn(patient, day);
    EXPECT_EQ(back.rule(), "A-058");
    EXPECT_EQ(back.name(), middle.name());
    EXPECT_EQ(engine::ToCivilDay(back.date()), DateOf(day));
    ExpectRebuilt(patient);
  }
}

// Who never began is asked for all tests again from a day on, in every list,
// though nothing is written.
TEST_F(ReturnAlertTest, TheTestsOfTheStartGrowTooOldWithoutAWrite) {
  const std::string patient = NewPatientWithRoutine();
  const auto in_caseload = [&](int day) {
    Call call = At(day * kDay + 1);
    v1::ListPatientsRequest request;
    request.set_order(v1::PATIENT_ORDER_NEED);
    const auto patients = patients_.ListPatients(call, request);
    EXPECT_THAT(patients, IsOk());
    for (const v1::PatientNeed& need : patients->needs()) {
      for (const v1::Alert& alert : need.alerts()) {
        if (alert.kind() == ALERT_KIND_RETEST) return alert;
      }
    }
    return v1::Alert();
  };
  const auto of_tenant = [&](int day) {
    for (const v1::Alert& alert : Alerts(kEverybody, day * kDay + 1)) {
      if (alert.kind() == ALERT_KIND_RETEST) return alert;
    }
    return v1::Alert();
  };
  const v1::Alert before = TheOneOn(patient, kLongBreak - 1);
  EXPECT_EQ(before.rule(), "");
  const v1::Alert after = TheOneOn(patient, kLongBreak);
  EXPECT_EQ(after.rule(), "A-058");
  EXPECT_EQ(after.name(), before.name());
  EXPECT_GT(after.tests_size(), before.tests_size());
  for (const int day : {kLongBreak - 1, kLongBreak, kLongBreak + 5}) {
    const std::string told =
        engine::DeterministicBytes(day < kLongBreak ? before : after);
    EXPECT_EQ(engine::DeterministicBytes(TheOneOn(patient, day)), told);
    EXPECT_EQ(engine::DeterministicBytes(in_caseload(day)), told);
    EXPECT_EQ(engine::DeterministicBytes(of_tenant(day)), told);
  }
  Write(patient, kLongBreak + 6);
  EXPECT_EQ(engine::DeterministicBytes(TheOneOn(patient, kLongBreak + 6)),
            engine::DeterministicBytes(after));
  ExpectRebuilt(patient);
}

TEST_F(ReturnAlertTest, AWatchTellsThatTheyGrewTooOld) {
  const std::string patient = NewPatientWithRoutine();
  std::string cursor;
  const auto watch = [&](int day) {
    std::vector<v1::Alert> retests;
    Call call = At(day * kDay + 1);
    v1::WatchAlertsRequest request;
    request.set_parent(kEverybody);
    bool more = true;
    while (more) {
      const auto part = progress_.WatchAlerts(call, request, cursor);
      EXPECT_THAT(part, IsOk());
      if (!part.ok()) return retests;
      for (const std::string& bytes : part->messages) {
        v1::WatchAlertsResponse message;
        EXPECT_TRUE(message.ParseFromString(bytes));
        if (message.alert().kind() == ALERT_KIND_RETEST) {
          retests.push_back(message.alert());
        }
      }
      cursor = part->cursor;
      more = part->more;
    }
    return retests;
  };
  watch(0);
  EXPECT_THAT(watch(kLongBreak - 1), IsEmpty());
  const auto told = watch(kLongBreak);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].rule(), "A-058");
  EXPECT_THAT(watch(kLongBreak + 1), IsEmpty());
}

// Somebody has looked at the tests of the start; those of a return are others.
TEST_F(ReturnAlertTest, WhatWasAcknowledgedBeforeIsRaisedOnceMore) {
  for (const bool written : {false, true}) {
    SCOPED_TRACE(written);
    const std::string patient = NewPatientWithRoutine();
    const v1::Alert start = TheOneOn(patient, 2);
    ASSERT_THAT(Acknowledge(start.name(), 2 * kDay + 2), IsOk());
    EXPECT_THAT(RetestsOn(patient, kLongBreak - 1), IsEmpty());
    if (written) Write(patient, kLongBreak);
    const v1::Alert back = TheOneOn(patient, kLongBreak);
    EXPECT_EQ(back.rule(), "A-058");
    EXPECT_NE(back.name(), start.name());
    ASSERT_THAT(Acknowledge(back.name(), kLongBreak * kDay + 2), IsOk());
    EXPECT_THAT(RetestsOn(patient, kLongBreak + 5), IsEmpty());
    Write(patient, kLongBreak + 6);
    EXPECT_THAT(RetestsOn(patient, kLongBreak + 7), IsEmpty());
    ExpectRebuilt(patient);
  }
}

// Who begins on return without the tests that somebody was told of is the same
// one: nothing else is raised by the sessions that follow.
TEST_F(ReturnAlertTest, WhatWasAcknowledgedStaysSoWhenTheSessionIsDone) {
  for (const int done : {0, 3}) {
    for (const bool written : {false, true}) {
      SCOPED_TRACE(absl::StrCat(done, written ? " written" : ""));
      const std::string patient = NewPatientWithRoutine();
      for (int number = 1; number <= done; ++number) {
        Do(patient, number, 2 * number);
      }
      const int day = 2 * done + kLongBreak + 3;
      if (written) Write(patient, day);
      const v1::Alert back = TheOneOn(patient, day);
      EXPECT_EQ(back.rule(), "A-058");
      ASSERT_THAT(Acknowledge(back.name(), day * kDay + 2), IsOk());
      for (int i = 1; i <= 4; ++i) {
        Do(patient, done + i, day + 2 * i);
        EXPECT_THAT(RetestsOn(patient, day + 2 * i), IsEmpty())
            << "after " << i;
      }
      ExpectRebuilt(patient);
    }
  }
}

// What was never so leaves nothing behind: the alert is as if it had not been
// told.
TEST_F(ReturnAlertTest, ASignThatIsTakenBackLeavesTheAlertAsItWas) {
  for (const int amended : {8, 16, 25}) {
    SCOPED_TRACE(amended);
    const std::string told = NewPatientWithRoutine();
    const std::string never = NewPatientWithRoutine();
    for (const std::string& patient : {told, never}) {
      for (int number = 1; number <= 3; ++number)
        Do(patient, number, 2 * number);
    }
    const auto log = Log(told,
                         "completed_pct: 50 session_number: 4 exercises { "
                         "exercise: 'glute_bridge' stop_symptom: "
                         "STOP_SYMPTOM_WEAKNESS }",
                         7 * kDay);
    ASSERT_THAT(log, IsOk());
    EXPECT_NE(RoutineOf(told).gate(), v1::GATE_OK);
    ASSERT_THAT(Amend(log->session_log().name(),
                      "reason: AMENDMENT_REASON_WRONG_PATIENT withdraw: true "
                      "retracted_red_flags: 'rf_progressive_motor_loss'",
                      amended * kDay),
                IsOk());
    EXPECT_EQ(RoutineOf(told).gate(), v1::GATE_OK);
    for (const int day : {amended, 20, 21, 26, 40}) {
      if (day < amended) continue;
      const auto after = RetestsOn(told, day);
      const auto as_if = RetestsOn(never, day);
      ASSERT_EQ(after.size(), as_if.size()) << day;
      for (size_t i = 0; i < after.size(); ++i) {
        EXPECT_EQ(after[i].rule(), as_if[i].rule()) << day;
        EXPECT_EQ(engine::ToCivilDay(after[i].date()),
                  engine::ToCivilDay(as_if[i].date()))
            << day;
        EXPECT_THAT(after[i].tests(),
                    ::testing::ElementsAreArray(as_if[i].tests()))
            << day;
      }
    }
    ExpectRebuilt(told);
  }
}

}  // namespace
}  // namespace tonus
