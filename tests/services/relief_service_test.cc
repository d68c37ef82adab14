// SPDX-License-Identifier: Apache-2.0
// Relief runs over stored state: nothing is lost with a connection, nothing
// counts twice.

#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/patient/state_excerpts.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

class ReliefServiceTest : public testing::ServiceTest {
 protected:
  absl::StatusOr<v1::RunReliefResponse> Say(const std::string& patient,
                                            const std::string& text,
                                            absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    auto request = ParseText<v1::RunReliefRequest>(text);
    request.set_name(patient);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.RunRelief(call, request));
    return Parsed(reply);
  }

  v1::ReliefRun Begin(const std::string& patient, int pain,
                      absl::Duration later = {}) {
    std::string answers;
    for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
      if (!flag.asked() || flag.recheck_group() != 0) continue;
      absl::StrAppend(&answers, "answers { red_flag: '", flag.id(), "' } ");
    }
    const auto response =
        Say(patient,
            absl::StrCat("request_id: 'begin", ++ids_,
                         "' begin { recheck { others_denied: true ", answers,
                         "} pain: ", pain, " }"),
            later);
    EXPECT_THAT(response, IsOk());
    return response->run();
  }

  static std::string Report(const v1::ReliefRun& run, int pain,
                            const std::string& id,
                            const std::string& more = "") {
    return absl::StrCat("request_id: '", id, "' report { run: '", run.name(),
                        "' step: '", run.step().step(),
                        "' feedback { pain_now: ", pain, " ", more, " } }");
  }

  v1::ReliefRun Answer(const std::string& patient, const v1::ReliefRun& run,
                       int pain, const std::string& more = "",
                       absl::Duration later = {}) {
    const auto response = Say(
        patient, Report(run, pain, absl::StrCat("id", ++ids_), more), later);
    EXPECT_THAT(response, IsOk());
    return response->run();
  }

  // Begins a run `later`, and answers its first step with `more`.
  v1::ReliefRun Tell(const std::string& patient, const std::string& more,
                     absl::Duration later = {}) {
    return Answer(patient, Begin(patient, 5, later), 5, more, later);
  }

  std::vector<std::string> NoticeRules(const std::string& patient) {
    const storage::v1::PatientState state = State(patient);
    std::vector<std::string> rules;
    for (const v1::SafetyNotice& notice : state.outline().notices()) {
      rules.push_back(notice.subject());
    }
    return rules;
  }

  storage::v1::PatientState State(const std::string& patient) {
    return *log_.ReadState(RefOf(patient));
  }

  int ids_ = 0;
};

TEST_F(ReliefServiceTest, EachAnswerIsAnEvent) {
  const std::string patient = NewPatientWithRoutine();
  v1::ReliefRun run = Begin(patient, 5);
  EXPECT_EQ(run.name(), patient + "/reliefRuns/3");
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_STEP);
  run = Answer(patient, run, 5);
  run = Answer(patient, run, 3);
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_RELIEVED);
  const auto state = State(patient);
  EXPECT_EQ(state.head().revision(), 5);
  ASSERT_THAT(state.facts().relief(), SizeIs(3));
  EXPECT_EQ(state.facts().relief(2).state(), v1::RELIEF_STATE_RELIEVED);
  ExpectRebuilt(patient);
}

TEST_F(ReliefServiceTest, AReconnectResumesTheRun) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_FALSE(Say(patient, "resume: true")->has_run());
  const v1::ReliefRun begun = Begin(patient, 5);
  const v1::ReliefRun run = Answer(patient, begun, 5);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto resumed,
                             Say(patient, "resume: true", absl::Minutes(5)));
  EXPECT_THAT(resumed.run(), EqualsProto(run.DebugString()));
  EXPECT_EQ(resumed.revision(), 4);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto late,
                             Say(patient, "resume: true", absl::Hours(1)));
  EXPECT_EQ(late.run().state(), v1::RELIEF_STATE_STOPPED);
}

TEST_F(ReliefServiceTest, ARepeatedAnswerChangesNothing) {
  const std::string patient = NewPatientWithRoutine();
  const v1::ReliefRun begun = Begin(patient, 6);
  const std::string report = Report(begun, 5, "once");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first, Say(patient, report));
  EXPECT_TRUE(first.run().step().repeated_step());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             Say(patient, report, absl::Seconds(20)));
  EXPECT_THAT(again, EqualsProto(first.DebugString()));
  EXPECT_THAT(State(patient).facts().relief(), SizeIs(2));
}

TEST_F(ReliefServiceTest, ALateRetryOfAStopOfNothingStopsNothing) {
  const std::string patient = NewPatientWithRoutine();
  const std::string stop = "request_id: 'stop' stop: true";
  TONUS_ASSERT_OK_AND_ASSIGN(const auto nothing, Say(patient, stop));
  EXPECT_FALSE(nothing.has_run());
  const v1::ReliefRun run = Begin(patient, 5);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto late, Say(patient, stop));
  EXPECT_THAT(late, EqualsProto(nothing.DebugString()));
  EXPECT_EQ(Answer(patient, run, 5).state(), v1::RELIEF_STATE_STEP);
  ExpectRebuilt(patient);
}

TEST_F(ReliefServiceTest, AnAnswerThatWasStoredButNotHeardCountsOnce) {
  const std::string patient = NewPatientWithRoutine();
  const v1::ReliefRun begun = Begin(patient, 5);
  const std::string report = Report(begun, 5, "lost");
  storage_.lost_answer = absl::UnavailableError("the connection broke");
  EXPECT_THAT(Say(patient, report), StatusIs(absl::StatusCode::kUnavailable));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again, Say(patient, report));
  EXPECT_EQ(again.run().step().step(), "L2_GLUTE");
  EXPECT_THAT(State(patient).facts().relief(), SizeIs(2));
}

TEST_F(ReliefServiceTest, WhoReportsOnAnotherRunIsPointedToTheOneUnderWay) {
  const std::string patient = NewPatientWithRoutine();
  const v1::ReliefRun first = Begin(patient, 5);
  const v1::ReliefRun second = Begin(patient, 5);
  const auto late = Say(patient, Report(first, 5, "late"));
  EXPECT_EQ(ReasonOf(late.status()), "STEP_NOT_DUE");
  EXPECT_THAT(std::string(late.status().message()), HasSubstr("resume"));
  Answer(patient, second, 3);
  const auto over = Say(patient, Report(second, 5, "over"));
  EXPECT_THAT(std::string(over.status().message()), HasSubstr("begin a new"));
}

TEST_F(ReliefServiceTest, OnlyTheStepThatIsDueIsAnswered) {
  const std::string patient = NewPatientWithRoutine();
  v1::ReliefRun begun = Begin(patient, 5);
  const v1::ReliefRun run = Answer(patient, begun, 5);
  const auto stale = Say(patient, Report(begun, 5, "stale"));
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(stale.status()), "STEP_NOT_DUE");
  begun.set_name(patient + "/reliefRuns/1");
  EXPECT_THAT(Say(patient, Report(begun, 5, "other")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  Answer(patient, run, 3);
  EXPECT_THAT(Say(patient, Report(run, 3, "over")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(ReliefServiceTest, ALateAnswerStillCounts) {
  const std::string patient = NewPatientWithRoutine();
  const v1::ReliefRun begun = Begin(patient, 5);
  const v1::ReliefRun run =
      Answer(patient, begun, 7, "sharp_pain: true", absl::Hours(2));
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_ABORTED);
}

TEST_F(ReliefServiceTest, ThePersonMayEndIt) {
  const std::string patient = NewPatientWithRoutine();
  Begin(patient, 5);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto stopped,
                             Say(patient, "request_id: 's' stop: true"));
  EXPECT_EQ(stopped.run().state(), v1::RELIEF_STATE_STOPPED);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             Say(patient, "request_id: 't' stop: true"));
  EXPECT_THAT(again, EqualsProto(stopped.DebugString()))
      << "nothing is left to be stopped";
}

TEST_F(ReliefServiceTest, AYesClosesTheGateOfTheRoutine) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto blocked,
      Say(patient,
          "request_id: 'y' begin { recheck { answers { red_flag: "
          "'rf_saddle_sensation' present: true } } }"));
  EXPECT_EQ(blocked.run().state(), v1::RELIEF_STATE_BLOCKED);
  EXPECT_EQ(blocked.run().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_FALSE(blocked.run().has_step());
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(State(patient).outline().sessions(), IsEmpty());
  // Another beginning does not open it.
  EXPECT_EQ(Begin(patient, 5).state(), v1::RELIEF_STATE_BLOCKED);
}

TEST_F(ReliefServiceTest, TwoRunsThatEndForSafetyCloseTheGate) {
  const std::string patient = NewPatientWithRoutine();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(State(patient).outline().gate(), v1::GATE_OK);
    const v1::ReliefRun run = Begin(patient, 5, absl::Hours(24 * i));
    const v1::ReliefRun end = Answer(patient, run, 7, "", absl::Hours(24 * i));
    EXPECT_EQ(end.state(), v1::RELIEF_STATE_ABORTED);
    EXPECT_EQ(end.gate(), i == 0 ? v1::GATE_OK : v1::GATE_REFER);
  }
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_REFER);
  EXPECT_THAT(State(patient).outline().sessions(), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(ReliefServiceTest, AClearanceOfALaterDayOpensItAgain) {
  const std::string patient = NewPatientWithRoutine();
  for (const int day : {0, 2}) {
    const absl::Duration later = absl::Hours(24 * day);
    Answer(patient, Begin(patient, 5, later), 7, "", later);
  }
  const auto clear = [&](int day) {
    Call call = CallOf();
    call.time += absl::Hours(24 * day);
    auto request = ParseText<v1::RecordClearanceRequest>(
        "clearance { subject: 'R-809' } "
        "reason: OVERRIDE_REASON_CLINICAL_FINDING");
    request.set_name(patient);
    EXPECT_THAT(patients_.RecordClearance(call, request), IsOk());
  };
  clear(0);
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_REFER);
  clear(3);
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_OK);
  EXPECT_THAT(State(patient).outline().sessions(), SizeIs(18));
}

TEST_F(ReliefServiceTest, NothingIsBegunForWhoWasNeverAsked) {
  const std::string patient = NewPatient();
  const v1::ReliefRun run = Begin(patient, 5);
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_BLOCKED);
  EXPECT_THAT(run.advice(), ElementsAre(HasSubstr("in an assessment")))
      << "it says what to do";
}

// The exercises of all sessions and days at home up to `day`.
std::set<std::string> ExercisesUntil(const v1::Routine& routine,
                                     absl::CivilDay day) {
  std::set<std::string> exercises;
  for (const v1::Session& session : routine.sessions()) {
    if (engine::ToCivilDay(session.date()) > day) break;
    for (const v1::SessionItem& item : session.items()) {
      exercises.insert(item.exercise());
    }
    for (const v1::HomeItem& home : session.home_items()) {
      exercises.insert(home.item().exercise());
    }
  }
  return exercises;
}

TEST_F(ReliefServiceTest, ASymptomOfANerveChangesTheSessionsAfterIt) {
  const std::string patient = NewPatientWithRoutine();
  const absl::CivilDay day =
      engine::ToCivilDay(RoutineOf(patient).start_date());
  const std::set<std::string> before =
      ExercisesUntil(RoutineOf(patient), day + 14);
  // The first target of the exercise that is done in the run.
  const v1::ReliefRun begun = Begin(patient, 5);
  const auto& done = *testing::ReleasedKnowledge().FindExercise(
      begun.step().item().exercise());
  const auto is_like = [&](const std::string& id) {
    const auto& exercise = *testing::ReleasedKnowledge().FindExercise(id);
    return (!exercise.targets().empty() &&
            exercise.targets(0) == done.targets(0)) ||
           absl::c_linear_search(exercise.tags(), "NEURAL_TENSION");
  };
  ASSERT_TRUE(absl::c_any_of(before, is_like)) << done.id();

  const v1::ReliefRun run = Answer(patient, begun, 5, "neuro_symptom: true");
  EXPECT_EQ(run.state(), v1::RELIEF_STATE_ABORTED);
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_EQ(routine.gate(), v1::GATE_OK);
  EXPECT_TRUE(absl::c_none_of(ExercisesUntil(routine, day + 14), is_like));
  ASSERT_FALSE(routine.sessions(0).adaptations().empty());
  EXPECT_EQ(routine.sessions(0).adaptations(0).rule(), "A-040");
  EXPECT_THAT(routine.sessions(0).adaptations(0).relief_runs(), ElementsAre(3));
  EXPECT_THAT(NoticeRules(patient), Contains("A-040"));
  ExpectRebuilt(patient);
}

TEST_F(ReliefServiceTest, ASecondSymptomOfANerveRefers) {
  const std::string patient = NewPatientWithRoutine();
  Tell(patient, "neuro_symptom: true");
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_OK);
  Tell(patient, "neuro_symptom: true", absl::Hours(24 * 20));
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_REFER);
  EXPECT_THAT(NoticeRules(patient), Contains("A-042"));
  ExpectRebuilt(patient);
}

TEST_F(ReliefServiceTest, ASecondDizzinessRefers) {
  const std::string patient = NewPatientWithRoutine();
  Tell(patient, "stop_symptom: STOP_SYMPTOM_DIZZINESS");
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_OK);
  EXPECT_THAT(NoticeRules(patient), Contains("R-807"));
  Tell(patient, "stop_symptom: STOP_SYMPTOM_DIZZINESS", absl::Hours(24 * 20));
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_REFER);
  EXPECT_THAT(NoticeRules(patient), Contains("A-044"));
}

TEST_F(ReliefServiceTest, ARunThatWasEndedForSafetyIsTold) {
  const std::string patient = NewPatientWithRoutine();
  Tell(patient, "sharp_pain: true");
  const v1::Routine routine = RoutineOf(patient);
  ASSERT_THAT(routine.notices(), SizeIs(1));
  EXPECT_THAT(routine.notices(0).text(), HasSubstr("because of sharp pain"));
  EXPECT_THAT(routine.sessions(), SizeIs(18));
  EXPECT_EQ(routine.sessions(0).notices_size(), 1);
  ExpectRebuilt(patient);
}

TEST_F(ReliefServiceTest, ARefusedBeginningLeavesTheRunUnderWay) {
  const std::string patient = NewPatientWithRoutine();
  Answer(patient, Begin(patient, 5), 3);
  const v1::ReliefRun run = Begin(patient, 5, absl::Minutes(40));
  EXPECT_EQ(Begin(patient, 5, absl::Minutes(41)).state(),
            v1::RELIEF_STATE_BLOCKED)
      << "the third of the day";
  TONUS_ASSERT_OK_AND_ASSIGN(const auto resumed,
                             Say(patient, "resume: true", absl::Minutes(42)));
  EXPECT_EQ(resumed.run().name(), run.name());
  EXPECT_EQ(Answer(patient, run, 3, "", absl::Minutes(43)).state(),
            v1::RELIEF_STATE_RELIEVED);
}

// Another client has moved the run on, it is over, or another one began.
TEST_F(ReliefServiceTest, HarmIsNeverTooLate) {
  const std::string saddle = "stop_symptom: STOP_SYMPTOM_SADDLE";
  const auto tell = [&](const std::string& patient, const v1::ReliefRun& run) {
    const auto told = Say(patient, Report(run, 5, "harm", saddle));
    EXPECT_THAT(told, IsOk());
    EXPECT_EQ(told->run().name(), run.name());
    EXPECT_EQ(State(patient).outline().gate(), v1::GATE_STOP_AND_REFER_URGENT);
    EXPECT_THAT(NoticeRules(patient), Contains("rf_saddle_sensation"));
    ExpectRebuilt(patient);
    return told->run().state();
  };
  {
    const std::string patient = NewPatientWithRoutine();
    const v1::ReliefRun begun = Begin(patient, 5);
    Answer(patient, begun, 5);
    EXPECT_EQ(tell(patient, begun), v1::RELIEF_STATE_ABORTED);
  }
  {
    const std::string patient = NewPatientWithRoutine();
    const v1::ReliefRun begun = Begin(patient, 5);
    ASSERT_EQ(Answer(patient, begun, 1).state(), v1::RELIEF_STATE_RELIEVED);
    EXPECT_EQ(tell(patient, begun), v1::RELIEF_STATE_ABORTED);
  }
  {
    const std::string patient = NewPatientWithRoutine();
    const v1::ReliefRun begun = Begin(patient, 5);
    Begin(patient, 5, absl::Minutes(40));
    tell(patient, begun);
  }
}

// A step that nobody knows is no reason to lose a symptom.
TEST_F(ReliefServiceTest, HarmOnAnUnknownStepCounts) {
  const std::string patient = NewPatientWithRoutine();
  v1::ReliefRun begun = Begin(patient, 5);
  begun.mutable_step()->set_step("none_such");
  EXPECT_THAT(Say(patient, Report(begun, 5, "a")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(
      Say(patient, Report(begun, 5, "b", "stop_symptom: STOP_SYMPTOM_CHEST")),
      IsOk());
  EXPECT_EQ(State(patient).outline().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  begun.set_name(patient + "/reliefRuns/77");
  EXPECT_THAT(
      Say(patient, Report(begun, 5, "c", "stop_symptom: STOP_SYMPTOM_CHEST")),
      StatusIs(absl::StatusCode::kFailedPrecondition));
}

// Who has pain in the chest counts no points.
TEST_F(ReliefServiceTest, HarmNeedsNoNumberOfPain) {
  for (const char* harm :
       {"stop_symptom: STOP_SYMPTOM_CHEST", "neuro_symptom: true",
        "sharp_pain: true", "painful_sound: true"}) {
    SCOPED_TRACE(harm);
    const std::string patient = NewPatientWithRoutine();
    const v1::ReliefRun begun = Begin(patient, 5);
    const std::string report = absl::StrCat(
        "request_id: 'a' report { run: '", begun.name(), "' step: '",
        begun.step().step(), "' feedback { ", harm, " } }");
    const auto told = Say(patient, report);
    ASSERT_THAT(told, IsOk());
    EXPECT_EQ(told->run().state(), v1::RELIEF_STATE_ABORTED);
    EXPECT_EQ(told->run().pain_now(), 5) << "as it was told last";
    EXPECT_FALSE(told->run().taken(0).feedback().has_pain_now());
    if (told->run().taken(0).feedback().stop_symptom() ==
        v1::STOP_SYMPTOM_CHEST) {
      EXPECT_EQ(State(patient).outline().gate(),
                v1::GATE_STOP_AND_REFER_URGENT);
    }
  }
}

TEST_F(ReliefServiceTest, AnAnswerAfterTheTimeOfTheRunIsRefused) {
  const std::string patient = NewPatientWithRoutine();
  const v1::ReliefRun begun = Begin(patient, 5);
  const auto next_day = Say(patient, Report(begun, 4, "late"), absl::Hours(24));
  EXPECT_THAT(next_day, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(next_day.status()), "STEP_NOT_DUE");
}

TEST_F(ReliefServiceTest, NothingIsOfferedOnceTheGateIsClosed) {
  const std::string patient = NewPatientWithRoutine();
  v1::ReliefRun run = Begin(patient, 5);
  while (run.state() == v1::RELIEF_STATE_STEP) run = Answer(patient, run, 5);
  ASSERT_EQ(run.state(), v1::RELIEF_STATE_EXHAUSTED);
  ASSERT_THAT(run.offered(), Not(IsEmpty()));
  Say(patient,
      "request_id: 'flag' begin { recheck { answers { red_flag: "
      "'rf_saddle_sensation' present: true } } }")
      .IgnoreError();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto resumed, Say(patient, "resume: true"));
  EXPECT_NE(resumed.run().gate(), v1::GATE_OK);
  EXPECT_THAT(resumed.run().offered(), IsEmpty());
  EXPECT_THAT(resumed.run().advice(), IsEmpty());
}

TEST_F(ReliefServiceTest, EveryWrongFieldIsTold) {
  const std::string patient = NewPatientWithRoutine();
  const auto fields = [&](const std::string& text) {
    return ViolatedFields(Say(patient, text).status());
  };
  EXPECT_THAT(fields(""), ElementsAre("request_id", "said"));
  EXPECT_THAT(fields("request_id: 'a' begin { pain: 11 }"),
              Contains("begin.pain"));
  EXPECT_THAT(fields("request_id: 'a' begin { pain: 5 recheck { answers { "
                     "red_flag: 'rf_saddle_sensation' } } }"),
              Contains("begin.recheck.answers"));
  EXPECT_THAT(
      fields("request_id: 'a' report { feedback { pain_now: -1 "
             "peak_pain: 11 } }"),
      ElementsAre("report.run", "report.step", "report.feedback.pain_now",
                  "report.feedback.peak_pain"));
  EXPECT_THAT(fields("request_id: 'a' stop: false"), ElementsAre("said"));
  EXPECT_THAT(Say("patients/" + std::string(26, 'q'), "resume: true"),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace tonus
