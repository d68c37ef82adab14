// SPDX-License-Identifier: Apache-2.0
// RecordOutcome: what is answered is scored, read, acted on and kept.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using knowledge::v1::ALERT_KIND_OUTCOME;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr int kDay = 24;

class OutcomeRecordTest : public testing::AlertFixture {
 protected:
  absl::StatusOr<v1::RecordOutcomeResponse> RecordOutcome(
      const std::string& patient, const std::string& request, int hours,
      v1::Role role = v1::ROLE_PATIENT) {
    Call call = At(hours, role);
    auto outcome = ParseText<v1::RecordOutcomeRequest>(request);
    outcome.set_parent(patient);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           progress_.RecordOutcome(call, outcome));
    return Parsed(reply);
  }
};

TEST_F(OutcomeRecordTest, TheChangeIsReadAgainstTheFirstScore) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto first,
      RecordOutcome(patient, "measures { measure: 'rmdq' total: 12 }", 1));
  ASSERT_THAT(first.outcomes(), SizeIs(1));
  EXPECT_EQ(first.outcomes(0).reading(), v1::CHANGE_READING_SINGLE_SCORE);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto second,
      RecordOutcome(patient, "measures { measure: 'rmdq' total: 6 }",
                    42 * kDay));
  ASSERT_THAT(second.outcomes(), SizeIs(1));
  EXPECT_EQ(second.outcomes(0).change(), -6);
  EXPECT_EQ(second.outcomes(0).reading(),
            v1::CHANGE_READING_IMPORTANT_IMPROVEMENT);
  EXPECT_THAT(second.next_measures(), Not(IsEmpty()));
  ExpectRebuilt(patient);
}

TEST_F(OutcomeRecordTest, AnswersAreAnAssessmentThatCanBeCorrected) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto recorded,
      RecordOutcome(patient, "measures { measure: 'rmdq' total: 12 }", 1));
  Call call = At(2);
  v1::AmendAssessmentRequest request;
  request.set_name(recorded.assessment());
  request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
  auto* measure = request.mutable_assessment()->add_measures();
  measure->set_measure("rmdq");
  measure->set_total(2);
  Call read = At(2);
  v1::GetAssessmentRequest get;
  get.set_name(recorded.assessment());
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Assessment before,
                             assessments_.GetAssessment(read, get));
  *request.mutable_assessment()->mutable_assessment_time() =
      before.assessment_time();
  ASSERT_THAT(assessments_.AmendAssessment(call, request), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto later,
      RecordOutcome(patient, "measures { measure: 'rmdq' total: 3 }",
                    30 * kDay));
  EXPECT_EQ(later.outcomes(0).change(), 1) << "as if 2 had been there";
  ExpectRebuilt(patient);
}

TEST_F(OutcomeRecordTest, WhatAScoreAsksForHoldsAtOnceAndIsTold) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto recorded,
      RecordOutcome(patient,
                    "measures { measure: 'start_back_total' total: 7 }"
                    "measures { measure: 'start_back_psych' total: 4 }",
                    1));
  EXPECT_THAT(recorded.outcomes(), SizeIs(2));
  EXPECT_THAT(recorded.notices(), Not(IsEmpty()));
  EXPECT_THAT(KindsOf(Alerts(patient, 2)), Contains(ALERT_KIND_OUTCOME));
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_EQ(routine.revision(), recorded.revision());
  for (const v1::Session& session : routine.sessions()) {
    EXPECT_LE(session.items_size(), 6) << session.number();
  }
}

TEST_F(OutcomeRecordTest, AWorseScoreIsToldAgainOnceTheFirstWasLookedAt) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(
      RecordOutcome(patient, "measures { measure: 'phq2' total: 3 }", 1),
      IsOk());
  const auto outcomes = [&](int hours) {
    std::vector<v1::Alert> found;
    for (const v1::Alert& alert : Alerts(patient, hours)) {
      if (alert.kind() == ALERT_KIND_OUTCOME) found.push_back(alert);
    }
    return found;
  };
  ASSERT_THAT(outcomes(2), SizeIs(1));
  EXPECT_EQ(outcomes(2)[0].rule(), "PR-05");
  ASSERT_THAT(Acknowledge(outcomes(2)[0].name(), 3), IsOk());
  ASSERT_THAT(
      RecordOutcome(patient, "measures { measure: 'nrs_avg' total: 2 }", 4),
      IsOk());
  EXPECT_THAT(outcomes(5), IsEmpty()) << "the same answers";
  ASSERT_THAT(RecordOutcome(patient, "measures { measure: 'phq2' total: 6 }",
                            20 * kDay),
              IsOk());
  EXPECT_THAT(outcomes(21 * kDay), SizeIs(1));
}

TEST_F(OutcomeRecordTest, AdviceThatRefersNobodyIsToldToo) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(
      RecordOutcome(patient, "measures { measure: 'rmdq' total: 19 }", 1),
      IsOk());
  std::vector<std::string> rules;
  for (const v1::Alert& alert : Alerts(patient, 2)) {
    rules.push_back(alert.rule());
  }
  EXPECT_THAT(rules, Contains("PR-06"));
}

TEST_F(OutcomeRecordTest, ABlockThatIsOverStaysOver) {
  const std::string patient = NewPatientWithRoutine();
  const int64_t revision = RoutineOf(patient).revision();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto recorded,
      RecordOutcome(patient, "measures { measure: 'groc' total: 1 }",
                    90 * kDay));
  EXPECT_GT(recorded.revision(), revision);
  EXPECT_EQ(RoutineOf(patient).sessions(0).number(), 1);
}

// A-082 is told when the scores make it true, and no longer than they do.
TEST_F(OutcomeRecordTest, ScoresCompleteTheProgrammeAndTakeThatBack) {
  const std::string patient = NewPatient();
  const auto assess = [&](int day, bool well) {
    auto request = Submission(patient);
    v1::Assessment& told = *request.mutable_assessment();
    told.mutable_results()->RemoveLast();
    for (v1::TestResult& result : *told.mutable_results()) {
      if (!well) continue;
      if (result.test() == "mod_thomas_hip") result.set_value(-12);
      if (result.test() == "slb_hold") result.set_value(60);
      if (result.test() == "trunk_flexor") result.set_value(300);
    }
    Call call = At(day * kDay);
    ASSERT_THAT(assessments_.SubmitAssessment(call, request), IsOk());
  };
  const auto score = [&](int day, int pain, int function) {
    EXPECT_THAT(RecordOutcome(patient,
                              absl::StrCat("measures { measure: 'nrs_avg' "
                                           "total: ",
                                           pain,
                                           " } measures { measure: 'psfs' "
                                           "total: ",
                                           function, " }"),
                              day * kDay),
                IsOk());
  };
  const auto is_complete = [&](int day) {
    Call call = At(day * kDay);
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/today");
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() &&
           absl::StrContains(Parsed(*reply).ShortDebugString(), "A-082");
  };
  assess(0, /*well=*/false);
  score(0, 4, 4);
  for (int number = 1; number <= 9; ++number) {
    const int day = 7 * ((number - 1) / 3) + 2 * ((number - 1) % 3);
    ASSERT_THAT(Log(patient,
                    absl::StrCat("session_number: ", number,
                                 " completed_pct: 100 pain_before: 1"),
                    day * kDay),
                IsOk());
  }
  assess(18, /*well=*/true);
  assess(25, /*well=*/true);
  EXPECT_FALSE(is_complete(26));
  score(26, 2, 7);
  EXPECT_TRUE(is_complete(26));
  score(27, 3, 7);
  EXPECT_FALSE(is_complete(27));
  ExpectRebuilt(patient);
}

TEST_F(OutcomeRecordTest, WhoHasNoRoutineMayAnswerToo) {
  const std::string patient = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto recorded,
      RecordOutcome(patient, "measures { measure: 'nrs_avg' total: 4 }", 1));
  EXPECT_EQ(recorded.outcomes(0).latest().score(), 4);
}

TEST_F(OutcomeRecordTest, ARetryIsTheSameFact) {
  const std::string patient = NewPatientWithRoutine();
  const std::string request =
      "request_id: 'once' measures { measure: 'nrs_avg' total: 4 }";
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                             RecordOutcome(patient, request, 1));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             RecordOutcome(patient, request, 2));
  EXPECT_EQ(first.revision(), again.revision());
  EXPECT_THAT(RecordOutcome(patient,
                            "request_id: 'once' measures { measure: 'nrs_avg' "
                            "total: 5 }",
                            3),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(OutcomeRecordTest, WhatIsWrongIsToldAtOnce) {
  const std::string patient = NewPatient();
  EXPECT_THAT(ViolatedFields(RecordOutcome(patient, "", 1).status()),
              ElementsAre("measures"));
  EXPECT_THAT(
      ViolatedFields(
          RecordOutcome(patient,
                        "request_id: '!' answer_time { seconds: 1000000000 } "
                        "measures { measure: 'nothing' total: 1 } "
                        "measures { measure: 'rmdq' total: 25 }",
                        1)
              .status()),
      ElementsAre("request_id", "answer_time", "measures[0].measure",
                  "measures[1].total"));
  EXPECT_THAT(RecordOutcome("patients/aaaaaaaaaaaaaaaaaaaaaaaaaa",
                            "measures { measure: 'groc' total: 1 }", 1),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tonus
