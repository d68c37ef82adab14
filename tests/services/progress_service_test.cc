// SPDX-License-Identifier: Apache-2.0
#include "services/progress/progress_service.h"

#include <string>
#include <vector>

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
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

class ProgressServiceTest : public testing::ServiceTest {
 protected:
  // The bytes of the reply.
  absl::StatusOr<std::string> Log(const std::string& patient,
                                  const std::string& text,
                                  absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    auto request = ParseText<v1::LogSessionRequest>(text);
    request.set_parent(patient);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           progress_.LogSession(call, request));
    return reply.bytes;
  }

  v1::LogSessionResponse Logged(const std::string& patient,
                                const std::string& text) {
    const auto bytes = Log(patient, text);
    EXPECT_THAT(bytes, IsOk());
    v1::LogSessionResponse response;
    if (bytes.ok()) response.ParseFromString(*bytes);
    return response;
  }

  // A log of session 1 in which that symptom stopped an exercise.
  static std::string StoppedBy(const std::string& symptom) {
    return "session_log { log_id: 'stopped' session_number: 1 "
           "exercises { exercise: '" +
           testing::ReleasedKnowledge().pack().exercises(0).id() +
           "' stop_symptom: STOP_SYMPTOM_" + symptom + " } }";
  }

  v1::GetSessionResponse Session(const std::string& patient,
                                 const std::string& session) {
    Call call = CallOf();
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/" + session);
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply) : v1::GetSessionResponse();
  }

  absl::StatusOr<v1::Progress> Progress(const std::string& patient,
                                        const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    v1::GetProgressRequest request;
    request.set_name(patient + "/progress");
    return progress_.GetProgress(call, request);
  }
};

TEST_F(ProgressServiceTest, ALogIsRecordedWithItsDefaults) {
  const std::string patient = NewPatientWithRoutine();
  const v1::SessionLog log = Logged(patient, R"pb(session_log {
                                                    name: "ignored"
                                                    revision: 99
                                                    session_number: 1
                                                    completed_pct: 80
                                                    pain_after: 3
                                                  })pb")
                                 .session_log();
  EXPECT_EQ(log.name(), patient + "/logs/3");
  EXPECT_EQ(log.revision(), 3);
  EXPECT_EQ(log.session_time().seconds(), 1767603600);
  EXPECT_EQ(log.recorded_by(), v1::ROLE_CLINICIAN);
  EXPECT_EQ(log.completed_pct(), 80);
}

TEST_F(ProgressServiceTest, ALogIdIsOneFactHoweverOftenItArrives) {
  const std::string patient = NewPatientWithRoutine();
  const std::string text =
      R"pb(session_log { log_id: "offline-1" session_number: 1 rpe: 4 })pb";
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string first, Log(patient, text));
  ASSERT_THAT(Log(patient, "session_log { session_number: 2 }"), IsOk());
  const auto before = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const std::string again,
                             Log(patient, text, absl::Hours(30)));
  EXPECT_EQ(again, first);
  const auto other = Log(
      patient,
      R"pb(session_log { log_id: "offline-1" session_number: 1 rpe: 5 })pb");
  EXPECT_THAT(ViolatedFields(other.status()),
              ElementsAre("session_log.log_id"));
  EXPECT_EQ(Everything(), before);
}

TEST_F(ProgressServiceTest, BadLogsNameEveryFieldAndStoreNothing) {
  const std::string patient = NewPatientWithRoutine();
  const auto before = Everything();
  const struct {
    const char* request;
    std::vector<std::string> fields;
  } kCases[] = {
      {"", {"session_log", "session_log.session_number"}},
      {"session_log {}", {"session_log.session_number"}},
      {"session_log { session_number: 19 }", {"session_log.session_number"}},
      {"session_log { session_number: 1 log_id: 'a/b' } request_id: '?'",
       {"request_id", "session_log.log_id"}},
      {"session_log { session_number: 1 session_time { seconds: 1767603901 } }",
       {"session_log.session_time"}},
      {"session_log { session_number: 1 completed_pct: 101 rpe: 11 "
       "pain_before: -1 pain_after: 11 pain_next_morning: 11 }",
       {"session_log.completed_pct", "session_log.rpe",
        "session_log.pain_before", "session_log.pain_after",
        "session_log.pain_next_morning"}},
      {"session_log { session_number: 1 minutes_since_rising: 1441 "
       "duration_minutes: 0 skip_reason: 9 }",
       {"session_log.minutes_since_rising", "session_log.duration_minutes",
        "session_log.skip_reason"}},
      {"session_log { session_number: 1 exercises { exercise: 'somersault' "
       "completed_pct: -1 pain_during_max: 11 ease: 11 difficulty: 3 "
       "stop_symptom: 9 side: 9 skip_reason: 9 } }",
       {"session_log.exercises[0].exercise",
        "session_log.exercises[0].completed_pct",
        "session_log.exercises[0].pain_during_max",
        "session_log.exercises[0].ease", "session_log.exercises[0].difficulty",
        "session_log.exercises[0].stop_symptom",
        "session_log.exercises[0].side",
        "session_log.exercises[0].skip_reason"}},
  };
  for (const auto& c : kCases) {
    const auto logged = Log(patient, c.request);
    EXPECT_THAT(logged, StatusIs(absl::StatusCode::kInvalidArgument))
        << c.request;
    EXPECT_EQ(ViolatedFields(logged.status()), c.fields) << c.request;
  }
  EXPECT_EQ(Everything(), before);
}

TEST_F(ProgressServiceTest, ALogNeedsARoutineOfThisTenantsPatient) {
  EXPECT_THAT(Log(NewPatient(), "session_log { session_number: 1 }"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Log(NewPatient("other"), "session_log { session_number: 1 }"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Progress(NewPatient("other")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ProgressServiceTest, ALateLogCountsAfterTheGateHasClosed) {
  const std::string patient = NewPatientWithRoutine();
  auto closing = Submission(patient);
  *closing.mutable_assessment()->mutable_screening()->add_answers() =
      ParseText<v1::RedFlagAnswer>(R"pb(red_flag: "rf_saddle_sensation"
                                        present: true)pb");
  EXPECT_EQ(Submit(closing).interpretation().gate(),
            v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(Log(patient, "session_log { session_number: 1 }"), IsOk());
}

TEST_F(ProgressServiceTest, EasyStretchesAreTakenOutOfTheBlockThatRuns) {
  const std::string patient = NewPatientWithRoutine();
  // The sessions that stretch the hip flexors, which test tight.
  const auto stretching = [&] {
    std::vector<std::string> sessions;
    for (int number = 1; number <= 18; ++number) {
      const std::string id = std::to_string(number);
      const v1::GetSessionResponse reply = Session(patient, id);
      for (const auto& item : reply.sessions(0).items()) {
        const auto* exercise =
            testing::ReleasedKnowledge().FindExercise(item.exercise());
        if (exercise->technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH &&
            exercise->targets(0) == "iliopsoas") {
          sessions.push_back(id);
          break;
        }
      }
    }
    return sessions;
  };
  const auto easy = [](int session) {
    return "session_log { session_number: " + std::to_string(session) +
           " exercises { exercise: 'kneeling_hip_flexor' ease: 3 } }";
  };
  const std::vector<std::string> planned = stretching();
  EXPECT_THAT(planned, Not(IsEmpty()));
  ASSERT_THAT(Log(patient, easy(1), absl::Hours(1)), IsOk());
  EXPECT_EQ(stretching(), planned);
  ASSERT_THAT(Log(patient, easy(2), absl::Hours(50)), IsOk());
  EXPECT_THAT(stretching(), ElementsAre("1", "2"));
  // The block is the same: it still has all of its sessions from the first on.
  EXPECT_EQ(Session(patient, "1").sessions(0).number(), 1);
  EXPECT_EQ(Session(patient, "18").sessions(0).number(), 18);
}

TEST_F(ProgressServiceTest, ListsTheLatestFirstInPages) {
  const std::string patient = NewPatientWithRoutine();
  for (int i = 1; i <= 3; ++i) {
    Logged(patient,
           "session_log { session_number: " + std::to_string(i) + " }");
  }
  v1::ListLogsRequest request;
  request.set_parent(patient);
  request.set_page_size(2);
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                             progress_.ListLogs(call, request));
  ASSERT_THAT(first.session_logs(), SizeIs(2));
  EXPECT_EQ(first.session_logs(0).session_number(), 3);
  request.set_page_token(first.next_page_token());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto second,
                             progress_.ListLogs(call, request));
  ASSERT_THAT(second.session_logs(), SizeIs(1));
  EXPECT_EQ(second.session_logs(0).session_number(), 1);
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(ProgressServiceTest, ProgressCountsWhatWasDone) {
  const std::string patient = NewPatientWithRoutine();
  Logged(patient,
         "session_log { session_number: 1 completed_pct: 100 pain_before: 4 "
         "pain_after: 2 }");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Progress progress, Progress(patient));
  EXPECT_EQ(progress.name(), patient + "/progress");
  EXPECT_EQ(progress.scheduled_sessions(), 1);
  EXPECT_EQ(progress.completed_sessions(), 1);
  EXPECT_EQ(progress.adherence(), 1);
  EXPECT_THAT(progress.pain(), ::testing::Not(IsEmpty()));
}

TEST_F(ProgressServiceTest, AStopSymptomIsNeverSilent) {
  const std::string patient = NewPatientWithRoutine();
  const std::string exercise =
      testing::ReleasedKnowledge().pack().exercises(0).id();
  Logged(patient, "session_log { session_number: 1 exercises { exercise: '" +
                      exercise + "' stop_symptom: STOP_SYMPTOM_CHEST } }");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Progress progress, Progress(patient));
  ASSERT_THAT(progress.statements(), ::testing::Not(IsEmpty()));
  EXPECT_THAT(progress.statements(0).text(),
              HasSubstr("A chest symptom stopped session 1 on 2026-01-05"));
}

TEST_F(ProgressServiceTest, AStopSymptomClosesTheGateAtOnce) {
  for (const char* symptom : {"SADDLE", "CHEST", "WEAKNESS"}) {
    const std::string patient = NewPatientWithRoutine();
    const std::string log = StoppedBy(symptom);
    const v1::LogSessionResponse response = Logged(patient, log);
    EXPECT_EQ(response.gate(), v1::GATE_STOP_AND_REFER_URGENT) << symptom;
    EXPECT_THAT(response.notices(), ::testing::Not(IsEmpty())) << symptom;
    // The same log again, as after a lost answer, tells the gate again.
    EXPECT_EQ(Logged(patient, log).SerializeAsString(),
              response.SerializeAsString());
    for (const char* session : {"today", "2"}) {
      const v1::GetSessionResponse got = Session(patient, session);
      EXPECT_EQ(got.gate(), v1::GATE_STOP_AND_REFER_URGENT) << symptom;
      EXPECT_THAT(got.sessions(), IsEmpty()) << symptom;
      EXPECT_THAT(got.notices(), SizeIs(response.notices_size())) << symptom;
    }
    TONUS_ASSERT_OK_AND_ASSIGN(const auto state,
                               log_.ReadState(RefOf(patient)));
    EXPECT_EQ(state.head().routine_revision(), 3) << symptom;
    ExpectRebuilt(patient);
    // What is told afterwards does not open it.
    EXPECT_EQ(Logged(patient, "session_log { session_number: 2 }").gate(),
              v1::GATE_STOP_AND_REFER_URGENT);
  }
  for (const storage::Record& record : Everything()) {
    EXPECT_EQ(record.key.find("/session/"), std::string::npos);
  }
}

TEST_F(ProgressServiceTest, AHarmlessLogLeavesTheRoutine) {
  const std::string patient = NewPatientWithRoutine();
  const v1::LogSessionResponse response =
      Logged(patient, "session_log { session_number: 1 completed_pct: 100 }");
  EXPECT_EQ(response.gate(), v1::GATE_OK);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(patient)));
  EXPECT_EQ(state.head().revision(), 3);
  EXPECT_EQ(state.head().routine_revision(), 2);
  EXPECT_THAT(Session(patient, "today").sessions(), SizeIs(1));
}

TEST_F(ProgressServiceTest, ProgressTellsWhatWasMeasuredAndWhatIsNext) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Progress progress, Progress(patient));
  EXPECT_EQ(progress.revision(), 2);
  EXPECT_EQ(progress.date().day(), 5);
  EXPECT_THAT(progress.tests(), Not(IsEmpty()));
  EXPECT_THAT(progress.targets(), Not(IsEmpty()));
  EXPECT_THAT(progress.retests(), SizeIs(3));
  EXPECT_EQ(progress.next().gate(), v1::GATE_OK);
  EXPECT_EQ(progress.next().session_number(), 1);
  EXPECT_EQ(progress.next().session_date().day(), 5);
  EXPECT_TRUE(progress.next().has_retest());
  EXPECT_THAT(progress.next().measures(), Not(IsEmpty()));
}

TEST_F(ProgressServiceTest, OnlyTheCorrectedLogCounts) {
  const std::string patient = NewPatientWithRoutine();
  const auto pains = [&] {
    std::vector<int> told;
    const auto progress = Progress(patient);
    EXPECT_THAT(progress, IsOk());
    if (!progress.ok()) return told;
    for (const v1::PainPoint& point : progress->pain()) {
      if (point.has_pain_after()) told.push_back(point.pain_after());
    }
    return told;
  };
  const std::string log =
      Logged(patient, "session_log { session_number: 1 pain_after: 9 }")
          .session_log()
          .name();
  EXPECT_THAT(pains(), ElementsAre(9));
  const auto amend = [&](const std::string& name, const std::string& text) {
    Call call = CallOf();
    auto request = ParseText<v1::AmendLogRequest>(
        text + " reason: AMENDMENT_REASON_ENTRY_ERROR");
    request.set_name(name);
    const auto reply = progress_.AmendLog(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply).entry().session_log().name() : "";
  };
  const std::string corrected =
      amend(log, "entry { session_log { session_number: 1 pain_after: 2 } }");
  EXPECT_THAT(pains(), ElementsAre(2));
  amend(corrected, "withdraw: true");
  EXPECT_THAT(pains(), IsEmpty());
}

absl::StatusOr<v1::RenderProgressResponse> Render(ProgressService& service,
                                                  Call call,
                                                  const std::string& patient,
                                                  const std::string& text) {
  auto request = ParseText<v1::RenderProgressRequest>(text);
  request.set_name(patient + "/progress");
  return service.RenderProgress(call, request);
}

TEST_F(ProgressServiceTest, ProgressIsDrawn) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto all,
                             Render(progress_, CallOf(), patient, ""));
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Progress progress, Progress(patient));
  EXPECT_THAT(all.plots(),
              SizeIs(2 + progress.measures_size() + progress.tests_size()));
  EXPECT_EQ(all.revision(), 2);
  for (const v1::ProgressPlot& plot : all.plots()) {
    EXPECT_THAT(plot.svg(), HasSubstr("role=\"img\"")) << plot.subject();
  }
  const std::string test = progress.tests(0).test();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto one, Render(progress_, CallOf(), patient,
                             "kinds: PLOT_KIND_TEST subjects: '" + test + "'"));
  ASSERT_THAT(one.plots(), SizeIs(1));
  EXPECT_EQ(one.plots(0).subject(), test);
}

TEST_F(ProgressServiceTest, BadPlotsNameEveryField) {
  const std::string patient = NewPatientWithRoutine();
  const auto refused =
      Render(progress_, CallOf(), patient,
             "kinds: [PLOT_KIND_PAIN, PLOT_KIND_UNSPECIFIED, 99] "
             "subjects: ['wblt', 'psfs', '../x']");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ViolatedFields(refused.status()),
              ElementsAre("kinds[1]", "kinds[2]", "subjects[2]"));
  std::string many;
  for (int i = 0; i < 41; ++i) many += " subjects: 'wblt'";
  for (int i = 0; i < 11; ++i) many += " kinds: PLOT_KIND_PAIN";
  EXPECT_THAT(
      ViolatedFields(Render(progress_, CallOf(), patient, many).status()),
      ElementsAre("kinds", "subjects"));
  EXPECT_THAT(Render(progress_, CallOf("other"), patient, ""),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ProgressServiceTest, NothingIsNextOnceTheGateHasClosed) {
  const std::string patient = NewPatientWithRoutine();
  Logged(patient, StoppedBy("CHEST"));
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Progress progress, Progress(patient));
  EXPECT_EQ(progress.next().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_EQ(progress.next().session_number(), 0);
  EXPECT_THAT(progress.next().measures(), IsEmpty());
}

TEST_F(ProgressServiceTest, WhatWasDoneBeforeTheGateClosedStaysTold) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(
      Log(patient, "session_log { session_number: 1 completed_pct: 90 }"),
      IsOk());
  ASSERT_THAT(Log(patient,
                  "session_log { session_number: 2 exercises { "
                  "exercise: 'glute_bridge' "
                  "stop_symptom: STOP_SYMPTOM_CHEST } }",
                  absl::Hours(48)),
              IsOk());
  Call call = CallOf();
  call.time += absl::Hours(50);
  v1::GetProgressRequest request;
  request.set_name(patient + "/progress");
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Progress progress,
                             progress_.GetProgress(call, request));
  EXPECT_EQ(progress.next().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_EQ(progress.completed_sessions(), 1);
  EXPECT_EQ(progress.scheduled_sessions(), 2);
  EXPECT_THAT(progress.weeks(), SizeIs(1));
}

// What can still be done today is not missed: nothing is said of adherence.
TEST_F(ProgressServiceTest, OnItsFirstDayABlockHasNoAdherence) {
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Progress progress,
                             Progress(NewPatientWithRoutine()));
  EXPECT_EQ(progress.scheduled_sessions(), 0);
  EXPECT_FALSE(progress.has_adherence());
  ASSERT_THAT(progress.weeks(), SizeIs(1));
  EXPECT_EQ(progress.weeks(0).scheduled_sessions(), 0);
  EXPECT_EQ(progress.weeks(0).sessions(0).attendance(), v1::ATTENDANCE_DUE);
  EXPECT_TRUE(absl::c_any_of(
      progress.statements(), [](const v1::ProgressStatement& said) {
        return said.text() == "A session is due today; none was due before it.";
      }));
}

TEST_F(ProgressServiceTest, ProgressWithoutARoutineIsEmpty) {
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Progress progress,
                             Progress(NewPatient()));
  EXPECT_EQ(progress.scheduled_sessions(), 0);
  EXPECT_FALSE(progress.has_adherence());
}

}  // namespace
}  // namespace tonus
