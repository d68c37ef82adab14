// SPDX-License-Identifier: Apache-2.0
// Answers to outcome measures through AssessmentService.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;
using ::tonus::testing::ViolationTexts;

// `count` answers of one measure, from item 1 on.
std::string Items(const std::string& measure, int count, int answer) {
  std::string text = absl::StrCat("measures { measure: '", measure, "' ");
  for (int item = 1; item <= count; ++item) {
    absl::StrAppend(&text, "items { item: ", item, " answer: ", answer, " } ");
  }
  return text + "} ";
}

class MeasuresTest : public testing::ServiceTest {
 protected:
  static v1::SubmitAssessmentRequest RequestOf(const std::string& patient,
                                               const std::string& assessment) {
    v1::SubmitAssessmentRequest request;
    request.set_parent(patient);
    *request.mutable_assessment() = ParseText<v1::Assessment>(assessment);
    return request;
  }

  absl::Status StatusOf(const std::string& patient,
                        const std::string& assessment) {
    Call call = CallOf();
    return assessments_.SubmitAssessment(call, RequestOf(patient, assessment))
        .status();
  }
};

TEST_F(MeasuresTest, AnswersAreKeptScoredAndRead) {
  const std::string patient = NewPatient();
  Submit(RequestOf(patient,
                   "assessment_time { seconds: 1764000000 } "
                   "screening { others_denied: true } "
                   "measures { measure: 'nrs_avg' total: 6 }"));
  const v1::SubmitAssessmentResponse response = Submit(RequestOf(
      patient, "measures { measure: 'nrs_avg' items { item: 1 answer: 4 } }"));
  ASSERT_THAT(response.interpretation().outcomes(), SizeIs(1));
  EXPECT_EQ(response.interpretation().outcomes(0).reading(),
            v1::CHANGE_READING_IMPORTANT_IMPROVEMENT);

  v1::GetAssessmentRequest request;
  request.set_name(response.assessment().name());
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Assessment got,
                             assessments_.GetAssessment(call, request));
  ASSERT_THAT(got.measures(), SizeIs(1));
  EXPECT_EQ(got.measures(0).items(0).answer(), 4);
}

TEST_F(MeasuresTest, EveryWrongFieldIsToldAndNothingIsStored) {
  const std::string patient = NewPatient();
  const auto before = Everything();
  const struct {
    std::string assessment;
    std::vector<std::string> fields;
    std::string text;  // In the first of the descriptions.
  } kCases[] = {
      {"measures { measure: 'pains' total: 1 }",
       {"assessment.measures[0].measure"},
       "ListMeasures"},
      // A test that is no measure.
      {"measures { measure: 'mod_thomas_hip' total: 1 }",
       {"assessment.measures[0].measure"},
       "ListMeasures"},
      {"measures { measure: 'odi' }",
       {"assessment.measures[0]"},
       "needs items or total"},
      {"measures { measure: 'odi' total: 100.5 }",
       {"assessment.measures[0].total"},
       "from 0 to 100 pct"},
      {"measures { measure: 'rmdq' total: 25 }",
       {"assessment.measures[0].total"},
       "from 0 to 24"},
      {"measures { measure: 'rmdq' total: 2.5 }",
       {"assessment.measures[0].total"},
       "multiple of 1"},
      {"measures { measure: 'rmdq' total: nan }",
       {"assessment.measures[0].total"},
       "from 0 to 24"},
      {"measures { measure: 'groc' total: -8 }",
       {"assessment.measures[0].total"},
       "from -7 to 7"},
      {Items("rmdq", 19, 1),
       {"assessment.measures[0].items"},
       "at least 20 of the 24 items"},
      {Items("odi", 7, 1),
       {"assessment.measures[0].items"},
       "at least 8 of the 10 items"},
      {Items("start_back_total", 8, 1),
       {"assessment.measures[0].items"},
       "at least 9 of the 9 items"},
      {"measures { measure: 'phq2' items { item: 0 answer: 1 } "
       "items { item: 1 answer: 4 } items { item: 2 } "
       "items { item: 3 answer: 1 } items { item: 1 answer: 1 } }",
       {"assessment.measures[0].items[0]", "assessment.measures[0].items[1]",
        "assessment.measures[0].items[2]", "assessment.measures[0].items[3]",
        "assessment.measures[0].items[4]"},
       "item must be in [1, 2]"},
      // An item that does not count is checked all the same.
      {"measures { measure: 'fabq_pa' items { item: 1 answer: 7 } "
       "items { item: 2 answer: 1 } items { item: 3 answer: 1 } "
       "items { item: 4 answer: 1 } items { item: 5 answer: 1 } }",
       {"assessment.measures[0].items[0]"},
       "in [0, 6]"},
      {"measures { measure: 'nrs_avg' total: 3 answer_time { seconds: "
       "4000000000 } }",
       {"assessment.measures[0].answer_time"},
       "future"},
      {"measures { measure: 'phq2' total: 2 items { item: 1 answer: 1 } "
       "items { item: 2 answer: 0 } }",
       {"assessment.measures[0].total"},
       "differs from the score of the items"},
      {"measures { measure: 'nrs_avg' total: 3 } "
       "measures { measure: 'nrs_avg' total: 3 }",
       {"assessment.measures[1]"},
       "repeats an earlier measure"},
      {"results { test: 'nrs_avg' side: SIDE_MIDLINE value: 3 } "
       "measures { measure: 'nrs_avg' total: 3 }",
       {"assessment.measures[0]"},
       "also among the results"},
      // The distress score that nine answers make.
      {Items("start_back_total", 9, 1) +
           "measures { measure: 'start_back_psych' total: 5 }",
       {"assessment.measures[1]"},
       "scores start_back_psych unlike assessment.measures[0]"},
      {Items("start_back_total", 9, 1) +
           "results { test: 'start_back_psych' side: SIDE_MIDLINE value: 4 }",
       {"assessment.measures[0]"},
       "scores start_back_psych, which is also among the results"},
      // One of them is an answer, the other a result.
      {"results { test: 'start_back_total' side: SIDE_MIDLINE value: 3 } "
       "measures { measure: 'start_back_psych' total: 5 }",
       {"assessment.measures"},
       "can not both be right"},
      // 5 of its items can not be among 3, nor 7 when it has none of 5.
      {"measures { measure: 'start_back_total' total: 3 } "
       "measures { measure: 'start_back_psych' total: 5 }",
       {"assessment.measures"},
       "can not both be right"},
      {"measures { measure: 'start_back_total' total: 5 } "
       "measures { measure: 'start_back_psych' total: 0 }",
       {"assessment.measures"},
       "can not both be right"},
      {"results { test: 'start_back_total' side: SIDE_MIDLINE value: 3 } "
       "results { test: 'start_back_psych' side: SIDE_MIDLINE value: 5 }",
       {"assessment.results"},
       "can not both be right"},
      // All at once, with what is wrong elsewhere.
      {"results { test: 'no_such_test' side: SIDE_LEFT value: 1 } "
       "measures { measure: 'pains' } measures { measure: 'odi' }",
       {"assessment.measures[0].measure", "assessment.measures[1]",
        "assessment.results[0].test"},
       "ListMeasures"},
  };
  for (const auto& row : kCases) {
    const absl::Status status = StatusOf(patient, row.assessment);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument))
        << row.assessment;
    EXPECT_EQ(ViolatedFields(status), row.fields) << row.assessment;
    ASSERT_THAT(ViolationTexts(status), Not(IsEmpty())) << row.assessment;
    EXPECT_THAT(ViolationTexts(status).front(), HasSubstr(row.text))
        << row.assessment;
  }
  EXPECT_EQ(Everything().size(), before.size());
}

TEST_F(MeasuresTest, WhatIsRightIsTaken) {
  const std::string patient = NewPatient();
  const std::string kCases[] = {
      Items("rmdq", 20, 1),
      Items("odi", 8, 5),
      Items("fabq_pa", 16, 6),
      "measures { measure: 'groc' total: -7 }",
      // As people round it.
      "measures { measure: 'psfs' total: 4.3 items { item: 1 answer: 3 } "
      "items { item: 2 answer: 4 } items { item: 3 answer: 6 } }",
      // Two occasions.
      "measures { measure: 'nrs_avg' total: 3 } measures { measure: 'nrs_avg' "
      "total: 5 answer_time { seconds: 1764000000 } }",
      // The same score twice.
      Items("start_back_total", 9, 1) +
          "measures { measure: 'start_back_psych' total: 4 }",
  };
  for (const std::string& assessment : kCases) {
    EXPECT_THAT(StatusOf(patient, assessment), IsOk()) << assessment;
  }
}

TEST_F(MeasuresTest, TooManyAreOneViolation) {
  const std::string patient = NewPatient();
  std::string fifty_one;
  for (int i = 0; i < 51; ++i) {
    fifty_one += "measures { measure: 'nrs_avg' total: 3 } ";
  }
  EXPECT_THAT(ViolatedFields(StatusOf(patient, fifty_one)),
              ElementsAre("assessment.measures"));
  EXPECT_THAT(ViolatedFields(StatusOf(patient, Items("rmdq", 101, 1))),
              ElementsAre("assessment.measures[0].items"));
}

TEST_F(MeasuresTest, InterpretRefusesThemToo) {
  v1::InterpretAssessmentRequest request;
  *request.mutable_assessment() =
      ParseText<v1::Assessment>("measures { measure: 'odi' }");
  Call call = CallOf();
  EXPECT_THAT(
      ViolatedFields(assessments_.InterpretAssessment(call, request).status()),
      ElementsAre("assessment.measures[0]"));
}

TEST_F(MeasuresTest, InterpretRefusesResultsThatContradictEachOther) {
  v1::InterpretAssessmentRequest request;
  *request.mutable_assessment() = ParseText<v1::Assessment>(
      "results { test: 'start_back_total' side: SIDE_MIDLINE value: 3 } "
      "results { test: 'start_back_psych' side: SIDE_MIDLINE value: 5 }");
  Call call = CallOf();
  EXPECT_THAT(
      ViolatedFields(assessments_.InterpretAssessment(call, request).status()),
      ElementsAre("assessment.results"));
  // On two days either may be right.
  request.mutable_assessment()
      ->mutable_results(0)
      ->mutable_measure_time()
      ->set_seconds(1'700'000'000);
  EXPECT_THAT(assessments_.InterpretAssessment(call, request), IsOk());
}

TEST_F(MeasuresTest, NoErrorRepeatsAnAnswer) {
  const std::string patient = NewPatient();
  for (const std::string& assessment :
       {std::string("measures { measure: 'rmdq' total: 77 }"),
        std::string("measures { measure: 'nrs_avg' items { item: 1 answer: 77 "
                    "} }"),
        std::string("measures { measure: 'psfs' total: 7.7 items { item: 1 "
                    "answer: 2 } }")}) {
    const absl::Status status = StatusOf(patient, assessment);
    EXPECT_FALSE(status.ok());
    for (const std::string& text : ViolationTexts(status)) {
      EXPECT_THAT(text, Not(HasSubstr("77")));
      EXPECT_THAT(text, Not(HasSubstr("7.7")));
    }
  }
}

}  // namespace
}  // namespace tonus
