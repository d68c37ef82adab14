// SPDX-License-Identifier: Apache-2.0
// What is told while the gate is closed reaches the person and the clinician,
// and alerts about weeks say what is true.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using knowledge::v1::ALERT_KIND_ADHERENCE;
using knowledge::v1::ALERT_KIND_RETEST;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;

constexpr int kDay = 24;
constexpr int kDays[] = {0, 2, 4, 7, 9, 11};
constexpr char kFlag[] = "rf_saddle_sensation";
constexpr char kSymptom[] =
    "exercises { exercise: 'glute_bridge' neuro_symptom: true "
    "settled_minutes: 30 }";
constexpr char kLasting[] =
    "exercises { exercise: 'dead_bug_heel_tap' neuro_symptom: true "
    "settled_minutes: 2000 }";

class ClosedGateTest : public testing::AlertFixture {
 protected:
  // Session `number`, done on its day and told at `hours`.
  void Tell(const std::string& patient, int number, int hours,
            const std::string& more = "") {
    Call call = At(hours);
    call.message_number = number;
    v1::SyncLogsRequest item;
    item.set_parent(patient);
    *item.mutable_entry()->mutable_session_log() = ParseText<v1::SessionLog>(
        absl::StrCat("session_number: ", number, " log_id: 's", number,
                     "' completed_pct: 100 session_time ",
                     Time(kDay * kDays[number - 1] + 1), " ", more));
    const auto result = progress_.SyncLogs(call, item);
    ASSERT_THAT(result, IsOk());
    ASSERT_EQ(result->status().code(), 0) << result->status().message();
  }

  std::vector<std::string> Notices(const std::string& patient, int hours) {
    Call call = At(hours);
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    const auto reply = routines_.GetRoutine(call, request);
    EXPECT_THAT(reply, IsOk());
    const v1::Routine routine = Parsed(*reply).routine();
    EXPECT_NE(routine.gate(), v1::GATE_OK);
    EXPECT_THAT(routine.sessions(), IsEmpty());
    std::vector<std::string> subjects;
    for (const v1::SafetyNotice& notice : routine.notices()) {
      subjects.push_back(notice.subject());
    }
    return subjects;
  }

  // The open alerts about weeks, each by its text.
  std::vector<std::string> Weeks(const std::string& patient, int hours) {
    std::vector<std::string> weeks;
    for (const v1::Alert& alert : Alerts(patient, hours)) {
      if (alert.kind() == ALERT_KIND_ADHERENCE) weeks.push_back(alert.text());
    }
    return weeks;
  }

  // All alerts about weeks and retests, the closed ones too.
  std::vector<std::string> Planned(const std::string& patient, int hours) {
    std::vector<std::string> planned;
    for (const v1::Alert& alert : Alerts(patient, hours, true)) {
      if (alert.kind() == ALERT_KIND_ADHERENCE ||
          alert.kind() == ALERT_KIND_RETEST) {
        planned.push_back(
            absl::StrCat(alert.rule(), " ", alert.kind(), " ", alert.state()));
      }
    }
    absl::c_sort(planned);
    return planned;
  }
};

TEST_F(ClosedGateTest, ASymptomThatComesUpThenIsTold) {
  const std::string patient = NewPatientWithRoutine();
  AnswerYes(patient, kFlag, 3);
  EXPECT_THAT(Notices(patient, 4), Not(Contains("A-040")));
  Tell(patient, 1, 5, kSymptom);
  EXPECT_THAT(Notices(patient, 6),
              IsSupersetOf({std::string(kFlag), std::string("A-040")}));
  ExpectRebuilt(patient);
}

TEST_F(ClosedGateTest, WhatIsToldDoesNotDependOnTheOrder) {
  std::vector<std::vector<std::string>> told;
  for (const std::vector<int>& order :
       {std::vector<int>{1, 2, 3}, {3, 2, 1}, {2, 3, 1}}) {
    const std::string patient = NewPatientWithRoutine();
    for (const int number : order) {
      Tell(patient, number, 5 * kDay,
           number == 1   ? kSymptom
           : number == 2 ? kLasting
                         : "");
    }
    told.push_back(Notices(patient, 5 * kDay + 1));
  }
  EXPECT_THAT(told[0], IsSupersetOf({"A-040", "A-042"}));
  EXPECT_EQ(told[1], told[0]);
  EXPECT_EQ(told[2], told[0]);
}

TEST_F(ClosedGateTest, WeeksThatTurnOutToHaveBeenDoneAreSettled) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_THAT(Weeks(patient, 13 * kDay), Not(IsEmpty()));
  AnswerYes(patient, kFlag, 13 * kDay);
  EXPECT_THAT(Weeks(patient, 13 * kDay + 1), Not(IsEmpty()));
  for (int number = 1; number <= 6; ++number) {
    Tell(patient, number, 14 * kDay);
  }
  EXPECT_THAT(Weeks(patient, 14 * kDay + 1), IsEmpty());
  EXPECT_THAT(Weeks(patient, 60 * kDay), IsEmpty()) << "none is missed";
  ExpectRebuilt(patient);
}

TEST_F(ClosedGateTest, WeeksThatWereNotDoneAreTold) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= 4; ++number) {
    Tell(patient, number, 15 * kDay, number == 4 ? kLasting : "");
  }
  const auto weeks = Weeks(patient, 15 * kDay + 1);
  ASSERT_EQ(weeks.size(), 1u);
  EXPECT_EQ(
      weeks[0],
      "In week 2 of the programme 1 of 3 sessions were done. Last session "
      "begun: 2026-01-12.");
}

// What the beginning of a lot of logs seems to say is not told when the rest of
// it says otherwise.
TEST_F(ClosedGateTest, ALotOfLogsRaisesNothingThatItsRestSettles) {
  const std::string in_order = NewPatientWithRoutine();
  const std::string backwards = NewPatientWithRoutine();
  for (int i = 0; i < 6; ++i) {
    Tell(in_order, i + 1, 13 * kDay);
    Tell(backwards, 6 - i, 13 * kDay);
  }
  EXPECT_THAT(Planned(in_order, 13 * kDay + 1),
              UnorderedElementsAreArray(Planned(backwards, 13 * kDay + 1)));
}

}  // namespace
}  // namespace tonus
