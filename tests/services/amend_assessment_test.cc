// SPDX-License-Identifier: Apache-2.0
// Corrections: what they change, what they keep and what they refuse.

#include <string>

#include "tests/services/amendment_test.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

using AmendAssessmentTest = AmendmentTest;

TEST_F(AmendAssessmentTest, ACorrectionSupersedesAndTheOldVersionStays) {
  const std::string patient = NewPatient();
  const std::string first = SubmitOn(0, patient, DeskWorker());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(Correction(first), 1));
  EXPECT_EQ(response.revision(), 3);
  EXPECT_EQ(response.routine(), patient + "/routine");
  EXPECT_EQ(response.assessment().name(), patient + "/assessments/3");
  EXPECT_EQ(response.assessment().amends(), first);
  EXPECT_EQ(response.assessment().amendment_reason(),
            v1::AMENDMENT_REASON_ENTRY_ERROR);
  EXPECT_EQ(response.assessment().results(0).value(), 12);
  EXPECT_EQ(response.assessment().assessment_time().seconds(),
            Get(first).assessment_time().seconds())
      << "a correction does not move it in time";

  const v1::Assessment old = Get(first);
  EXPECT_EQ(old.results(0).value(), 3);
  EXPECT_EQ(old.superseded_by(), response.assessment().name());
  EXPECT_EQ(Get(response.assessment().name()).SerializeAsString(),
            response.assessment().SerializeAsString());
  EXPECT_THAT(List(patient, false), ElementsAre(response.assessment().name()));
  EXPECT_THAT(List(patient, true),
              ElementsAre(response.assessment().name(), first));
  ExpectRebuilt(patient);
}

TEST_F(AmendAssessmentTest, TheLogTellsWhoChangedWhatAndWhy) {
  const std::string patient = NewPatient();
  const std::string first = SubmitOn(0, patient, DeskWorker());
  ASSERT_THAT(Amend(Correction(first), 1), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const StoredEvent stored,
                             log_.records().ReadEvent(RefOf(patient), 3));
  EXPECT_EQ(stored.event.actor(), "alice");
  EXPECT_EQ(stored.event.role(), v1::ROLE_CLINICIAN);
  EXPECT_EQ(stored.event.reason_code(), "AMENDMENT_REASON_ENTRY_ERROR");
  const auto& amendment = stored.event.assessment_amended();
  EXPECT_EQ(amendment.superseded().results(0).value(), 3);
  EXPECT_EQ(amendment.fact().results(0).value(), 12);
  EXPECT_THAT(amendment.superseded_revisions(), ElementsAre(2));
}

TEST_F(AmendAssessmentTest, ACorrectedOneCanBeCorrectedAgainAndBack) {
  const std::string patient = NewPatient();
  const std::string right = NewPatient();
  const std::string first = SubmitOn(0, patient, DeskWorker());
  SubmitOn(0, right, DeskWorker());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto second, Amend(Correction(first)));
  const auto again = Amend(Correction(first));
  EXPECT_THAT(again, StatusIs(absl::StatusCode::kFailedPrecondition,
                              HasSubstr(second.assessment().name())));
  EXPECT_EQ(ReasonOf(again.status()), "ASSESSMENT_SUPERSEDED");

  v1::AmendAssessmentRequest back = Correction(second.assessment().name());
  *back.mutable_assessment() = DeskWorker();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto third, Amend(back));
  EXPECT_THAT(List(patient, false), ElementsAre(third.assessment().name()));
  ExpectSame(patient, right);
  ExpectRebuilt(patient);
}

TEST_F(AmendAssessmentTest, AWithdrawnOneNoLongerCounts) {
  const std::string patient = NewPatient();
  const std::string right = NewPatient();
  v1::Assessment others = DeskWorker();
  others.mutable_results(2)->set_value(60);
  SubmitOn(0, patient, DeskWorker());
  SubmitOn(0, right, DeskWorker());
  const std::string wrong = SubmitOn(2, patient, others);
  v1::AmendAssessmentRequest request;
  request.set_name(wrong);
  request.set_withdraw(true);
  request.set_reason(v1::AMENDMENT_REASON_WRONG_PATIENT);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(request, 3));
  EXPECT_EQ(response.assessment().name(), wrong);
  EXPECT_TRUE(response.assessment().withdrawn());
  EXPECT_TRUE(Get(wrong).withdrawn());
  EXPECT_EQ(Get(wrong).amendment_reason(), v1::AMENDMENT_REASON_WRONG_PATIENT);
  EXPECT_THAT(List(patient, false), SizeIs(1));
  EXPECT_THAT(List(patient, true), SizeIs(2));
  ExpectSame(patient, right);
  ExpectRebuilt(patient);

  const auto again = Amend(request, 3);
  EXPECT_EQ(ReasonOf(again.status()), "ASSESSMENT_WITHDRAWN");
  v1::GetAssessmentRequest none;
  none.set_name(patient + "/assessments/4");
  Call call = CallOf();
  EXPECT_THAT(assessments_.GetAssessment(call, none),
              StatusIs(absl::StatusCode::kNotFound))
      << "a withdrawal is no assessment";
}

TEST_F(AmendAssessmentTest, WithoutAnyAssessmentNothingMayBeTrained) {
  const std::string patient = NewPatient();
  const std::string only = SubmitOn(0, patient, DeskWorker());
  v1::AmendAssessmentRequest request;
  request.set_name(only);
  request.set_withdraw(true);
  request.set_reason(v1::AMENDMENT_REASON_WRONG_PATIENT);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(request));
  EXPECT_NE(response.interpretation().gate(), v1::GATE_OK);
  EXPECT_THAT(RoutineOf(patient).sessions(), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(AmendAssessmentTest, WrongRequestsAreToldAtOnce) {
  const std::string patient = NewPatient();
  const std::string first = SubmitOn(0, patient, DeskWorker());
  v1::AmendAssessmentRequest request = Correction(first);
  request.clear_reason();
  request.mutable_assessment()->mutable_results(1)->set_value(1e9);
  EXPECT_THAT(ViolatedFields(Amend(request).status()),
              ElementsAre("reason", "assessment.results[1].value"));
  request = Correction(first);
  request.set_withdraw(true);
  EXPECT_THAT(ViolatedFields(Amend(request).status()),
              ElementsAre("assessment"));
  request.set_withdraw(false);
  request.clear_assessment();
  EXPECT_THAT(ViolatedFields(Amend(request).status()),
              ElementsAre("assessment"));
  *request.mutable_assessment() = DeskWorker();
  EXPECT_THAT(ViolatedFields(Amend(request).status()),
              ElementsAre("assessment"))
      << "it changes nothing";
  for (const char* name : {"/assessments/1", "/assessments/77"}) {
    EXPECT_THAT(Amend(Correction(patient + name)),
                StatusIs(absl::StatusCode::kNotFound));
  }
  EXPECT_THAT(Amend(Correction("patients/x/assessments/2")),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(State(patient).head().revision(), 2);
}

TEST_F(AmendAssessmentTest, ARetryIsAnsweredOnceAndAnotherRequestRefused) {
  const std::string patient = NewPatient();
  v1::AmendAssessmentRequest request =
      Correction(SubmitOn(0, patient, DeskWorker()));
  request.set_request_id("once");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first, Amend(request));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto second, Amend(request, 1));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(State(patient).head().revision(), 3);
  request.mutable_assessment()->mutable_results(0)->set_value(13);
  EXPECT_EQ(ReasonOf(Amend(request).status()), "REQUEST_ID_REUSED");
}

TEST_F(AmendAssessmentTest, AStaleEtagIsRefusedAndATrialStoresNothing) {
  const std::string patient = NewPatient();
  v1::AmendAssessmentRequest request =
      Correction(SubmitOn(0, patient, DeskWorker()));
  request.set_etag("\"1-0\"");
  EXPECT_EQ(ReasonOf(Amend(request).status()), "STALE_ETAG");
  request.clear_etag();
  request.set_validate_only(true);
  const auto before = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto trial, Amend(request));
  EXPECT_EQ(trial.assessment().name(), "");
  EXPECT_EQ(trial.routine(), "");
  EXPECT_EQ(trial.revision(), 2);
  EXPECT_EQ(Everything().size(), before.size());
  request.set_validate_only(false);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto real, Amend(request));
  EXPECT_EQ(real.interpretation().SerializeAsString(),
            trial.interpretation().SerializeAsString());
}

TEST_F(AmendAssessmentTest, ARacingWriteIsJudgedAnew) {
  const std::string patient = NewPatient();
  const v1::AmendAssessmentRequest request =
      Correction(SubmitOn(0, patient, DeskWorker()));
  storage_.before_commit = [&] { ASSERT_THAT(Amend(request), IsOk()); };
  v1::AmendAssessmentRequest late = request;
  late.mutable_assessment()->mutable_results(0)->set_value(9);
  EXPECT_EQ(ReasonOf(Amend(late).status()), "ASSESSMENT_SUPERSEDED");
}

TEST_F(AmendAssessmentTest, AYesIsTakenBackByNameAndByAClinicianOnly) {
  const std::string patient = NewPatient();
  const std::string right = NewPatient();
  const std::string first = SubmitOn(0, patient, WithLockingYes());
  SubmitOn(0, right, DeskWorker());
  EXPECT_THAT(RoutineOf(patient).sessions(), IsEmpty());

  v1::AmendAssessmentRequest request = Correction(first);
  *request.mutable_assessment() = DeskWorker();
  const auto silent = Amend(request);
  EXPECT_EQ(ReasonOf(silent.status()), "RED_FLAG_RETRACTION");
  EXPECT_THAT(silent.status().message(), Not(HasSubstr(kLocking)))
      << "an answer is health data";
  request.add_retracted_red_flags(kLocking);
  request.add_retracted_red_flags("rf_saddle_anaesthesia");
  EXPECT_EQ(ReasonOf(Amend(request).status()), "RED_FLAG_RETRACTION")
      << "it names one that was not answered yes";
  request.mutable_retracted_red_flags()->RemoveLast();
  EXPECT_EQ(ReasonOf(Amend(request, 0, v1::ROLE_SERVICE).status()),
            "CLINICIAN_REQUIRED");
  EXPECT_THAT(RoutineOf(patient).sessions(), IsEmpty());

  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(request, 5));
  EXPECT_EQ(response.interpretation().gate(), v1::GATE_OK);
  ExpectSame(patient, right);
  ExpectRebuilt(patient);
}

// 3: power is getting worse, which is urgent; 2: it is low.
v1::Assessment WithNeuroScreen(v1::Assessment assessment, double value) {
  v1::TestResult* sign = assessment.add_results();
  sign->set_test("neuro_screen");
  sign->set_side(knowledge::v1::SIDE_LEFT);
  sign->set_value(value);
  return assessment;
}

TEST_F(AmendAssessmentTest, WhatClosesTheGateIsTakenBackByAClinicianOnly) {
  v1::Assessment pressed = DeskWorker();
  pressed.mutable_history()->set_systolic_mmhg(190);
  for (const auto& [closed, gate] :
       {std::pair(WithNeuroScreen(DeskWorker(), 3),
                  v1::GATE_STOP_AND_REFER_URGENT),
        std::pair(WithNeuroScreen(DeskWorker(), 2), v1::GATE_REFER),
        std::pair(pressed, v1::GATE_REFER)}) {
    const std::string patient = NewPatient();
    v1::AmendAssessmentRequest request =
        Correction(SubmitOn(0, patient, closed));
    ASSERT_EQ(RoutineOf(patient).gate(), gate);
    *request.mutable_assessment() = DeskWorker();
    EXPECT_EQ(ReasonOf(Amend(request, 0, v1::ROLE_SERVICE).status()),
              "CLINICIAN_REQUIRED");
    EXPECT_THAT(RoutineOf(patient).sessions(), IsEmpty());
    TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(request));
    EXPECT_EQ(response.interpretation().gate(), v1::GATE_OK);
    ExpectRebuilt(patient);
  }
}

TEST_F(AmendAssessmentTest, AnUrgentMeasurementIsWithdrawnByAClinicianOnly) {
  for (const bool assessed_before : {true, false}) {
    const std::string patient = NewPatient();
    if (assessed_before) SubmitOn(0, patient, DeskWorker());
    v1::AmendAssessmentRequest request;
    request.set_name(SubmitOn(1, patient, WithNeuroScreen(DeskWorker(), 3)));
    request.set_withdraw(true);
    request.set_reason(v1::AMENDMENT_REASON_WRONG_PATIENT);
    ASSERT_EQ(RoutineOf(patient).gate(), v1::GATE_STOP_AND_REFER_URGENT);
    EXPECT_EQ(ReasonOf(Amend(request, 1, v1::ROLE_SERVICE).status()),
              "CLINICIAN_REQUIRED");
    EXPECT_EQ(RoutineOf(patient).gate(), v1::GATE_STOP_AND_REFER_URGENT);
    TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(request, 1));
    EXPECT_EQ(response.interpretation().gate() == v1::GATE_OK, assessed_before)
        << "without any assessment nothing is known";
    ExpectRebuilt(patient);
  }
}

TEST_F(AmendAssessmentTest, AServiceCorrectsWhatLeavesTheGateClosedOrOpen) {
  v1::Assessment closed = DeskWorker();
  closed.mutable_history()->set_systolic_mmhg(190);
  v1::AmendAssessmentRequest request =
      Correction(SubmitOn(0, NewPatient(), closed));
  *request.mutable_assessment() = closed;
  request.mutable_assessment()->mutable_history()->set_systolic_mmhg(195);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto still,
                             Amend(request, 0, v1::ROLE_SERVICE));
  EXPECT_EQ(still.interpretation().gate(), v1::GATE_REFER);

  request = Correction(SubmitOn(0, NewPatient(), DeskWorker()));
  *request.mutable_assessment() = closed;
  TONUS_ASSERT_OK_AND_ASSIGN(const auto shut,
                             Amend(request, 0, v1::ROLE_SERVICE));
  EXPECT_EQ(shut.interpretation().gate(), v1::GATE_REFER);
}

TEST_F(AmendAssessmentTest, WithdrawingAYesNeedsItsNameToo) {
  const std::string patient = NewPatient();
  v1::AmendAssessmentRequest request;
  request.set_name(SubmitOn(0, patient, WithLockingYes()));
  request.set_withdraw(true);
  request.set_reason(v1::AMENDMENT_REASON_WRONG_PATIENT);
  EXPECT_EQ(ReasonOf(Amend(request).status()), "RED_FLAG_RETRACTION");
  request.add_retracted_red_flags(kLocking);
  EXPECT_THAT(Amend(request), IsOk());
}

TEST_F(AmendAssessmentTest, ACorrectionThatAddsAYesClosesTheGateAtOnce) {
  const std::string patient = NewPatient();
  const std::string first = SubmitOn(0, patient, DeskWorker());
  v1::AmendAssessmentRequest request = Correction(first);
  *request.mutable_assessment() = WithLockingYes();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             Amend(request, 1, v1::ROLE_SERVICE));
  EXPECT_EQ(response.interpretation().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(RoutineOf(patient).sessions(), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(AmendAssessmentTest, TheSameAssessmentRecordedTwiceIsCorrectedOnce) {
  const std::string patient = NewPatient();
  v1::Assessment dated = DeskWorker();
  dated.mutable_assessment_time()->set_seconds(1767600000);
  const std::string first = SubmitOn(0, patient, dated);
  const std::string second = SubmitOn(0, patient, dated);
  ASSERT_NE(first, second);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(Correction(second)));
  EXPECT_THAT(List(patient, false), ElementsAre(response.assessment().name()));
  EXPECT_EQ(Get(first).superseded_by(), response.assessment().name());
  EXPECT_EQ(State(patient).facts().assessments_size(), 1);
  ExpectRebuilt(patient);
}

}  // namespace
}  // namespace tonus
