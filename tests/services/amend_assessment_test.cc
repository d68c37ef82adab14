// SPDX-License-Identifier: Apache-2.0
// Corrections: what they change, what they keep, and that the patient then
// stands where one with the right values from the beginning stands.

#include <random>
#include <string>
#include <vector>

#include "services/assessment/assessment_service.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/knowledge/released_pack.h"
#include "services/resource_names.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr char kLocking[] = "rf_bladder_change";

class AmendAssessmentTest : public testing::ServiceTest {
 protected:
  // A call `days` after the usual one.
  static Call CallAfter(int days, v1::Role role = v1::ROLE_CLINICIAN) {
    Call call = CallOf();
    call.time += absl::Hours(24) * days;
    call.principal.role = role;
    return call;
  }

  static v1::AmendAssessmentRequest Correction(const std::string& name) {
    v1::AmendAssessmentRequest request;
    request.set_name(name);
    request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
    *request.mutable_assessment() = DeskWorker();
    request.mutable_assessment()->mutable_results(0)->set_value(12);
    return request;
  }

  static v1::Assessment WithLockingYes() {
    v1::Assessment assessment = DeskWorker();
    auto* answer = assessment.mutable_screening()->add_answers();
    answer->set_red_flag(kLocking);
    answer->set_present(true);
    return assessment;
  }

  std::string SubmitOn(int days, const std::string& patient,
                       const v1::Assessment& assessment,
                       const std::string& request_id = "") {
    v1::SubmitAssessmentRequest request;
    request.set_parent(patient);
    *request.mutable_assessment() = assessment;
    request.set_request_id(request_id);
    Call call = CallAfter(days);
    const auto reply = assessments_.SubmitAssessment(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply).assessment().name() : "";
  }

  absl::StatusOr<v1::AmendAssessmentResponse> Amend(
      const v1::AmendAssessmentRequest& request, int days = 0,
      v1::Role role = v1::ROLE_CLINICIAN) {
    Call call = CallAfter(days, role);
    const auto reply = assessments_.AmendAssessment(call, request);
    if (!reply.ok()) return reply.status();
    return Parsed(*reply);
  }

  void LogSession(int days, const std::string& patient, int number) {
    v1::LogSessionRequest request;
    request.set_parent(patient);
    request.mutable_session_log()->set_session_number(number);
    request.mutable_session_log()->set_completed_pct(100);
    Call call = CallAfter(days);
    EXPECT_THAT(progress_.LogSession(call, request), IsOk());
  }

  v1::Assessment Get(const std::string& name) {
    v1::GetAssessmentRequest request;
    request.set_name(name);
    Call call = CallOf();
    const auto assessment = assessments_.GetAssessment(call, request);
    EXPECT_THAT(assessment, IsOk());
    return assessment.ok() ? *assessment : v1::Assessment();
  }

  std::vector<std::string> List(const std::string& patient, bool all) {
    v1::ListAssessmentsRequest request;
    request.set_parent(patient);
    request.set_show_superseded(all);
    Call call = CallOf();
    const auto response = assessments_.ListAssessments(call, request);
    EXPECT_THAT(response, IsOk());
    std::vector<std::string> names;
    if (!response.ok()) return names;
    for (const auto& assessment : response->assessments()) {
      names.push_back(assessment.name());
    }
    return names;
  }

  v1::Routine Routine(const std::string& patient) {
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    Call call = CallOf();
    const auto response = routines_.GetRoutine(call, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? Parsed(*response).routine() : v1::Routine();
  }

  // The current routine without what names it and counts arrivals.
  std::string Content(const std::string& patient) {
    v1::Routine routine = Routine(patient);
    routine.clear_name();
    routine.clear_revision();
    routine.clear_etag();
    routine.clear_create_time();
    for (v1::Session& session : *routine.mutable_sessions()) {
      session.clear_name();
      session.clear_revision();
    }
    return engine::DeterministicBytes(routine);
  }

  storage::v1::PatientState State(const std::string& patient) {
    const auto state = log_.ReadState(RefOf(patient));
    EXPECT_THAT(state, IsOk());
    return state.ok() ? *state : storage::v1::PatientState();
  }

  void ExpectRebuilt(const std::string& patient) {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto rebuilt,
                               log_.RebuildState(RefOf(patient)));
    EXPECT_EQ(engine::DeterministicBytes(rebuilt),
              engine::DeterministicBytes(State(patient)));
  }

  void ExpectSame(const std::string& corrected, const std::string& right) {
    EXPECT_EQ(engine::DeterministicBytes(State(corrected).facts()),
              engine::DeterministicBytes(State(right).facts()));
    EXPECT_EQ(Content(corrected), Content(right));
  }
};

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
  EXPECT_THAT(Routine(patient).sessions(), IsEmpty());
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
  EXPECT_THAT(Routine(patient).sessions(), IsEmpty());

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
  EXPECT_THAT(Routine(patient).sessions(), IsEmpty());

  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Amend(request, 5));
  EXPECT_EQ(response.interpretation().gate(), v1::GATE_OK);
  ExpectSame(patient, right);
  ExpectRebuilt(patient);
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
  EXPECT_THAT(Routine(patient).sessions(), IsEmpty());
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

// The block began with the first assessment and sessions of it were done; a
// mistaken yes in the third week stopped it.
TEST_F(AmendAssessmentTest, ABlockThatAMistakeStoppedGoesOnWhereItWas) {
  const std::string patient = NewPatient();
  const std::string right = NewPatient();
  v1::Assessment later = DeskWorker();
  later.mutable_results(0)->set_value(5);
  v1::Assessment mistaken = WithLockingYes();
  *mistaken.mutable_results() = later.results();
  for (const std::string& name : {patient, right}) {
    SubmitOn(0, name, DeskWorker());
    LogSession(0, name, 1);
    LogSession(2, name, 2);
  }
  const std::string wrong = SubmitOn(15, patient, mistaken);
  SubmitOn(15, right, later);
  EXPECT_THAT(Routine(patient).sessions(), IsEmpty());

  v1::AmendAssessmentRequest request;
  request.set_name(wrong);
  *request.mutable_assessment() = later;
  request.set_reason(v1::AMENDMENT_REASON_MISUNDERSTOOD_QUESTION);
  request.add_retracted_red_flags(kLocking);
  ASSERT_THAT(Amend(request, 20), IsOk());
  ExpectSame(patient, right);
  EXPECT_EQ(Routine(patient).sessions(0).number(), 1);
  EXPECT_EQ(State(patient).facts().logs_size(), 2) << "what was done stays";
  ExpectRebuilt(patient);
}

// Without its denials the first assessment let nothing begin; the second did,
// five days later, and a session was done before the first was put right.
TEST_F(AmendAssessmentTest, ABlockInWhichWasTrainedKeepsItsBeginning) {
  for (const bool trained : {false, true}) {
    const std::string patient = NewPatient();
    v1::Assessment unasked = DeskWorker();
    unasked.clear_screening();
    const std::string wrong = SubmitOn(0, patient, unasked);
    ASSERT_THAT(Routine(patient).sessions(), IsEmpty());
    SubmitOn(5, patient, DeskWorker());
    if (trained) LogSession(5, patient, 1);
    const v1::Routine before = Routine(patient);

    v1::AmendAssessmentRequest request;
    request.set_name(wrong);
    *request.mutable_assessment() = DeskWorker();
    request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
    ASSERT_THAT(Amend(request, 6), IsOk());
    const v1::Routine after = Routine(patient);
    EXPECT_EQ(after.sessions(0).number(), 1);
    EXPECT_EQ(after.start_date().day() == before.start_date().day(), trained);
    ExpectRebuilt(patient);
  }
}

// One random mistake after the other, each corrected some days later, beside a
// patient of whom everything was recorded right.
TEST_F(AmendAssessmentTest, CorrectingRandomMistakesGivesWhatWasRightAllAlong) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const auto below = [&random](int n) {
      return static_cast<int>(random() % static_cast<unsigned>(n));
    };
    const auto draw = [&](bool may_lock) {
      v1::Assessment assessment = DeskWorker();
      for (v1::TestResult& result : *assessment.mutable_results()) {
        const auto* test = testing::ReleasedKnowledge().FindTest(result.test());
        const int steps = static_cast<int>((test->max() - test->min()) /
                                           std::max(1.0, test->step()));
        result.set_value(test->min() +
                         below(steps) * std::max(1.0, test->step()));
        result.set_pain_limited(below(10) == 0);
      }
      while (below(3) == 0 && assessment.results_size() > 0) {
        assessment.mutable_results()->RemoveLast();
      }
      assessment.mutable_screening()->set_others_denied(below(8) != 0);
      if (may_lock && below(4) == 0) {
        auto* answer = assessment.mutable_screening()->add_answers();
        answer->set_red_flag(kLocking);
        answer->set_present(true);
      }
      assessment.mutable_history()->set_pain_with_bending(below(2) == 0);
      return assessment;
    };
    const std::string corrected = NewPatient();
    const std::string right = NewPatient();
    int day = 0;
    struct Mistake {
      std::string name;
      v1::Assessment wrong;
      v1::Assessment meant;
    };
    std::vector<Mistake> mistakes;
    for (int i = 0; i <= below(3); ++i, day += below(20)) {
      const v1::Assessment meant = draw(/*may_lock=*/false);
      const bool mistaken = below(2) == 0 || i == 0;
      const v1::Assessment wrong = mistaken ? draw(/*may_lock=*/true) : meant;
      const std::string id = "a" + std::to_string(i);
      const std::string name = SubmitOn(day, corrected, wrong, id);
      SubmitOn(day, right, meant, id);
      if (wrong.SerializeAsString() != meant.SerializeAsString()) {
        mistakes.push_back({name, wrong, meant});
      }
    }
    std::shuffle(mistakes.begin(), mistakes.end(), random);
    for (const Mistake& mistake : mistakes) {
      v1::AmendAssessmentRequest request;
      request.set_name(mistake.name);
      *request.mutable_assessment() = mistake.meant;
      request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
      if (mistake.wrong.screening().answers_size() > 0) {
        request.add_retracted_red_flags(kLocking);
      }
      ASSERT_THAT(Amend(request, day), IsOk());
    }
    ExpectSame(corrected, right);
    ExpectRebuilt(corrected);
  }
}

}  // namespace
}  // namespace tonus
