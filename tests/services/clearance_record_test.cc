// SPDX-License-Identifier: Apache-2.0
// Clearances that a clinician records: what they open, and for how long.
#include <string>

#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

class ClearanceRecordTest : public testing::ServiceTest {
 protected:
  absl::StatusOr<v1::RecordClearanceResponse> Record(
      const std::string& patient, const std::string& clearance,
      absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    v1::RecordClearanceRequest request;
    request.set_name(patient);
    request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
    *request.mutable_clearance() = ParseText<v1::Clearance>(clearance);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           patients_.RecordClearance(call, request));
    return Parsed(reply);
  }

  std::string PatientWith(const std::string& condition) {
    Call call = CallOf();
    const auto reply = patients_.CreatePatient(
        call, ParseText<v1::CreatePatientRequest>(
                  "patient { profile { age_years: 40 conditions { condition: "
                  "'" +
                  condition + "' } } }"));
    EXPECT_THAT(reply, IsOk());
    const std::string patient = Parsed(*reply).name();
    Submit(Submission(patient));
    return patient;
  }
};

TEST_F(ClearanceRecordTest, OpensTheConditionThatItNamesForTwelveWeeks) {
  const std::string patient = PatientWith("cond_cardiac");
  EXPECT_EQ(RoutineOf(patient).gate(), v1::GATE_REFER);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             Record(patient, "subject: 'cond_cardiac'"));
  EXPECT_TRUE(response.in_force());
  EXPECT_EQ(response.gate(), v1::GATE_OK);
  EXPECT_THAT(response.clearance().date(),
              EqualsProto("year: 2026 month: 1 day: 5"));
  EXPECT_THAT(response.end_date(), EqualsProto("year: 2026 month: 3 day: 29"));
  EXPECT_EQ(response.routine(), patient + "/routine");
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_EQ(routine.gate(), v1::GATE_OK);
  EXPECT_EQ(routine.revision(), response.revision());
  EXPECT_EQ(routine.sessions_size(), 18);
}

TEST_F(ClearanceRecordTest, OpensNothingElse) {
  const std::string patient = PatientWith("cond_cardiac");
  auto submission = Submission(patient);
  auto* answer =
      submission.mutable_assessment()->mutable_screening()->add_answers();
  answer->set_red_flag("rf_weight_loss");
  answer->set_present(true);
  Submit(submission);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             Record(patient, "subject: 'cond_cardiac'"));
  EXPECT_FALSE(response.in_force())
      << "the flag of the same day may have come after the clearance";
  EXPECT_EQ(response.gate(), v1::GATE_REFER);
  ASSERT_EQ(response.notices_size(), 2);
  EXPECT_EQ(response.notices(0).subject(), "rf_weight_loss");
  EXPECT_EQ(response.notices(1).subject(), "cond_cardiac");
  EXPECT_EQ(RoutineOf(patient).sessions_size(), 0);
}

TEST_F(ClearanceRecordTest, AFlagIsClearedByALaterDayAlone) {
  const std::string patient = NewPatientWithRoutine();
  auto submission = Submission(patient);
  auto* answer =
      submission.mutable_assessment()->mutable_screening()->add_answers();
  answer->set_red_flag("rf_weight_loss");
  answer->set_present(true);
  Submit(submission);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto same_day,
                             Record(patient, "subject: 'rf_weight_loss'"));
  EXPECT_FALSE(same_day.in_force());
  EXPECT_EQ(same_day.gate(), v1::GATE_REFER);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto next_day,
      Record(patient, "subject: 'rf_weight_loss'", absl::Hours(24)));
  EXPECT_TRUE(next_day.in_force());
  EXPECT_EQ(next_day.gate(), v1::GATE_OK);
}

TEST_F(ClearanceRecordTest, AnOldOneIsRecordedAndOpensNothing) {
  const std::string patient = PatientWith("cond_cardiac");
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response,
      Record(patient,
             "subject: 'cond_cardiac' date { year: 2025 month: 10 day: 13 }"));
  EXPECT_THAT(response.end_date(), EqualsProto("year: 2026 month: 1 day: 4"));
  EXPECT_FALSE(response.in_force());
  EXPECT_EQ(response.gate(), v1::GATE_REFER);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto last_day,
      Record(patient,
             "subject: 'cond_cardiac' date { year: 2025 month: 10 day: 14 }"));
  EXPECT_TRUE(last_day.in_force());
  EXPECT_EQ(last_day.gate(), v1::GATE_OK);
}

TEST_F(ClearanceRecordTest, OneThatIsOverIsNotInForceThoughNobodyAsksForIt) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto over,
      Record(patient,
             "subject: 'cond_cardiac' date { year: 2025 month: 10 day: 13 }"));
  EXPECT_FALSE(over.in_force());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto today,
                             Record(patient, "subject: 'cond_cardiac'"));
  EXPECT_TRUE(today.in_force());
}

// Noon in UTC is the next day already where the day begins first.
TEST_F(ClearanceRecordTest, ADayHasComeWhereThePatientIs) {
  const char* tomorrow =
      "subject: 'cond_cardiac' date { year: 2026 month: 1 day: 6 }";
  const std::string here = PatientWith("cond_cardiac");
  EXPECT_THAT(ViolatedFields(Record(here, tomorrow, absl::Hours(3)).status()),
              ElementsAre("clearance.date"));
  Call call = CallOf();
  const auto reply = patients_.CreatePatient(
      call, ParseText<v1::CreatePatientRequest>(
                "patient { time_zone: 'Pacific/Kiritimati' profile { "
                "age_years: 40 conditions { condition: 'cond_cardiac' } } }"));
  ASSERT_THAT(reply, IsOk());
  EXPECT_THAT(Record(Parsed(*reply).name(), tomorrow, absl::Hours(3)), IsOk());
}

TEST_F(ClearanceRecordTest, AllThatIsWrongIsToldAtOnce) {
  const std::string patient = NewPatient();
  Call call = CallOf();
  auto request = ParseText<v1::RecordClearanceRequest>(
      "clearance { subject: 'cond_osteoporosis' date { year: 2027 month: 1 "
      "day: 1 } } request_id: 'not allowed'");
  request.set_name(patient);
  EXPECT_THAT(ViolatedFields(patients_.RecordClearance(call, request).status()),
              UnorderedElementsAre("request_id", "clearance.subject",
                                   "clearance.date", "reason"));
  request.Clear();
  request.set_name(patient);
  request.set_reason(v1::OVERRIDE_REASON_OTHER);
  EXPECT_THAT(ViolatedFields(patients_.RecordClearance(call, request).status()),
              ElementsAre("clearance"));
  for (const char* subject : {"rf_new_onset_over_55", "none_such", ""}) {
    request.mutable_clearance()->set_subject(subject);
    EXPECT_THAT(
        ViolatedFields(patients_.RecordClearance(call, request).status()),
        ElementsAre("clearance.subject"))
        << subject;
  }
}

TEST_F(ClearanceRecordTest, BeforeARoutineItIsRecordedAndCounts) {
  Call call = CallOf();
  const auto reply = patients_.CreatePatient(
      call, ParseText<v1::CreatePatientRequest>(
                "patient { profile { age_years: 40 conditions { condition: "
                "'cond_cardiac' } } }"));
  ASSERT_THAT(reply, IsOk());
  const std::string patient = Parsed(*reply).name();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             Record(patient, "subject: 'cond_cardiac'"));
  EXPECT_EQ(response.routine(), "");
  Submit(Submission(patient));
  EXPECT_EQ(RoutineOf(patient).gate(), v1::GATE_OK);
}

}  // namespace
}  // namespace tonus
