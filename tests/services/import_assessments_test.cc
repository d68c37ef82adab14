// SPDX-License-Identifier: Apache-2.0
// One item of an import after the other, as the stream hands them over.

#include <string>

#include "google/rpc/error_details.pb.h"
#include "services/assessment/assessment_service.h"
#include "tests/services/service_test.h"
#include "tonus/v1/patient_service.pb.h"

namespace tonus {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;

class ImportAssessmentsTest : public testing::ServiceTest {
 protected:
  static v1::ImportAssessmentsRequest Item(const std::string& patient,
                                           const std::string& request_id) {
    v1::ImportAssessmentsRequest item;
    item.set_parent(patient);
    *item.mutable_assessment() = DeskWorker();
    item.mutable_assessment()->mutable_assessment_time()->set_seconds(
        1767600000);
    item.set_request_id(request_id);
    return item;
  }

  absl::StatusOr<v1::ImportAssessmentsResponse> Import(
      const v1::ImportAssessmentsRequest& item, int days = 0,
      const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    call.time += absl::Hours(24) * days;
    call.message_number = ++number_;
    return assessments_.ImportAssessments(call, item);
  }

  // The result of an item that does not end the call.
  v1::ImportAssessmentsResponse Result(const v1::ImportAssessmentsRequest& item,
                                       int days = 0,
                                       const std::string& tenant = "clinic") {
    const auto result = Import(item, days, tenant);
    EXPECT_THAT(result, IsOk());
    if (!result.ok()) return {};
    EXPECT_EQ(result->item(), number_);
    EXPECT_EQ(result->request_id(), item.request_id());
    return *result;
  }

  static std::string ReasonIn(const v1::ImportAssessmentsResponse& result) {
    google::rpc::ErrorInfo info;
    for (const auto& detail : result.status().details()) {
      if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
    }
    return info.reason();
  }

  static std::string FieldIn(const v1::ImportAssessmentsResponse& result) {
    google::rpc::BadRequest fields;
    for (const auto& detail : result.status().details()) {
      if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&fields);
    }
    return fields.field_violations().empty()
               ? ""
               : fields.field_violations(0).field();
  }

  int64_t number_ = 0;
};

TEST_F(ImportAssessmentsTest, AnItemIsRecordedAsASubmissionIs) {
  const std::string patient = NewPatient();
  const auto result = Result(Item(patient, "one"));
  EXPECT_EQ(result.status().code(), 0);
  EXPECT_EQ(result.assessment(), patient + "/assessments/2");
  EXPECT_FALSE(result.already_recorded());
  EXPECT_EQ(result.gate(), v1::GATE_OK);
  v1::GetRoutineRequest request;
  request.set_name(patient + "/routine");
  Call call = CallOf();
  EXPECT_THAT(routines_.GetRoutine(call, request), IsOk());
}

// Whatever else closes the gate, and by the item that raised it alone.
TEST_F(ImportAssessmentsTest, AnItemTellsWhatItRaised) {
  const std::string patient = NewPatient();
  const auto raised = [](const v1::ImportAssessmentsResponse& result) {
    std::vector<std::string> subjects;
    for (const auto& detail : result.status().details()) {
      v1::SafetyNotice notice;
      if (detail.UnpackTo(&notice)) subjects.push_back(notice.subject());
    }
    return subjects;
  };
  auto item = Item(patient, "one");
  item.mutable_assessment()->clear_screening();
  auto& weak = *item.mutable_assessment()->add_results();
  weak.set_test("tib_ant_mmt");
  weak.set_side(knowledge::v1::SIDE_LEFT);
  weak.set_value(3);
  const auto result = Result(item);
  EXPECT_EQ(result.status().code(), 0);
  EXPECT_THAT(raised(result), ::testing::ElementsAre("rf_motor_deficit"));
  const auto next = Result(Item(patient, "two"));
  EXPECT_EQ(next.gate(), v1::GATE_REFER);
  EXPECT_THAT(raised(next), ::testing::IsEmpty());
}

TEST_F(ImportAssessmentsTest, AnItemSentAgainIsFoundAgain) {
  const std::string patient = NewPatient();
  Result(Item(patient, "one"));
  const auto stored = Everything().size();
  const auto again = Result(Item(patient, "one"), 1);
  EXPECT_TRUE(again.already_recorded());
  EXPECT_EQ(again.assessment(), patient + "/assessments/2");
  // Long after the answer was forgotten; another write has cleared it away.
  Result(Item(patient, "two"), 40);
  const auto late = Result(Item(patient, "one"), 40);
  EXPECT_EQ(late.status().code(), 0);
  EXPECT_TRUE(late.already_recorded());
  EXPECT_EQ(late.assessment(), "");
  EXPECT_GT(Everything().size(), stored);
  EXPECT_EQ(log_.ReadState(RefOf(patient))->head().revision(), 3);
}

TEST_F(ImportAssessmentsTest, WhatWasCorrectedOrWithdrawnIsNotImportedAgain) {
  for (const bool withdraw : {false, true}) {
    const std::string patient = NewPatient();
    v1::AmendAssessmentRequest amend;
    amend.set_name(Result(Item(patient, "one")).assessment());
    amend.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
    amend.set_withdraw(withdraw);
    if (!withdraw) {
      *amend.mutable_assessment() = DeskWorker();
      amend.mutable_assessment()->mutable_results(0)->set_value(15);
    }
    Call call = CallOf();
    ASSERT_THAT(assessments_.AmendAssessment(call, amend), IsOk());
    Result(Item(patient, "two"), 40);
    const int64_t before = log_.ReadState(RefOf(patient))->head().revision();
    EXPECT_TRUE(Result(Item(patient, "one"), 40).already_recorded());
    EXPECT_EQ(log_.ReadState(RefOf(patient))->head().revision(), before);
  }
}

TEST_F(ImportAssessmentsTest, OtherContentUnderTheSameIdIsRefused) {
  const std::string patient = NewPatient();
  Result(Item(patient, "one"));
  auto other = Item(patient, "one");
  other.mutable_assessment()->mutable_results(0)->set_value(9);
  EXPECT_EQ(ReasonIn(Result(other)), "REQUEST_ID_REUSED");
  other.set_validate_only(true);
  EXPECT_EQ(ReasonIn(Result(other)), "REQUEST_ID_REUSED")
      << "a trial says what the import would";
  auto same = Item(patient, "one");
  same.set_validate_only(true);
  EXPECT_TRUE(Result(same).already_recorded());
  // Long after the answer was forgotten; another write has cleared it away.
  Result(Item(patient, "two"), 40);
  other.set_validate_only(false);
  EXPECT_EQ(ReasonIn(Result(other, 40)), "REQUEST_ID_REUSED");
  EXPECT_TRUE(Result(same, 40).already_recorded());
}

TEST_F(ImportAssessmentsTest, WhatIsRecordedAndNotReadIsTold) {
  const std::string patient = NewPatient();
  auto item = Item(patient, "one");
  const int before = item.assessment().results_size();
  auto& alone = *item.mutable_assessment()->add_results();
  alone.set_test("hip_abd_mmt");
  alone.set_side(knowledge::v1::SIDE_LEFT);
  alone.set_value(4);
  alone.set_assessor(knowledge::v1::ASSESSOR_SELF);
  // A later one, so that this is no news of today.
  Result(Item(patient, "later"));
  for (const bool trial : {true, false}) {
    item.set_validate_only(trial);
    const auto result = Result(item);
    EXPECT_EQ(result.status().code(), 0);
    ASSERT_EQ(result.rejected_results_size(), 1);
    EXPECT_EQ(result.rejected_results(0).index(), before);
    EXPECT_EQ(result.rejected_results(0).rule(), "R-010");
  }
  EXPECT_EQ(Result(item).rejected_results_size(), 0) << "recorded before";
}

TEST_F(ImportAssessmentsTest, WhatWasTooOldWhenItWasSubmittedIsTold) {
  auto item = Item(NewPatient(), "one");
  const auto& assessed = item.assessment().assessment_time();
  constexpr int64_t kDay = 86'400;
  for (const int days : {120, 121}) {
    auto* old = item.mutable_assessment()->mutable_results(days - 120);
    old->mutable_measure_time()->set_seconds(assessed.seconds() - days * kDay);
  }
  const auto result = Result(item);
  ASSERT_EQ(result.rejected_results_size(), 1);
  EXPECT_EQ(result.rejected_results(0).index(), 1);
  EXPECT_EQ(result.rejected_results(0).reason(), "EXPIRED");
}

TEST_F(ImportAssessmentsTest, AWrongItemTellsItsFieldsAndTheNextIsTaken) {
  const std::string patient = NewPatient();
  auto wrong = Item(patient, "one");
  wrong.mutable_assessment()->mutable_results(1)->set_value(1e6);
  const auto result = Result(wrong);
  EXPECT_EQ(result.status().code(), 3);
  EXPECT_EQ(FieldIn(result), "assessment.results[1].value");
  EXPECT_FALSE(result.already_recorded());
  EXPECT_EQ(Result(Item(patient, "one")).status().code(), 0);
}

TEST_F(ImportAssessmentsTest, WhatIsRequiredIsSaid) {
  const std::string patient = NewPatient();
  auto item = Item(patient, "");
  EXPECT_EQ(FieldIn(Result(item)), "request_id");
  item = Item(patient, "one");
  item.mutable_assessment()->clear_assessment_time();
  EXPECT_EQ(FieldIn(Result(item)), "assessment.assessment_time");
  item.clear_assessment();
  EXPECT_EQ(FieldIn(Result(item)), "assessment");
  item = Item(patient, "one");
  item.clear_patient();
  EXPECT_EQ(FieldIn(Result(item)), "parent");
  EXPECT_EQ(FieldIn(Result(Item("patients/nobody", "one"))), "parent");
}

TEST_F(ImportAssessmentsTest, APatientIsFoundByTheOwnNumberInTheOwnTenant) {
  v1::CreatePatientRequest create;
  create.mutable_patient()->set_external_id("C-1042");
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto reply,
                             patients_.CreatePatient(call, create));
  auto item = Item("", "one");
  item.set_external_id("C-1042");
  EXPECT_THAT(Result(item).assessment(), HasSubstr(Parsed(reply).name()));
  const auto foreign = Result(item, 0, "rival");
  EXPECT_EQ(foreign.status().code(), 5);
  EXPECT_EQ(ReasonIn(foreign), "EXTERNAL_ID_NOT_FOUND");
  EXPECT_THAT(foreign.status().ShortDebugString(), Not(HasSubstr("C-1042")))
      << "a number may identify a person";
  EXPECT_EQ(
      Result(Item(Parsed(reply).name(), "one"), 0, "rival").status().code(), 5);
}

TEST_F(ImportAssessmentsTest, ATrialStoresNothing) {
  const std::string patient = NewPatient();
  auto item = Item(patient, "one");
  item.set_validate_only(true);
  const auto before = Everything().size();
  const auto result = Result(item);
  EXPECT_EQ(result.status().code(), 0);
  EXPECT_EQ(result.assessment(), "");
  EXPECT_EQ(result.gate(), v1::GATE_OK);
  EXPECT_EQ(Everything().size(), before);
}

TEST_F(ImportAssessmentsTest, AnItemIsAsLargeAsTheLimitAndNoLarger) {
  const std::string patient = NewPatient();
  constexpr size_t kLimit = size_t{256} << 10;
  auto item = Item(patient, "one");
  auto* actual = item.mutable_assessment()->mutable_results(0)->mutable_test();
  actual->resize(actual->size() + kLimit - item.ByteSizeLong() - 6, 'x');
  while (item.ByteSizeLong() < kLimit) actual->push_back('x');
  ASSERT_EQ(item.ByteSizeLong(), kLimit);
  EXPECT_EQ(ReasonIn(Result(item)), "INVALID_FIELDS");
  actual->push_back('x');
  EXPECT_EQ(ReasonIn(Result(item)), "ITEM_TOO_LARGE");
}

TEST_F(ImportAssessmentsTest, OneItemTooManyEndsTheCall) {
  const std::string patient = NewPatient();
  number_ = 49'999;
  Result(Item(patient, "last"));
  const auto beyond = Import(Item(patient, "beyond"));
  EXPECT_THAT(beyond, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ReasonOf(beyond.status()), "TOO_MANY_ITEMS");
}

TEST_F(ImportAssessmentsTest, AStoreThatIsAwayEndsTheCall) {
  const std::string patient = NewPatient();
  Result(Item(patient, "one"));
  storage_.lost_answer = absl::UnavailableError("gone");
  EXPECT_THAT(Import(Item(patient, "two")),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(Result(Item(patient, "two")).already_recorded())
      << "it had been applied all the same";
}

}  // namespace
}  // namespace tonus
