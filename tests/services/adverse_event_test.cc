// SPDX-License-Identifier: Apache-2.0
// The register of harmful events: linked, told, acted on, never changed.

#include <string>

#include "absl/algorithm/container.h"
#include "tests/services/alert_fixture.h"

namespace tonus {
namespace {

using knowledge::v1::ALERT_KIND_ADVERSE_EVENT;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr int kDay = 24;

class AdverseEventTest : public testing::AlertFixture {
 protected:
  static std::string EventOf(const std::string& severity) {
    return "adverse_event { onset_date { year: 2026 month: 1 day: 5 } "
           "kind: ADVERSE_EVENT_KIND_STRAIN "
           "relation: ADVERSE_EVENT_RELATION_POSSIBLE "
           "course: ADVERSE_EVENT_COURSE_ONGOING "
           "severity: ADVERSE_EVENT_SEVERITY_" +
           severity + " }";
  }

  absl::StatusOr<v1::RecordAdverseEventResponse> Register(
      const std::string& patient, const std::string& text, int hours = 1) {
    Call call = At(hours);
    auto request = ParseText<v1::RecordAdverseEventRequest>(text);
    request.set_parent(patient);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           progress_.RecordAdverseEvent(call, request));
    return Parsed(reply);
  }

  v1::ListAdverseEventsResponse ListEvents(
      const std::string& parent, int size = 0, const std::string& token = "",
      const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    v1::ListAdverseEventsRequest request;
    request.set_parent(parent);
    request.set_page_size(size);
    request.set_page_token(token);
    const auto response = progress_.ListAdverseEvents(call, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : v1::ListAdverseEventsResponse();
  }
};

TEST_F(AdverseEventTest, ItIsLinkedToExerciseDoseAndPack) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine routine = RoutineOf(patient);
  const v1::SessionItem& item = routine.sessions(0).items(1);
  auto request = ParseText<v1::RecordAdverseEventRequest>(EventOf("MILD"));
  request.mutable_adverse_event()->set_session_number(1);
  request.mutable_adverse_event()->set_exercise(item.exercise());
  request.mutable_adverse_event()->set_side(item.doses(0).side());
  request.mutable_adverse_event()->set_name("ignored");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto registered,
                             Register(patient, request.DebugString()));
  const v1::AdverseEvent& event = registered.adverse_event();
  EXPECT_EQ(event.name(),
            absl::StrCat(patient, "/adverseEvents/", registered.revision()));
  EXPECT_THAT(event.dose(), EqualsProto(item.doses(0).DebugString()));
  EXPECT_EQ(event.pack_hash(), routine.pack_hash());
  EXPECT_EQ(event.pack_version(), routine.pack_version());
  EXPECT_EQ(event.routine_revision(), routine.revision());
  EXPECT_EQ(event.reporter(), "alice");
  const auto listed = ListEvents(patient);
  ASSERT_THAT(listed.adverse_events(), SizeIs(1));
  EXPECT_THAT(listed.adverse_events(0), EqualsProto(event.DebugString()));
  EXPECT_THAT(ListEvents("patients/-").adverse_events(0),
              EqualsProto(event.DebugString()));
  ExpectRebuilt(patient);
}

TEST_F(AdverseEventTest, WithoutASideTheLargestDoseIsTold) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine routine = RoutineOf(patient);
  int per_side = 0;
  for (const v1::SessionItem& item : routine.sessions(0).items()) {
    auto request = ParseText<v1::RecordAdverseEventRequest>(EventOf("MILD"));
    request.mutable_adverse_event()->set_session_number(1);
    request.mutable_adverse_event()->set_exercise(item.exercise());
    TONUS_ASSERT_OK_AND_ASSIGN(const auto registered,
                               Register(patient, request.DebugString()));
    const v1::Dose& told = registered.adverse_event().dose();
    EXPECT_GT(told.sets(), 0) << item.exercise();
    for (const v1::Dose& dose : item.doses()) {
      EXPECT_GE(told.sets(), dose.sets()) << item.exercise();
    }
    per_side += item.doses_size() > 1 ? 1 : 0;
  }
  EXPECT_GT(per_side, 0);
}

TEST_F(AdverseEventTest, WhatFollowsGoesBySeverity) {
  const struct {
    const char* severity;
    v1::Gate gate;
    v1::AlertUrgency urgency;
  } kRows[] = {
      {"MILD", v1::GATE_OK, v1::ALERT_URGENCY_ROUTINE},
      {"MODERATE", v1::GATE_OK, v1::ALERT_URGENCY_ROUTINE},
      {"SEVERE", v1::GATE_REFER, v1::ALERT_URGENCY_DAYS},
  };
  for (const auto& row : kRows) {
    const std::string patient = NewPatientWithRoutine();
    TONUS_ASSERT_OK_AND_ASSIGN(const auto registered,
                               Register(patient, EventOf(row.severity)));
    EXPECT_EQ(registered.gate(), row.gate) << row.severity;
    EXPECT_EQ(registered.notices().empty(), std::string(row.severity) == "MILD")
        << row.severity;
    EXPECT_EQ(RoutineOf(patient).sessions().empty(), row.gate != v1::GATE_OK)
        << row.severity;
    int about_it = 0;
    for (const v1::Alert& alert : Alerts(patient, 2)) {
      if (alert.kind() != ALERT_KIND_ADVERSE_EVENT) continue;
      ++about_it;
      EXPECT_EQ(alert.urgency(), row.urgency) << row.severity;
      EXPECT_EQ(alert.adverse_event(), registered.adverse_event().name());
    }
    EXPECT_EQ(about_it, 1) << row.severity;
    ExpectRebuilt(patient);
  }
}

TEST_F(AdverseEventTest, ASevereOneThatWasLongOverWhenRecordedIsToldAlone) {
  const struct {
    int days;  // After its onset.
    const char* course;
    v1::Gate gate;
  } kRows[] = {
      {84, "RESOLVED", v1::GATE_REFER}, {85, "RESOLVED", v1::GATE_OK},
      {85, "ONGOING", v1::GATE_REFER},  {85, "SEQUELAE", v1::GATE_REFER},
      {120, "UNKNOWN", v1::GATE_REFER}, {120, "RESOLVED", v1::GATE_OK},
  };
  for (const auto& row : kRows) {
    const std::string patient = NewPatientWithRoutine();
    auto request = ParseText<v1::RecordAdverseEventRequest>(EventOf("SEVERE"));
    v1::AdverseEventCourse course;
    ASSERT_TRUE(v1::AdverseEventCourse_Parse(
        absl::StrCat("ADVERSE_EVENT_COURSE_", row.course), &course));
    request.mutable_adverse_event()->set_course(course);
    TONUS_ASSERT_OK_AND_ASSIGN(
        const auto registered,
        Register(patient, request.DebugString(), row.days * kDay));
    EXPECT_EQ(registered.gate(), row.gate) << row.days << row.course;
    EXPECT_EQ(registered.adverse_event().severity(),
              knowledge::v1::ADVERSE_EVENT_SEVERITY_SEVERE);
    EXPECT_THAT(registered.notices(), Not(IsEmpty()));
    int told = 0;
    for (const v1::Alert& alert : Alerts(patient, row.days * kDay + 1)) {
      if (alert.kind() != ALERT_KIND_ADVERSE_EVENT) continue;
      ++told;
      EXPECT_EQ(alert.urgency(), row.gate == v1::GATE_OK
                                     ? v1::ALERT_URGENCY_ROUTINE
                                     : v1::ALERT_URGENCY_DAYS);
    }
    EXPECT_EQ(told, 1) << row.days << row.course;
  }
}

TEST_F(AdverseEventTest, WhatWasRecordedInTimeNeverGrowsOld) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Register(patient, EventOf("SEVERE")), IsOk());
  Call call = At(400 * kDay);
  v1::GetRoutineRequest request;
  request.set_name(patient + "/routine");
  const auto reply = routines_.GetRoutine(call, request);
  ASSERT_THAT(reply, IsOk());
  EXPECT_EQ(Parsed(*reply).routine().gate(), v1::GATE_REFER);
}

TEST_F(AdverseEventTest, NothingHappensInASessionThatLiesAhead) {
  const std::string patient = NewPatientWithRoutine();
  auto request = ParseText<v1::RecordAdverseEventRequest>(EventOf("MILD"));
  request.mutable_adverse_event()->set_session_number(1);
  EXPECT_THAT(Register(patient, request.DebugString()), IsOk());
  request.mutable_adverse_event()->set_session_number(2);
  EXPECT_THAT(ViolatedFields(Register(patient, request.DebugString()).status()),
              ElementsAre("adverse_event.session_number"));
  // The person did it already.
  ASSERT_THAT(Log(patient, "session_number: 2 completed_pct: 100", 2), IsOk());
  EXPECT_THAT(Register(patient, request.DebugString(), 3), IsOk());
  request.mutable_adverse_event()->set_session_number(3);
  EXPECT_THAT(Register(patient, request.DebugString(), 4 * kDay), IsOk());
}

TEST_F(AdverseEventTest, NothingHappensBeforeThePatientIsKnown) {
  const std::string patient = NewPatientWithRoutine();
  auto request = ParseText<v1::RecordAdverseEventRequest>(EventOf("MILD"));
  request.mutable_adverse_event()->mutable_onset_date()->set_day(4);
  EXPECT_THAT(ViolatedFields(Register(patient, request.DebugString()).status()),
              ElementsAre("adverse_event.onset_date"));
}

TEST_F(AdverseEventTest, AClearanceOfALaterDayOpensTheGateAgain) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Register(patient, EventOf("SEVERE")), IsOk());
  const auto clear = [&](int hours) {
    Call call = At(hours);
    v1::RecordClearanceRequest request;
    request.set_name(patient);
    request.mutable_clearance()->set_subject("AE-01");
    request.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
    const auto reply = patients_.RecordClearance(call, request);
    EXPECT_THAT(reply, IsOk());
    return Parsed(*reply).gate();
  };
  const auto about_it = [&](int hours) {
    return absl::c_count(KindsOf(Alerts(patient, hours)),
                         ALERT_KIND_ADVERSE_EVENT);
  };
  EXPECT_EQ(clear(2), v1::GATE_REFER) << "not of the same day";
  EXPECT_EQ(about_it(3), 1);
  EXPECT_EQ(clear(1 + kDay), v1::GATE_OK);
  EXPECT_EQ(about_it(2 + kDay), 0) << "somebody has looked";
}

TEST_F(AdverseEventTest, TheRegisterOfATenantIsItsOwnPageByPage) {
  for (int i = 0; i < 3; ++i) {
    ASSERT_THAT(Register(NewPatient(), EventOf("MILD"), i), IsOk());
  }
  const auto first = ListEvents("patients/-", 2);
  ASSERT_THAT(first.adverse_events(), SizeIs(2));
  EXPECT_GT(first.adverse_events(0).create_time().seconds(),
            first.adverse_events(1).create_time().seconds());
  const auto second = ListEvents("patients/-", 2, first.next_page_token());
  EXPECT_THAT(second.adverse_events(), SizeIs(1));
  EXPECT_THAT(second.next_page_token(), IsEmpty());
  EXPECT_THAT(ListEvents("patients/-", 0, "", "elsewhere").adverse_events(),
              IsEmpty());
}

TEST_F(AdverseEventTest, WhatIsWrongIsToldAtOnce) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_THAT(
      ViolatedFields(
          Register(patient, "adverse_event { side: SIDE_LEFT }").status()),
      ElementsAre("adverse_event.onset_date", "adverse_event.kind",
                  "adverse_event.severity", "adverse_event.relation",
                  "adverse_event.course", "adverse_event.side"));
  auto request = ParseText<v1::RecordAdverseEventRequest>(EventOf("MILD"));
  request.mutable_adverse_event()->set_exercise("nothing");
  EXPECT_THAT(ViolatedFields(Register(patient, request.DebugString()).status()),
              ElementsAre("adverse_event.exercise"));
  request = ParseText<v1::RecordAdverseEventRequest>(EventOf("MILD"));
  request.mutable_adverse_event()->set_session_number(19);
  request.mutable_adverse_event()->mutable_onset_date()->set_year(2024);
  EXPECT_THAT(
      ViolatedFields(Register(patient, request.DebugString()).status()),
      ElementsAre("adverse_event.onset_date", "adverse_event.session_number"));
  EXPECT_THAT(Register("patients/aaaaaaaaaaaaaaaaaaaaaaaaaa", EventOf("MILD")),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tonus
