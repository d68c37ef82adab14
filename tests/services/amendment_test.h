// SPDX-License-Identifier: Apache-2.0
// What tests of corrections share: patients whose assessments are submitted on
// some day and corrected on another.

#ifndef TONUS_TESTS_SERVICES_AMENDMENT_TEST_H_
#define TONUS_TESTS_SERVICES_AMENDMENT_TEST_H_

#include <string>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "tests/services/service_test.h"

namespace tonus {

inline constexpr char kLocking[] = "rf_bladder_change";

class AmendmentTest : public testing::ServiceTest {
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
    EXPECT_THAT(reply, ::tonus::testing::IsOk());
    return reply.ok() ? testing::Parsed(*reply).assessment().name() : "";
  }

  absl::StatusOr<v1::AmendAssessmentResponse> Amend(
      const v1::AmendAssessmentRequest& request, int days = 0,
      v1::Role role = v1::ROLE_CLINICIAN) {
    Call call = CallAfter(days, role);
    const auto reply = assessments_.AmendAssessment(call, request);
    if (!reply.ok()) return reply.status();
    return testing::Parsed(*reply);
  }

  void LogSession(int days, const std::string& patient, int number) {
    v1::LogSessionRequest request;
    request.set_parent(patient);
    request.mutable_session_log()->set_session_number(number);
    request.mutable_session_log()->set_completed_pct(100);
    Call call = CallAfter(days);
    EXPECT_THAT(progress_.LogSession(call, request), ::tonus::testing::IsOk());
  }

  v1::Assessment Get(const std::string& name) {
    v1::GetAssessmentRequest request;
    request.set_name(name);
    Call call = CallOf();
    const auto assessment = assessments_.GetAssessment(call, request);
    EXPECT_THAT(assessment, ::tonus::testing::IsOk());
    return assessment.ok() ? *assessment : v1::Assessment();
  }

  std::vector<std::string> List(const std::string& patient, bool all) {
    v1::ListAssessmentsRequest request;
    request.set_parent(patient);
    request.set_show_superseded(all);
    Call call = CallOf();
    const auto response = assessments_.ListAssessments(call, request);
    EXPECT_THAT(response, ::tonus::testing::IsOk());
    std::vector<std::string> names;
    if (!response.ok()) return names;
    for (const auto& assessment : response->assessments()) {
      names.push_back(assessment.name());
    }
    return names;
  }

  // The routine as it is read so many days later, without what names it and
  // counts arrivals.
  std::string Content(const std::string& patient, int days) {
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    Call call = CallAfter(days);
    const auto reply = routines_.GetRoutine(call, request);
    EXPECT_THAT(reply, ::tonus::testing::IsOk());
    if (!reply.ok()) return "";
    v1::Routine routine = testing::Parsed(*reply).routine();
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
    EXPECT_THAT(state, ::tonus::testing::IsOk());
    return state.ok() ? *state : storage::v1::PatientState();
  }

  void ExpectSame(const std::string& corrected, const std::string& right,
                  int days = 0) {
    EXPECT_EQ(engine::DeterministicBytes(State(corrected).facts()),
              engine::DeterministicBytes(State(right).facts()));
    EXPECT_TRUE(Content(corrected, days) == Content(right, days));
  }
};

}  // namespace tonus

#endif  // TONUS_TESTS_SERVICES_AMENDMENT_TEST_H_
