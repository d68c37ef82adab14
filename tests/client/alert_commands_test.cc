// SPDX-License-Identifier: Apache-2.0
// tonus alert, outcome, adverse-event and patient list --by-need.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/client/command_line_fixture.h"
#include "tests/testing/matchers.h"
#include "tonus/v1/patient_service.pb.h"
#include "tonus/v1/progress_service.pb.h"

namespace tonus::client {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::tonus::testing::ParseText;

constexpr char kAlert[] = R"(
  name: "patients/a/alerts/0123456789abcdef"
  kind: ALERT_KIND_NERVE_SYMPTOM
  urgency: ALERT_URGENCY_ROUTINE
  state: ALERT_STATE_OPEN
  text: "It tingled."
  rule: "A-040"
  exercise: "glute_bridge"
  side: SIDE_LEFT
  sessions: [ 3, 4 ]
  logs: "x")";

class AlertCommandsTest : public CommandLineFixture {};

TEST_F(AlertCommandsTest, AlertsAreToldWithTheirEvidence) {
  server_.Answer(
      ParseText<v1::ListAlertsResponse>(absl::StrCat("alerts {", kAlert, "}")));
  EXPECT_EQ(RunTonus("alert list --kind nerve-symptom"), 0) << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("parent: \"patients/-\""),
                    HasSubstr("kinds: ALERT_KIND_NERVE_SYMPTOM")));
  EXPECT_THAT(out_, AllOf(StartsWith("[routine] nerve symptom"),
                          HasSubstr("It tingled."),
                          HasSubstr("A-040; glute_bridge left; sessions 3, 4"),
                          HasSubstr("patients/a/alerts/0123456789abcdef")));
  EXPECT_EQ(RunTonus("alert list --patient a --closed"), 0) << err_;
  EXPECT_THAT(server_.received()[1].request,
              AllOf(HasSubstr("parent: \"patients/a\""),
                    HasSubstr("show_closed: true")));
  EXPECT_EQ(RunTonus("alert list --kind fear"), 2);
  EXPECT_THAT(err_, HasSubstr("--kind fear: must be one of red-flag"));
}

TEST_F(AlertCommandsTest, AnAlertIsClosedWithAReason) {
  server_.Answer(ParseText<v1::AcknowledgeAlertResponse>(
      absl::StrCat("alert {", kAlert,
                   "acknowledger: 'alice' reason: ALERT_REASON_CONTACTED }")));
  const std::string command =
      "alert acknowledge patients/a/alerts/0123456789abcdef";
  EXPECT_EQ(RunTonus(command + " --reason contacted"), 0) << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("reason: ALERT_REASON_CONTACTED"),
                    HasSubstr("request_id")));
  EXPECT_EQ(RunTonus(command), 2);
  EXPECT_EQ(RunTonus(command + " --reason ignored"), 2);
}

TEST_F(AlertCommandsTest, AnOutcomeTellsWhatChangedAndWhatIsNext) {
  server_.Answer(ParseText<v1::RecordOutcomeResponse>(R"(
    assessment: "patients/a/assessments/4"
    outcomes { measure: "rmdq" text: "Better by 6 points." }
    next_measures {
      measure: "psfs"
      display_name: "Function"
      due_date { year: 2026 month: 3 day: 1 }
      due: true
    }
    gate: GATE_OK)"));
  EXPECT_EQ(RunTonus("outcome a --measure rmdq:total=6"), 0) << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("measure: \"rmdq\""), HasSubstr("total: 6")));
  EXPECT_THAT(out_, AllOf(HasSubstr("patients/a/assessments/4"),
                          HasSubstr("Better by 6 points."),
                          HasSubstr("Function (psfs), due since 2026-03-01")));
  EXPECT_EQ(RunTonus("outcome a"), 2);
}

TEST_F(AlertCommandsTest, AHarmfulEventIsRegistered) {
  server_.Answer(ParseText<v1::RecordAdverseEventResponse>(R"(
    adverse_event {
      name: "patients/a/adverseEvents/5"
      kind: ADVERSE_EVENT_KIND_STRAIN
      severity: ADVERSE_EVENT_SEVERITY_MODERATE
      relation: ADVERSE_EVENT_RELATION_NOT_ASSESSED
      course: ADVERSE_EVENT_COURSE_UNKNOWN
      session_number: 3
      exercise: "glute_bridge"
      pack_version: "2026.1"
    }
    gate: GATE_OK)"));
  EXPECT_EQ(RunTonus("adverse-event record a --date 2026-03-01 --kind strain "
                     "--severity moderate --session 3 --exercise glute_bridge "
                     "--side l"),
            0)
      << err_;
  EXPECT_THAT(server_.received()[0].request,
              AllOf(HasSubstr("kind: ADVERSE_EVENT_KIND_STRAIN"),
                    HasSubstr("side: SIDE_LEFT"), HasSubstr("month: 3"),
                    HasSubstr("ADVERSE_EVENT_RELATION_NOT_ASSESSED")));
  EXPECT_THAT(out_, AllOf(HasSubstr("strain, moderate"),
                          HasSubstr("glute_bridge, session 3"),
                          HasSubstr("patients/a/adverseEvents/5")));
  EXPECT_EQ(RunTonus("adverse-event record a --date today --kind strain "
                     "--severity moderate"),
            2);
}

TEST_F(AlertCommandsTest, WhoNeedsAClinicianComesWithTheReason) {
  server_.Answer(ParseText<v1::ListPatientsResponse>(
      absl::StrCat("patients { name: 'patients/a' } needs { alerts {", kAlert,
                   "} alerts {", kAlert,
                   "} } "
                   "patients { name: 'patients/b' } needs {}")));
  EXPECT_EQ(RunTonus("patient list --by-need"), 0) << err_;
  EXPECT_THAT(server_.received()[0].request, HasSubstr("PATIENT_ORDER_NEED"));
  EXPECT_THAT(out_, ContainsRegex("patients/a[^\n]*\n"
                                  "  \\[routine\\] It tingled. "
                                  "\\(and 1 more\\)\n"
                                  "patients/b"));
}

}  // namespace
}  // namespace tonus::client
