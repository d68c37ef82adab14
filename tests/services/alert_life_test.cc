// SPDX-License-Identifier: Apache-2.0
// The life of an alert: the same whatever the order in which its causes came,
// left by what is corrected away, and one while the programme rests.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/timestamp.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using knowledge::v1::ALERT_KIND_NERVE_SYMPTOM;
using knowledge::v1::ALERT_KIND_PROPOSAL;
using knowledge::v1::ALERT_KIND_RETEST;
using knowledge::v1::AlertKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;

constexpr int kDay = 24;
constexpr char kFlag[] = "rf_saddle_sensation";

class AlertLifeTest : public testing::AlertFixture {
 protected:
  std::vector<v1::Alert> OfKind(const std::string& patient, AlertKind kind,
                                int hours, bool show_closed = false) {
    std::vector<v1::Alert> found;
    for (const v1::Alert& alert : Alerts(patient, hours, show_closed)) {
      if (alert.kind() == kind) found.push_back(alert);
    }
    return found;
  }

  std::vector<v1::Alert> OfRule(const std::string& patient,
                                const std::string& rule, int hours) {
    std::vector<v1::Alert> found;
    for (const v1::Alert& alert : Alerts(patient, hours)) {
      if (alert.rule() == rule) found.push_back(alert);
    }
    return found;
  }

  void Clear(const std::string& patient, int hours) {
    Call call = At(hours);
    v1::RecordClearanceRequest request;
    request.set_name(patient);
    request.mutable_clearance()->set_subject(kFlag);
    request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
    ASSERT_THAT(patients_.RecordClearance(call, request), IsOk());
  }

  void Answer(const std::string& patient, const std::string& measure, int total,
              int hours) {
    Call call = At(hours);
    v1::RecordOutcomeRequest request;
    request.set_parent(patient);
    request.add_measures()->set_measure(measure);
    request.mutable_measures(0)->set_total(total);
    ASSERT_THAT(progress_.RecordOutcome(call, request), IsOk());
  }

  // A symptom of a nerve in session `number`, told at `hours`.
  std::string LogSymptom(const std::string& patient, int number, int hours) {
    const auto log = Log(
        patient,
        absl::StrCat("session_number: ", number, " log_id: 'log", number,
                     "' completed_pct: 90 session_time ",
                     Time(2 * kDay * (number - 1) + 1),
                     " exercises { exercise: 'glute_bridge' side: SIDE_LEFT "
                     "neuro_symptom: true }"),
        hours);
    EXPECT_THAT(log, IsOk());
    return log.ok() ? log->session_log().name() : "";
  }

  // What an alert says of whatever patient, whenever it was told. A closed one
  // says what it said when it was closed.
  static std::string Told(const v1::Alert& alert, const std::string& patient) {
    v1::Alert told;
    if (alert.state() == v1::ALERT_STATE_OPEN) told = alert;
    told.set_kind(alert.kind());
    told.set_name(std::string(absl::StripPrefix(alert.name(), patient)));
    told.clear_raise_time();
    told.clear_update_time();
    return told.DebugString();
  }

  std::vector<std::string> AllTold(const std::string& patient, int hours) {
    std::vector<std::string> told;
    for (const v1::Alert& alert : Alerts(patient, hours, true)) {
      told.push_back(Told(alert, patient));
    }
    absl::c_sort(told);
    return told;
  }
};

TEST_F(AlertLifeTest, TheOrderInWhichLogsArriveChangesNothing) {
  std::vector<std::vector<std::string>> told;
  for (const std::vector<int>& order :
       {std::vector<int>{1, 2, 3}, {3, 2, 1}, {2, 3, 1}}) {
    const std::string patient = NewPatientWithRoutine();
    int hours = 6 * kDay;
    for (const int number : order) LogSymptom(patient, number, hours++);
    told.push_back(AllTold(patient, 6 * kDay + 5));
    ExpectRebuilt(patient);
  }
  EXPECT_THAT(told[0], Not(IsEmpty()));
  EXPECT_EQ(told[1], told[0]);
  EXPECT_EQ(told[2], told[0]);
}

TEST_F(AlertLifeTest, TheEvidenceStandsInTheOrderInWhichItWasDone) {
  const std::string patient = NewPatientWithRoutine();
  LogSymptom(patient, 3, 6 * kDay);
  LogSymptom(patient, 1, 6 * kDay + 1);
  const auto alerts = OfRule(patient, "A-040", 6 * kDay + 2);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_THAT(alerts[0].sessions(), ElementsAre(1, 3));
  EXPECT_THAT(alerts[0].logs(), ElementsAre("log1", "log3"));
}

TEST_F(AlertLifeTest, WhatIsWithdrawnLeavesTheAlert) {
  const std::string patient = NewPatientWithRoutine();
  LogSymptom(patient, 1, 6 * kDay);
  const std::string second = LogSymptom(patient, 2, 6 * kDay + 1);
  ASSERT_THAT(
      Amend(second, "reason: AMENDMENT_REASON_WRONG_PATIENT withdraw: true",
            6 * kDay + 2),
      IsOk());
  const auto alerts = OfRule(patient, "A-040", 6 * kDay + 3);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_THAT(alerts[0].logs(), ElementsAre("log1"));
  ExpectRebuilt(patient);
}

TEST_F(AlertLifeTest, ARiseOfPainIsSettledWhenOneOfItsLogsIsWithdrawn) {
  const std::string patient = NewPatientWithRoutine();
  Answer(patient, "nrs_avg", 3, 0);
  std::string last;
  for (int number = 1; number <= 3; ++number) {
    const auto log =
        Log(patient,
            absl::StrCat("completed_pct: 90 pain_before: 5 session_number: ",
                         number),
            2 * kDay * (number - 1) + 1);
    ASSERT_THAT(log, IsOk());
    last = log->session_log().name();
    EXPECT_THAT(OfRule(patient, "A-033", 2 * kDay * (number - 1) + 2),
                SizeIs(number == 3 ? 1 : 0));
  }
  const auto logs = List(patient, v1::LOG_KIND_SESSION);
  ASSERT_THAT(logs.session_logs(), SizeIs(3));
  ASSERT_THAT(
      Amend(logs.session_logs(1).name(),
            "reason: AMENDMENT_REASON_WRONG_PATIENT withdraw: true", 5 * kDay),
      IsOk());
  EXPECT_THAT(OfRule(patient, "A-033", 5 * kDay + 1), IsEmpty());
  ExpectRebuilt(patient);
}

// Pain of mornings is told by them, and by no session.
TEST_F(AlertLifeTest, ARiseOfPainInTheMorningNamesItsAnswers) {
  const std::string patient = NewPatientWithRoutine();
  Answer(patient, "nrs_avg", 3, 0);
  ASSERT_THAT(
      Log(patient, "completed_pct: 90 pain_before: 3 session_number: 1", 1),
      IsOk());
  std::string last;
  for (int day = 1; day <= 3; ++day) {
    const auto told =
        Morning(patient, absl::StrCat("pain: 5 log_id: 'morning", day, "'"),
                day * kDay);
    ASSERT_THAT(told, IsOk());
    last = told->morning().name();
  }
  const auto alerts = OfRule(patient, "A-033", 3 * kDay + 1);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_THAT(alerts[0].morning_logs(),
              ElementsAre("morning1", "morning2", "morning3"));
  EXPECT_THAT(alerts[0].sessions(), IsEmpty());
  EXPECT_THAT(alerts[0].logs(), IsEmpty());
  ASSERT_THAT(
      Amend(last, "reason: AMENDMENT_REASON_WRONG_PATIENT withdraw: true",
            3 * kDay + 2),
      IsOk());
  EXPECT_THAT(OfRule(patient, "A-033", 3 * kDay + 3), IsEmpty());
  ExpectRebuilt(patient);
}

// What closes the gate is told alone.
TEST_F(AlertLifeTest, ARiseOfPainThatIsLargeIsToldOnce) {
  const std::string patient = NewPatientWithRoutine();
  Answer(patient, "nrs_avg", 3, 0);
  for (int number = 1; number <= 3; ++number) {
    ASSERT_THAT(Log(patient,
                    absl::StrCat("completed_pct: 90 pain_before: 7 "
                                 "session_number: ",
                                 number),
                    2 * kDay * (number - 1) + 1),
                IsOk());
  }
  const auto alerts = OfRule(patient, "A-033", 4 * kDay + 2);
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].urgency(), v1::ALERT_URGENCY_DAYS);
  EXPECT_THAT(alerts[0].sessions(), ElementsAre(1, 2, 3));
}

// A rise that goes on joins its alert, and raises none once somebody has
// looked.
TEST_F(AlertLifeTest, ARiseOfPainThatGoesOnIsOne) {
  for (const bool acknowledged : {false, true}) {
    SCOPED_TRACE(acknowledged);
    const std::string patient = NewPatientWithRoutine();
    Answer(patient, "nrs_avg", 3, 0);
    for (int number = 1; number <= 4; ++number) {
      const int hours = 2 * kDay * (number - 1) + 1;
      ASSERT_THAT(Log(patient,
                      absl::StrCat("completed_pct: 90 pain_before: 5 "
                                   "session_number: ",
                                   number),
                      hours),
                  IsOk());
      if (number != 3 || !acknowledged) continue;
      const auto told = OfRule(patient, "A-033", hours + 1);
      ASSERT_THAT(told, SizeIs(1));
      ASSERT_THAT(Acknowledge(told[0].name(), hours + 1), IsOk());
    }
    const auto alerts = OfRule(patient, "A-033", 6 * kDay + 2);
    ASSERT_THAT(alerts, SizeIs(acknowledged ? 0 : 1));
    if (!acknowledged) {
      EXPECT_THAT(alerts[0].sessions(), ElementsAre(1, 2, 3, 4));
    }
    ExpectRebuilt(patient);
  }
}

// The rest of A-040 is over then, the question is not.
TEST_F(AlertLifeTest, ASymptomOfANerveThatIsToldLateIsAnAlert) {
  const std::string patient = NewPatientWithRoutine();
  LogSymptom(patient, 1, 20 * kDay);
  EXPECT_THAT(OfRule(patient, "A-040", 20 * kDay + 1), SizeIs(1));
  ExpectRebuilt(patient);
}

// The log was corrected when its alert had faded from the notices.
TEST_F(AlertLifeTest, WhatFadedIsSettledByItsCorrectionAlone) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = LogSymptom(patient, 1, 1);
  const auto other =
      Log(patient, "session_number: 2 completed_pct: 90", 95 * kDay);
  ASSERT_THAT(other, IsOk());
  ASSERT_THAT(
      Amend(other->session_log().name(),
            "reason: AMENDMENT_REASON_WRONG_PATIENT withdraw: true", 96 * kDay),
      IsOk());
  EXPECT_THAT(OfRule(patient, "A-040", 97 * kDay), SizeIs(1));
  ASSERT_THAT(
      Amend(log, "reason: AMENDMENT_REASON_WRONG_PATIENT withdraw: true",
            97 * kDay),
      IsOk());
  EXPECT_THAT(OfRule(patient, "A-040", 98 * kDay), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(AlertLifeTest, AScoreThatIsTakenBackSettlesItsAlert) {
  const std::string patient = NewPatientWithRoutine();
  Call call = At(1);
  auto request = ParseText<v1::RecordOutcomeRequest>(
      "measures { measure: 'phq2' items { item: 1 answer: 2 } "
      "items { item: 2 answer: 2 } }");
  request.set_parent(patient);
  const auto reply = progress_.RecordOutcome(call, request);
  ASSERT_THAT(reply, IsOk());
  ASSERT_THAT(OfRule(patient, "PR-05", 2), SizeIs(1));
  Call later = At(3);
  v1::AmendAssessmentRequest withdrawal;
  withdrawal.set_name(Parsed(*reply).assessment());
  withdrawal.set_withdraw(true);
  withdrawal.set_reason(v1::AMENDMENT_REASON_WRONG_PATIENT);
  ASSERT_THAT(assessments_.AmendAssessment(later, withdrawal), IsOk());
  EXPECT_THAT(OfRule(patient, "PR-05", 4), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(AlertLifeTest, FurtherLogsOfASessionRaiseNothingAgain) {
  const std::string patient = NewPatientWithRoutine();
  LogSymptom(patient, 1, 1);
  const auto alerts = OfRule(patient, "A-040", 2);
  ASSERT_THAT(alerts, SizeIs(1));
  ASSERT_THAT(Acknowledge(alerts[0].name(), 3), IsOk());
  ASSERT_THAT(Log(patient, "session_number: 1 completed_pct: 100", 4), IsOk());
  EXPECT_THAT(OfRule(patient, "A-040", 5), IsEmpty());
}

TEST_F(AlertLifeTest, ACorrectionThereAndBackRaisesNothingAgain) {
  const std::string patient = NewPatientWithRoutine();
  const std::string log = LogSymptom(patient, 1, 1);
  ASSERT_THAT(OfRule(patient, "A-040", 2), SizeIs(1));
  ASSERT_THAT(Acknowledge(OfRule(patient, "A-040", 2)[0].name(), 3), IsOk());
  const auto amend = [&](const std::string& name, const char* symptom,
                         int hours) {
    const auto amended = Amend(
        name,
        absl::StrCat("reason: AMENDMENT_REASON_ENTRY_ERROR entry { session_log "
                     "{ session_number: 1 completed_pct: 90 exercises { "
                     "exercise: 'glute_bridge' side: SIDE_LEFT ",
                     symptom, " } } }"),
        hours);
    EXPECT_THAT(amended, IsOk());
    return amended.ok() ? amended->entry().session_log().name() : "";
  };
  const std::string without = amend(log, "", 4);
  ASSERT_THAT(Log(patient, "session_number: 2 completed_pct: 90", 2 * kDay),
              IsOk());
  amend(without, "neuro_symptom: true", 2 * kDay + 1);
  EXPECT_THAT(OfRule(patient, "A-040", 2 * kDay + 2), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(AlertLifeTest, ARetestIsOneAlertThroughAClosedGate) {
  const std::string patient = NewPatientWithRoutine();
  const auto due = OfKind(patient, ALERT_KIND_RETEST, 1);
  ASSERT_THAT(due, SizeIs(1));
  AnswerYes(patient, kFlag, 2);
  EXPECT_THAT(OfKind(patient, ALERT_KIND_RETEST, 3), IsEmpty())
      << "no test is asked for while the gate is closed";
  Clear(patient, kDay + 3);
  const auto again = OfKind(patient, ALERT_KIND_RETEST, kDay + 4, true);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].name(), due[0].name());
  EXPECT_EQ(again[0].state(), v1::ALERT_STATE_OPEN);
  ExpectRebuilt(patient);
}

TEST_F(AlertLifeTest, AnAcknowledgedRetestIsNotRaisedAgainByAClosedGate) {
  const std::string patient = NewPatientWithRoutine();
  const auto due = OfKind(patient, ALERT_KIND_RETEST, 1);
  ASSERT_THAT(due, SizeIs(1));
  ASSERT_THAT(Acknowledge(due[0].name(), 1), IsOk());
  AnswerYes(patient, kFlag, 2);
  ExpectRebuilt(patient);
  Clear(patient, kDay + 3);
  EXPECT_THAT(OfKind(patient, ALERT_KIND_RETEST, kDay + 4), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(AlertLifeTest, FurtherLogsJoinTheProposalThatWaits) {
  const std::string patient = NewPatientWithRoutine();
  ChoosePolicy(At(0), patient, "routine_changes", "review");
  const auto log_easy = [&](int number, int hours) {
    const auto log =
        Log(patient,
            absl::StrCat("completed_pct: 100 pain_before: 0 session_number: ",
                         number, " exercises { exercise: '",
                         number == 1 ? "glute_bridge" : "bird_dog_leg",
                         "' pain_during_max: 0 difficulty: -2 }"),
            hours);
    EXPECT_THAT(log, IsOk());
    return log.ok() ? log->proposal() : "";
  };
  const std::string first = log_easy(1, 1);
  ASSERT_THAT(first, Not(IsEmpty()));
  const auto waiting = OfKind(patient, ALERT_KIND_PROPOSAL, 2);
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].proposal(), first);
  const std::string second = log_easy(4, 7 * kDay);
  ASSERT_THAT(second, Not(IsEmpty()));
  ASSERT_NE(second, first);
  const auto both = OfKind(patient, ALERT_KIND_PROPOSAL, 7 * kDay + 1, true);
  ASSERT_THAT(both, SizeIs(1));
  EXPECT_EQ(both[0].name(), waiting[0].name());
  EXPECT_EQ(both[0].proposal(), second);
  EXPECT_GT(FromTimestamp(both[0].update_time()),
            FromTimestamp(waiting[0].update_time()));
  ASSERT_THAT(Acknowledge(both[0].name(), 7 * kDay + 2), IsOk());
  ASSERT_THAT(log_easy(7, 14 * kDay), Not(IsEmpty()));
  EXPECT_THAT(OfKind(patient, ALERT_KIND_PROPOSAL, 14 * kDay + 1), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(AlertLifeTest, NoneWasChangedBeforeItWasRaised) {
  const std::string patient = NewPatientWithRoutine();
  LogSymptom(patient, 1, 1);
  const auto alerts = Alerts(patient, 50 * kDay, true);
  ASSERT_THAT(alerts, Not(IsEmpty()));
  for (const v1::Alert& alert : alerts) {
    EXPECT_GE(FromTimestamp(alert.update_time()),
              FromTimestamp(alert.raise_time()))
        << alert.DebugString();
  }
}

}  // namespace
}  // namespace tonus
