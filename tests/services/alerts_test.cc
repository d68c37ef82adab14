// SPDX-License-Identifier: Apache-2.0
// Alerts: raised once, ranked, acknowledged with a reason, never lost.

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using knowledge::v1::ALERT_KIND_ADHERENCE;
using knowledge::v1::ALERT_KIND_NERVE_SYMPTOM;
using knowledge::v1::ALERT_KIND_RED_FLAG;
using knowledge::v1::ALERT_KIND_RETEST;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr int kDay = 24;

class AlertsTest : public testing::AlertFixture {
 protected:
  static v1::Alert Named(const std::vector<v1::Alert>& alerts,
                         const std::string& name) {
    for (const v1::Alert& alert : alerts) {
      if (alert.name() == name) return alert;
    }
    ADD_FAILURE() << "no alert " << name;
    return {};
  }
};

TEST_F(AlertsTest, ARedFlagIsRaisedOnceAndTold) {
  const std::string patient = NewPatientWithRoutine();
  AnswerYes(patient, "rf_saddle_sensation", 1);
  std::vector<v1::Alert> alerts = Alerts(patient, 2);
  ASSERT_THAT(KindsOf(alerts), Contains(ALERT_KIND_RED_FLAG).Times(1));
  const v1::Alert alert = alerts[0];
  EXPECT_EQ(alert.kind(), ALERT_KIND_RED_FLAG) << "the most urgent first";
  EXPECT_EQ(alert.urgency(), v1::ALERT_URGENCY_NOW);
  EXPECT_EQ(alert.red_flag(), "rf_saddle_sensation");
  EXPECT_THAT(alert.date(), EqualsProto("year: 2026 month: 1 day: 5"));
  EXPECT_THAT(alert.text(), Not(IsEmpty()));
  AnswerYes(patient, "rf_saddle_sensation", 3);
  EXPECT_THAT(KindsOf(Alerts(patient, 4)),
              Contains(ALERT_KIND_RED_FLAG).Times(1));
  ExpectRebuilt(patient);
}

TEST_F(AlertsTest, AnAcknowledgedCauseRaisesNoOtherAndANewOneDoes) {
  const std::string patient = NewPatientWithRoutine();
  AnswerYes(patient, "rf_saddle_sensation", 1);
  const std::string name = Alerts(patient, 2)[0].name();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto acknowledged,
                             Acknowledge(name, 3, v1::ALERT_REASON_EXAMINED));
  EXPECT_EQ(acknowledged.alert().state(), v1::ALERT_STATE_ACKNOWLEDGED);
  EXPECT_EQ(acknowledged.alert().reason(), v1::ALERT_REASON_EXAMINED);
  EXPECT_EQ(acknowledged.alert().acknowledger(), "alice");
  EXPECT_EQ(acknowledged.alert().acknowledger_role(), v1::ROLE_CLINICIAN);
  EXPECT_THAT(Acknowledge(name, 4),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Log(patient, "session_number: 1 completed_pct: 100", 5), IsOk());
  EXPECT_THAT(KindsOf(Alerts(patient, 6)), Not(Contains(ALERT_KIND_RED_FLAG)));
  AnswerYes(patient, "rf_saddle_sensation", 1 + kDay);
  EXPECT_THAT(KindsOf(Alerts(patient, 2 + kDay)),
              Contains(ALERT_KIND_RED_FLAG).Times(1));
  const std::vector<v1::Alert> all = Alerts(patient, 2 + kDay, true);
  EXPECT_THAT(KindsOf(all), Contains(ALERT_KIND_RED_FLAG).Times(2));
  EXPECT_EQ(Named(all, name).state(), v1::ALERT_STATE_ACKNOWLEDGED);
  EXPECT_EQ(all[0].state(), v1::ALERT_STATE_OPEN) << "closed ones come last";
  EXPECT_NE(all.back().state(), v1::ALERT_STATE_OPEN);
  ExpectRebuilt(patient);
}

TEST_F(AlertsTest, ANewYesOfTheSameDayIsToldAgainOnceTheFirstWasLookedAt) {
  const std::string patient = NewPatientWithRoutine();
  AnswerYes(patient, "rf_chest_pain_dyspnoea", 1);
  const auto flags = [&](int hours) {
    std::vector<v1::Alert> found;
    for (const v1::Alert& alert : Alerts(patient, hours)) {
      if (alert.kind() == ALERT_KIND_RED_FLAG) found.push_back(alert);
    }
    return found;
  };
  ASSERT_THAT(flags(1), SizeIs(1));
  ASSERT_THAT(Acknowledge(flags(1)[0].name(), 2), IsOk());
  ASSERT_THAT(flags(2), IsEmpty());
  const std::string exercise = "glute_bridge";
  ASSERT_THAT(
      Log(patient,
          absl::StrCat("session_number: 1 log_id: 'second' "
                       "exercises { exercise: '",
                       exercise, "' stop_symptom: STOP_SYMPTOM_CHEST }"),
          3),
      IsOk());
  const std::vector<v1::Alert> again = flags(4);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_THAT(again[0].logs(), ElementsAre("second"));
  EXPECT_THAT(again[0].sessions(), ElementsAre(1));
}

TEST_F(AlertsTest, AWeekThatTurnsOutToHaveBeenFollowedIsSettled) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(KindsOf(Alerts(patient, 7 * kDay)),
              Contains(ALERT_KIND_ADHERENCE));
  for (int session = 1; session <= 3; ++session) {
    ASSERT_THAT(
        Log(patient,
            absl::StrCat("completed_pct: 100 session_number: ", session,
                         " session_time ", Time(2 * kDay * (session - 1) + 1)),
            8 * kDay),
        IsOk());
  }
  EXPECT_THAT(KindsOf(Alerts(patient, 8 * kDay)),
              Not(Contains(ALERT_KIND_ADHERENCE)));
  ExpectRebuilt(patient);
}

TEST_F(AlertsTest, AClearanceSettlesAFlag) {
  const std::string patient = NewPatientWithRoutine();
  AnswerYes(patient, "rf_saddle_sensation", 1);
  const std::string name = Alerts(patient, 2)[0].name();
  Call call = At(3 + kDay);
  v1::RecordClearanceRequest request;
  request.set_name(patient);
  request.mutable_clearance()->set_subject("rf_saddle_sensation");
  request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
  ASSERT_THAT(patients_.RecordClearance(call, request), IsOk());
  const std::vector<v1::Alert> all = Alerts(patient, 4 + kDay, true);
  EXPECT_EQ(Named(all, name).state(), v1::ALERT_STATE_SETTLED);
  ExpectRebuilt(patient);
}

TEST_F(AlertsTest, ALoggedSymptomIsToldWithItsEvidenceAndSettledWithItsLog) {
  const std::string patient = NewPatientWithRoutine();
  const std::string exercise =
      RoutineOf(patient).sessions(0).items(0).exercise();
  const auto log =
      Log(patient,
          absl::StrCat("session_number: 1 log_id: 'first' completed_pct: 90 "
                       "exercises { exercise: '",
                       exercise, "' neuro_symptom: true }"),
          1);
  ASSERT_THAT(log, IsOk());
  const std::vector<v1::Alert> alerts = Alerts(patient, 2);
  ASSERT_THAT(KindsOf(alerts), Contains(ALERT_KIND_NERVE_SYMPTOM).Times(1));
  const v1::Alert alert =
      *absl::c_find_if(alerts, [](const v1::Alert& candidate) {
        return candidate.kind() == ALERT_KIND_NERVE_SYMPTOM;
      });
  EXPECT_EQ(alert.rule(), "A-040");
  EXPECT_EQ(alert.urgency(), v1::ALERT_URGENCY_ROUTINE);
  EXPECT_EQ(alert.exercise(), exercise);
  EXPECT_THAT(alert.sessions(), ElementsAre(1));
  EXPECT_THAT(alert.logs(), ElementsAre("first"));
  ASSERT_THAT(Amend(log->session_log().name(),
                    "reason: AMENDMENT_REASON_WRONG_PATIENT withdraw: true", 3),
              IsOk());
  EXPECT_THAT(KindsOf(Alerts(patient, 4)),
              Not(Contains(ALERT_KIND_NERVE_SYMPTOM)));
  ExpectRebuilt(patient);
}

// It fades from the notices after 14 days, but nobody has looked.
TEST_F(AlertsTest, WhatFadesStaysUntilSomebodyLooked) {
  const std::string patient = NewPatientWithRoutine();
  const std::string exercise =
      RoutineOf(patient).sessions(0).items(0).exercise();
  ASSERT_THAT(Log(patient,
                  absl::StrCat("session_number: 1 completed_pct: 90 exercises {"
                               " exercise: '",
                               exercise, "' neuro_symptom: true }"),
                  1),
              IsOk());
  ASSERT_THAT(Log(patient, "session_number: 2 completed_pct: 90", 20 * kDay),
              IsOk());
  const std::vector<v1::Alert> alerts = Alerts(patient, 21 * kDay);
  ASSERT_THAT(KindsOf(alerts), Contains(ALERT_KIND_NERVE_SYMPTOM).Times(1));
  ExpectRebuilt(patient);
}

TEST_F(AlertsTest, AWeekWithoutASessionIsToldThoughNobodyWritesAnything) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_THAT(KindsOf(Alerts(patient, 3 * kDay)),
              Not(Contains(ALERT_KIND_ADHERENCE)));
  // The first session of the second week is a week after that of the first.
  const std::vector<v1::Alert> alerts = Alerts(patient, 7 * kDay);
  ASSERT_THAT(KindsOf(alerts), Contains(ALERT_KIND_ADHERENCE).Times(1));
  for (const v1::Alert& alert : Alerts(kEverybody, 7 * kDay)) {
    if (alert.kind() != ALERT_KIND_ADHERENCE) continue;
    EXPECT_EQ(alert.rule(), "A-058");
    EXPECT_THAT(alert.text(), HasSubstr("0 of 3"));
    EXPECT_THAT(alert.sessions(), ElementsAre(1, 2, 3));
    EXPECT_THAT(Acknowledge(alert.name(), 8 * kDay), IsOk());
  }
  EXPECT_THAT(KindsOf(Alerts(patient, 9 * kDay)),
              Not(Contains(ALERT_KIND_ADHERENCE)));
  ExpectRebuilt(patient);
}

// A-058 needs nobody to write: weeks without anything are one alert.
TEST_F(AlertsTest, WhoStaysAwayIsOneAlertThatNeedsNoWrite) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Log(patient, "session_number: 1 completed_pct: 100", 1), IsOk());
  const auto rules = [&](int days) {
    std::vector<std::string> found;
    for (const v1::Alert& alert : Alerts(patient, days * kDay)) {
      if (alert.kind() == ALERT_KIND_ADHERENCE) found.push_back(alert.rule());
    }
    return found;
  };
  EXPECT_THAT(rules(8), ElementsAre("A-057"));
  EXPECT_THAT(rules(13), ElementsAre("A-057"));
  EXPECT_THAT(rules(15), ElementsAre("A-058"));
  EXPECT_THAT(rules(36), ElementsAre("A-058"));
  // What is acknowledged is what was read: all weeks by then.
  for (const v1::Alert& alert : Alerts(patient, 36 * kDay)) {
    if (alert.kind() != ALERT_KIND_ADHERENCE) continue;
    EXPECT_THAT(alert.sessions(), ElementsAre(1, 2, 3, 4, 5, 6));
    EXPECT_THAT(alert.text(), HasSubstr("week 2"));
    EXPECT_THAT(alert.text(), HasSubstr("Last session begun: 2026-01-05."));
    const auto reply = Acknowledge(alert.name(), 36 * kDay);
    ASSERT_THAT(reply, IsOk());
    EXPECT_EQ(reply->alert().text(), alert.text());
    for (const v1::Alert& closed : Alerts(patient, 36 * kDay, true)) {
      if (closed.name() != alert.name()) continue;
      EXPECT_EQ(closed.text(), alert.text());
      EXPECT_THAT(closed.sessions(), ElementsAre(1, 2, 3, 4, 5, 6));
    }
  }
  EXPECT_THAT(rules(37), IsEmpty());
  EXPECT_THAT(rules(44), IsEmpty()) << "the same absence";
  ExpectRebuilt(patient);
}

TEST_F(AlertsTest, AnAbsenceIsToldAgainWhenItBeginsAndNotAsItGrows) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Log(patient, "session_number: 1 completed_pct: 100", 1), IsOk());
  const auto weeks = [&](int days) {
    std::vector<v1::Alert> found;
    for (const v1::Alert& alert : Alerts(patient, days * kDay)) {
      if (alert.kind() == ALERT_KIND_ADHERENCE) found.push_back(alert);
    }
    return found;
  };
  // Little was done: once that is known, nothing done is more.
  ASSERT_THAT(weeks(8), SizeIs(1));
  ASSERT_THAT(Acknowledge(weeks(8)[0].name(), 8 * kDay), IsOk());
  EXPECT_THAT(weeks(13), IsEmpty());
  ASSERT_THAT(weeks(15), SizeIs(1));
  EXPECT_EQ(weeks(15)[0].rule(), "A-058");
  EXPECT_THAT(weeks(15)[0].text(), HasSubstr("week 2"));
  ASSERT_THAT(Acknowledge(weeks(15)[0].name(), 15 * kDay), IsOk());
  EXPECT_THAT(weeks(36), IsEmpty());
  // Whoever comes back and stays away again is absent once more.
  ASSERT_THAT(Log(patient, "session_number: 4 completed_pct: 100", 22 * kDay),
              IsOk());
  EXPECT_THAT(weeks(41), Not(IsEmpty()));
  ExpectRebuilt(patient);
}

// To begin a session and not to finish it is little, and not nothing.
TEST_F(AlertsTest, WeeksThatWereBegunAreNoAbsence) {
  const std::string patient = NewPatientWithRoutine();
  for (int session = 1; session <= 3; ++session) {
    ASSERT_THAT(Log(patient,
                    absl::StrCat("completed_pct: 60 session_number: ", session),
                    2 * kDay * (session - 1) + 1),
                IsOk());
  }
  std::vector<v1::Alert> alerts;
  for (const v1::Alert& alert : Alerts(patient, 7 * kDay)) {
    if (alert.kind() == ALERT_KIND_ADHERENCE) alerts.push_back(alert);
  }
  ASSERT_THAT(alerts, SizeIs(1));
  EXPECT_EQ(alerts[0].rule(), "A-057");
  EXPECT_THAT(alerts[0].text(), HasSubstr("0 of 3"));
  EXPECT_THAT(alerts[0].text(), HasSubstr("3 begun"));
}

TEST_F(AlertsTest, AWeekThatWasFollowedRaisesNothing) {
  const std::string patient = NewPatientWithRoutine();
  for (int session = 1; session <= 2; ++session) {
    ASSERT_THAT(
        Log(patient,
            absl::StrCat("completed_pct: 100 session_number: ", session),
            2 * kDay * (session - 1) + 1),
        IsOk());
  }
  EXPECT_THAT(KindsOf(Alerts(patient, 7 * kDay)),
              Not(Contains(ALERT_KIND_ADHERENCE)));
}

TEST_F(AlertsTest, WhatIsAheadCanNotBeAcknowledged) {
  const std::string patient = NewPatientWithRoutine();
  const std::vector<v1::Alert> later = Alerts(patient, 7 * kDay);
  ASSERT_THAT(later, Not(IsEmpty()));
  EXPECT_THAT(Acknowledge(later.back().name(), 1),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Acknowledge(patient + "/alerts/0123456789abcdef", 1),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AlertsTest, AllPatientsOfTheTenantByUrgencyPageByPage) {
  const std::string calm = NewPatientWithRoutine();
  const std::string urgent = NewPatientWithRoutine();
  AnswerYes(urgent, "rf_saddle_sensation", 2);
  std::vector<v1::Alert> paged;
  v1::ListAlertsRequest request;
  request.set_parent(kEverybody);
  request.set_page_size(1);
  do {
    Call call = At(8 * kDay);
    const auto page = progress_.ListAlerts(call, request);
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->alerts_size(), 1);
    for (const v1::Alert& alert : page->alerts()) paged.push_back(alert);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  const std::vector<v1::Alert> whole = Alerts(kEverybody, 8 * kDay);
  ASSERT_EQ(paged.size(), whole.size());
  ASSERT_GE(paged.size(), 2);
  for (size_t i = 0; i < paged.size(); ++i) {
    EXPECT_EQ(paged[i].name(), whole[i].name());
    EXPECT_LE(paged[i > 0 ? i - 1 : 0].urgency(), paged[i].urgency());
  }
  EXPECT_THAT(paged[0].name(), HasSubstr(urgent));
  Call other = CallOf("elsewhere");
  other.time += absl::Hours(8 * kDay);
  request.clear_page_token();
  const auto none = progress_.ListAlerts(other, request);
  ASSERT_THAT(none, IsOk());
  EXPECT_THAT(none->alerts(), IsEmpty()) << "tenants never meet";
}

TEST_F(AlertsTest, WhatIsWrongIsToldAtOnce) {
  Call call = At(0);
  v1::ListAlertsRequest request;
  request.set_parent(kEverybody);
  request.set_show_closed(true);
  request.set_page_size(-1);
  request.set_page_token("x");
  request.add_kinds(static_cast<knowledge::v1::AlertKind>(99));
  EXPECT_THAT(
      ViolatedFields(progress_.ListAlerts(call, request).status()),
      ElementsAre("kinds[0]", "show_closed", "page_size", "page_token"));
  EXPECT_THAT(
      ViolatedFields(Acknowledge(NewPatient() + "/alerts/0123456789abcdef", 0,
                                 v1::ALERT_REASON_UNSPECIFIED)
                         .status()),
      ElementsAre("reason"));
  EXPECT_THAT(ViolatedFields(Acknowledge("patients/x/alerts/1", 0).status()),
              ElementsAre("name"));
}

}  // namespace
}  // namespace tonus
