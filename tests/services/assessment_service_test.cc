// SPDX-License-Identifier: Apache-2.0
#include "services/assessment/assessment_service.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/substitute.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;
using ::tonus::testing::ViolationTexts;

class AssessmentServiceTest : public testing::ServiceTest {
 protected:
  absl::Status SubmitText(const std::string& patient,
                          const std::string& assessment) {
    v1::SubmitAssessmentRequest request;
    request.set_parent(patient);
    *request.mutable_assessment() = ParseText<v1::Assessment>(assessment);
    Call call = CallOf();
    return assessments_.SubmitAssessment(call, request).status();
  }
};

TEST_F(AssessmentServiceTest, SubmitRecordsInterpretsAndIssuesARoutine) {
  const std::string patient = NewPatient();
  const v1::SubmitAssessmentResponse response = Submit(Submission(patient));
  EXPECT_EQ(response.revision(), 2);
  EXPECT_EQ(response.routine(), patient + "/routine");
  EXPECT_EQ(response.interpretation().gate(), v1::GATE_OK);
  EXPECT_THAT(response.interpretation().decisions(), ::testing::Not(IsEmpty()));
  const v1::Assessment& recorded = response.assessment();
  EXPECT_EQ(recorded.name(), patient + "/assessments/2");
  EXPECT_EQ(recorded.assessment_time().seconds(), 1767603600);
  EXPECT_EQ(recorded.recorded_by(), v1::ROLE_CLINICIAN);
  EXPECT_THAT(recorded.results(), SizeIs(8));
  EXPECT_FALSE(recorded.pack_version().empty());

  v1::GetAssessmentRequest request;
  request.set_name(recorded.name());
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Assessment got,
                             assessments_.GetAssessment(call, request));
  EXPECT_EQ(got.SerializeAsString(), recorded.SerializeAsString());
}

TEST_F(AssessmentServiceTest, EveryWrongFieldIsToldAndNothingIsStored) {
  const std::string patient = NewPatient();
  const auto before = Everything();
  const struct {
    const char* assessment;
    std::vector<std::string> fields;
    std::string text;  // In one of the descriptions.
  } kCases[] = {
      {R"pb(results { test: "no_such_test" side: SIDE_LEFT value: 1 })pb",
       {"assessment.results[0].test"},
       "ListTests"},
      {R"pb(results { test: "mod_thomas_hip" side: SIDE_LEFT })pb",
       {"assessment.results[0].value"},
       "required"},
      {R"pb(results { test: "mod_thomas_hip" side: SIDE_LEFT value: nan })pb",
       {"assessment.results[0].value"},
       "[-40, 60] deg"},
      {R"pb(results { test: "mod_thomas_hip" side: SIDE_LEFT value: inf })pb",
       {"assessment.results[0].value"},
       "[-40, 60] deg"},
      {R"pb(results { test: "mod_thomas_hip" side: SIDE_LEFT value: 60.1 })pb",
       {"assessment.results[0].value"},
       "[-40, 60] deg"},
      {R"pb(results { test: "mod_thomas_hip" side: SIDE_LEFT value: -40.1 })pb",
       {"assessment.results[0].value"},
       "[-40, 60] deg"},
      {R"pb(results { test: "slump" side: SIDE_LEFT value: 0.5 })pb",
       {"assessment.results[0].value"},
       "multiple of 1"},
      {R"pb(results { test: "mod_thomas_hip" side: SIDE_MIDLINE value: 1 })pb",
       {"assessment.results[0].side"},
       "SIDE_LEFT or SIDE_RIGHT"},
      {R"pb(results { test: "mod_thomas_hip" value: 1 })pb",
       {"assessment.results[0].side"},
       "SIDE_LEFT or SIDE_RIGHT"},
      {R"pb(results { test: "sorensen" side: SIDE_LEFT value: 90 })pb",
       {"assessment.results[0].side"},
       "SIDE_MIDLINE"},
      {R"pb(results { test: "mod_thomas_hip" side: SIDE_LEFT value: 1 }
            results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 1 }
            results { test: "mod_thomas_hip" side: SIDE_LEFT value: 2 })pb",
       {"assessment.results[2]"},
       "repeats"},
      {R"pb(results {
              test: "mod_thomas_hip"
              side: SIDE_LEFT
              value: 1
              measure_time { seconds: 1767603901 }
            })pb",
       {"assessment.results[0].measure_time"},
       "future"},
      // Two days after the assessment, yet not after now.
      {R"pb(assessment_time { seconds: 1767000000 }
            results {
              test: "mod_thomas_hip"
              side: SIDE_LEFT
              value: 1
              measure_time { seconds: 1767172800 }
            })pb",
       {"assessment.results[0].measure_time"},
       "later day than assessment_time"},
      {R"pb(assessment_time { seconds: 1767603901 })pb",
       {"assessment.assessment_time"},
       "future"},
      {R"pb(assessment_time { seconds: 0 nanos: -1 })pb",
       {"assessment.assessment_time"},
       "valid time"},
      {R"pb(results {
              test: "mod_thomas_hip"
              side: SIDE_LEFT
              value: 1
              assessor: 9
              protocol: 9
            })pb",
       {"assessment.results[0].protocol", "assessment.results[0].assessor"},
       "Assessor"},
      {R"pb(screening {
              answers { red_flag: "rf_saddle_sensation" }
              answers { red_flag: "rf_unheard_of" present: true }
              answers { red_flag: "rf_saddle_sensation" present: true }
            })pb",
       {"assessment.screening.answers[1].red_flag",
        "assessment.screening.answers[2].red_flag"},
       "twice"},
      {R"pb(history {
              tender { muscle: "hamstrings" side: SIDE_MIDLINE }
              feels_tight { muscle: "tail" side: SIDE_LEFT }
              goal_muscles: "wings"
              systolic_mmhg: 301
              diastolic_mmhg: 29
            })pb",
       {"assessment.history.tender[0].side",
        "assessment.history.feels_tight[0].muscle",
        "assessment.history.goal_muscles[0]",
        "assessment.history.systolic_mmhg",
        "assessment.history.diastolic_mmhg"},
       "[50, 300] mmHg"},
      {R"pb(results { test: "ratio_side_asym" side: SIDE_MIDLINE value: 0 })pb",
       {"assessment.results[0].test"},
       "computed"},
  };
  for (const auto& c : kCases) {
    const absl::Status status = SubmitText(patient, c.assessment);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument))
        << c.assessment;
    EXPECT_EQ(ViolatedFields(status), c.fields) << c.assessment;
    EXPECT_THAT(ViolationTexts(status), Contains(HasSubstr(c.text)))
        << c.assessment;
  }
  EXPECT_EQ(Everything(), before);
}

TEST_F(AssessmentServiceTest, ValuesAtTheEndsOfTheRangeAreTaken) {
  const std::string patient = NewPatient();
  EXPECT_THAT(SubmitText(patient, R"pb(
                results { test: "mod_thomas_hip" side: SIDE_LEFT value: -40 }
                results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 60 }
                assessment_time { seconds: 1767603900 })pb"),
              IsOk());
}

TEST_F(AssessmentServiceTest, ARepetitionAtAnotherTimeIsNoDuplicate) {
  EXPECT_THAT(SubmitText(NewPatient(), R"pb(
                results { test: "mod_thomas_hip" side: SIDE_LEFT value: 1 }
                results {
                  test: "mod_thomas_hip"
                  side: SIDE_LEFT
                  value: 2
                  measure_time { seconds: 1767603000 }
                })pb"),
              IsOk());
}

// A day that was given as its beginning in UTC ends 36 hours later in the west.
// Two moments of one day are less than 24 hours apart.
TEST_F(AssessmentServiceTest, WhatIsMeasuredLaterIsOfTheDayOfTheAssessment) {
  const auto submit = [&](int64_t assessed, int64_t hours, int64_t seconds) {
    return SubmitText(
        NewPatient(),
        absl::Substitute(R"pb(assessment_time { seconds: $0 }
                              results {
                                test: "mod_thomas_hip"
                                side: SIDE_LEFT
                                value: 1
                                measure_time { seconds: $1 }
                              })pb",
                         assessed, assessed + hours * 3600 + seconds));
  };
  constexpr int64_t kBeginning = 1766966400;
  EXPECT_THAT(submit(kBeginning, 36, -1), IsOk());
  EXPECT_THAT(ViolatedFields(submit(kBeginning, 36, 0)),
              ElementsAre("assessment.results[0].measure_time"));
  EXPECT_THAT(submit(kBeginning + 1, 24, -1), IsOk());
  EXPECT_THAT(ViolatedFields(submit(kBeginning + 1, 24, 0)),
              ElementsAre("assessment.results[0].measure_time"));
}

TEST_F(AssessmentServiceTest, TooManyResultsAreOneViolation) {
  v1::SubmitAssessmentRequest request;
  request.set_parent(NewPatient());
  for (int i = 0; i < 501; ++i) request.mutable_assessment()->add_results();
  Call call = CallOf();
  EXPECT_THAT(
      ViolatedFields(assessments_.SubmitAssessment(call, request).status()),
      ElementsAre("assessment.results"));
}

TEST_F(AssessmentServiceTest, WhatMayNotComeFromThePersonIsStoredAndRejected) {
  auto request = Submission(NewPatient());
  auto* result = request.mutable_assessment()->add_results();
  *result = ParseText<v1::TestResult>(
      R"pb(test: "slump" side: SIDE_LEFT value: 1 assessor: ASSESSOR_SELF)pb");
  const v1::SubmitAssessmentResponse response = Submit(request);
  EXPECT_THAT(response.assessment().results(), SizeIs(9));
  ASSERT_THAT(response.interpretation().rejected_results(), SizeIs(1));
  EXPECT_EQ(response.interpretation().rejected_results(0).rule(), "R-010");
}

TEST_F(AssessmentServiceTest, AnUrgentRedFlagLeavesNoSession) {
  auto request = Submission(NewPatient());
  *request.mutable_assessment()->mutable_screening()->add_answers() =
      ParseText<v1::RedFlagAnswer>(R"pb(red_flag: "rf_saddle_sensation"
                                        present: true)pb");
  const v1::SubmitAssessmentResponse response = Submit(request);
  EXPECT_EQ(response.interpretation().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  v1::GetRoutineRequest get;
  get.set_name(response.routine());
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto reply, routines_.GetRoutine(call, get));
  EXPECT_THAT(Parsed(reply).routine().sessions(), IsEmpty());
  EXPECT_EQ(Parsed(reply).routine().gate(), v1::GATE_STOP_AND_REFER_URGENT);
}

TEST_F(AssessmentServiceTest, ValidateOnlyStoresNothing) {
  auto request = Submission(NewPatient());
  request.set_validate_only(true);
  request.set_request_id("r1");
  const auto before = Everything();
  const v1::SubmitAssessmentResponse preview = Submit(request);
  EXPECT_EQ(Everything(), before);
  EXPECT_EQ(preview.assessment().name(), "");
  EXPECT_EQ(preview.routine(), "");
  EXPECT_EQ(preview.revision(), 1);
  EXPECT_EQ(preview.interpretation().gate(), v1::GATE_OK);
  request.set_validate_only(false);
  const v1::SubmitAssessmentResponse real = Submit(request);
  EXPECT_EQ(real.interpretation().SerializeAsString(),
            preview.interpretation().SerializeAsString());
}

TEST_F(AssessmentServiceTest, ListsTheLatestFirstInPages) {
  const std::string patient = NewPatient();
  for (int i = 0; i < 5; ++i) Submit(Submission(patient));
  v1::ListAssessmentsRequest request;
  request.set_parent(patient);
  request.set_page_size(2);
  std::vector<int64_t> revisions;
  do {
    Call call = CallOf();
    TONUS_ASSERT_OK_AND_ASSIGN(const auto page,
                               assessments_.ListAssessments(call, request));
    EXPECT_LE(page.assessments_size(), 2);
    EXPECT_EQ(call.revision, 6);
    for (const auto& assessment : page.assessments()) {
      revisions.push_back(assessment.revision());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(revisions, ElementsAre(6, 5, 4, 3, 2));
}

TEST_F(AssessmentServiceTest, AListTokenIsBoundToItsPatient) {
  const std::string patient = NewPatientWithRoutine();
  Submit(Submission(patient));
  v1::ListAssessmentsRequest request;
  request.set_parent(patient);
  request.set_page_size(1);
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto page,
                             assessments_.ListAssessments(call, request));
  ASSERT_NE(page.next_page_token(), "");
  request.set_page_token(page.next_page_token());
  request.set_parent(NewPatient());
  EXPECT_THAT(
      ViolatedFields(assessments_.ListAssessments(call, request).status()),
      ElementsAre("page_token"));
}

TEST_F(AssessmentServiceTest, WhatDoesNotExistIsNotFound) {
  const std::string patient = NewPatientWithRoutine();
  Call other = CallOf("other");
  Call call = CallOf();
  EXPECT_THAT(assessments_.SubmitAssessment(other, Submission(patient)),
              StatusIs(absl::StatusCode::kNotFound));
  v1::ListAssessmentsRequest list;
  list.set_parent(patient);
  EXPECT_THAT(assessments_.ListAssessments(other, list),
              StatusIs(absl::StatusCode::kNotFound));
  v1::GetAssessmentRequest get;
  for (const std::string& id : {std::string("1"), std::string("3")}) {
    get.set_name(patient + "/assessments/" + id);
    EXPECT_THAT(assessments_.GetAssessment(call, get),
                StatusIs(absl::StatusCode::kNotFound));
  }
  get.set_name(patient + "/assessments/2");
  EXPECT_THAT(assessments_.GetAssessment(call, get), IsOk());
  EXPECT_THAT(assessments_.GetAssessment(other, get),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(AssessmentServiceTest, InterpretListsWrongResultsAndStoresNothing) {
  v1::InterpretAssessmentRequest request;
  *request.mutable_assessment() = DeskWorker();
  *request.mutable_assessment()->add_results() = ParseText<v1::TestResult>(
      R"pb(test: "mod_thomas_hip" side: SIDE_LEFT value: 99)pb");
  *request.mutable_assessment()->add_results() =
      ParseText<v1::TestResult>(R"pb(test: "no_such_test" value: 1)pb");
  const auto before = Everything();
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             assessments_.InterpretAssessment(call, request));
  EXPECT_THAT(response.interpretation().rejected_results(), SizeIs(2));
  EXPECT_EQ(Everything(), before);
}

TEST_F(AssessmentServiceTest, InterpretRefusesWhatIsNotAResult) {
  auto request = ParseText<v1::InterpretAssessmentRequest>(R"pb(
    profile { age_years: 200 }
    assessment { history { systolic_mmhg: 10 } }
    clearances {
      subject: "cond_unheard_of"
      date { year: 2026 month: 1 day: 1 }
    }
    date { year: 2026 month: 13 day: 1 }
  )pb");
  Call call = CallOf();
  EXPECT_THAT(
      ViolatedFields(assessments_.InterpretAssessment(call, request).status()),
      ElementsAre("profile.age_years", "assessment.history.systolic_mmhg",
                  "clearances[0].subject", "date"));
}

// The clock stands at 2026-01-05.
TEST_F(AssessmentServiceTest, NothingIsReadBeforeItWasTaken) {
  const std::string taken = R"pb(
    assessment {
      assessment_time { seconds: 1767430800 }  # 2026-01-03
      results { test: "wblt" side: SIDE_LEFT value: 10 }
      results {
        test: "wblt"
        side: SIDE_RIGHT
        value: 10
        measure_time { seconds: 1767517199 }  # not yet 24 hours later
      }
    }
  )pb";
  const auto violated = [&](int day) {
    auto request = ParseText<v1::InterpretAssessmentRequest>(
        absl::StrCat(taken, " date { year: 2026 month: 1 day: ", day, " }"));
    Call call = CallOf();
    return ViolatedFields(
        assessments_.InterpretAssessment(call, request).status());
  };
  EXPECT_THAT(violated(2),
              ElementsAre("date", "assessment.results[1].measure_time"));
  EXPECT_THAT(violated(3), ElementsAre("assessment.results[1].measure_time"));
  EXPECT_THAT(violated(4), IsEmpty());
  EXPECT_THAT(violated(9), IsEmpty());
}

// With or without the day on which it is read.
TEST_F(AssessmentServiceTest, ALaterDayIsAnotherAssessmentWhereNothingIsKept) {
  const auto violated = [&](absl::string_view assessed, int64_t measured,
                            absl::string_view date) {
    auto request = ParseText<v1::InterpretAssessmentRequest>(absl::Substitute(
        R"pb(assessment {
               $0
               results {
                 test: "wblt"
                 side: SIDE_LEFT
                 value: 10
                 measure_time { seconds: $1 }
               }
             } $2)pb",
        assessed, measured, date));
    Call call = CallOf();
    return ViolatedFields(
        assessments_.InterpretAssessment(call, request).status());
  };
  constexpr absl::string_view kAssessed =
      "assessment_time { seconds: 1767430800 }";
  constexpr absl::string_view kDate = "date { year: 2026 month: 1 day: 9 }";
  constexpr int64_t kDayLater = 1767430800 + 86400;
  const auto is_told = ElementsAre("assessment.results[0].measure_time");
  EXPECT_THAT(violated(kAssessed, kDayLater - 1, ""), IsEmpty());
  EXPECT_THAT(violated(kAssessed, kDayLater, ""), is_told);
  EXPECT_THAT(violated(kAssessed, kDayLater, kDate), is_told);
  EXPECT_THAT(violated("", 4102444800, ""), is_told);
}

TEST_F(AssessmentServiceTest, WhatIsReadOnAnEarlierDayWasTakenThen) {
  auto request = ParseText<v1::InterpretAssessmentRequest>(R"pb(
    assessment { results { test: "wblt" side: SIDE_LEFT value: 10 } }
    date { year: 2025 month: 8 day: 1 }
  )pb");
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto then,
                             assessments_.InterpretAssessment(call, request));
  request.mutable_assessment()->mutable_assessment_time()->set_seconds(
      1754006400);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto told,
                             assessments_.InterpretAssessment(call, request));
  EXPECT_EQ(then.DebugString(), told.DebugString());
}

TEST_F(AssessmentServiceTest, SuggestsForAPatientAndForNobodyAlike) {
  const std::string patient = NewPatientWithRoutine();
  const auto before = Everything();
  v1::SuggestTestsRequest request;
  request.set_name(patient);
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto stored,
                             assessments_.SuggestTests(call, request));
  EXPECT_THAT(stored.suggestions(), SizeIs(5));
  EXPECT_EQ(stored.gate(), v1::GATE_OK);
  EXPECT_GT(stored.revision(), 0);
  EXPECT_EQ(call.revision, stored.revision());
  EXPECT_EQ(Everything(), before);

  v1::SuggestTestsRequest dry_run;
  *dry_run.mutable_dry_run()->mutable_assessment() = DeskWorker();
  dry_run.set_max_suggestions(2);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto unstored,
                             assessments_.SuggestTests(call, dry_run));
  EXPECT_THAT(unstored.suggestions(), SizeIs(2));
  EXPECT_EQ(unstored.revision(), 0);
}

TEST_F(AssessmentServiceTest, SuggestRefusesWhatIsNotAQuestion) {
  Call call = CallOf();
  EXPECT_THAT(
      ViolatedFields(
          assessments_
              .SuggestTests(call, ParseText<v1::SuggestTestsRequest>(
                                      "assessor: 9 max_suggestions: 501"))
              .status()),
      ElementsAre("name", "assessor", "max_suggestions"));
  EXPECT_THAT(
      ViolatedFields(
          assessments_
              .SuggestTests(call, ParseText<v1::SuggestTestsRequest>(
                                      "dry_run { profile { age_years: 200 } }"))
              .status()),
      ElementsAre("dry_run.profile.age_years"));
  v1::SuggestTestsRequest unknown;
  unknown.set_name("patients/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_THAT(assessments_.SuggestTests(call, unknown),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tonus
