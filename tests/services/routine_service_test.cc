// SPDX-License-Identifier: Apache-2.0
#include "services/routine/routine_service.h"

#include <string>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/routine/stored_reply.h"
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

class RoutineServiceTest : public testing::ServiceTest {
 protected:
  absl::StatusOr<v1::GetRoutineResponse> GetRoutine(const std::string& patient,
                                                    int64_t known = 0) {
    Call call = CallOf();
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    request.set_if_revision_differs(known);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.GetRoutine(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<v1::GetSessionResponse> GetSession(const std::string& patient,
                                                    const std::string& session,
                                                    int count = 0,
                                                    absl::Duration later = {},
                                                    int64_t known = 0) {
    Call call = CallOf();
    call.time += later;
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/" + session);
    request.set_count(count);
    request.set_if_revision_differs(known);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.GetSession(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<v1::StartSessionResponse> Start(const std::string& patient,
                                                 const std::string& session,
                                                 const std::string& rest,
                                                 absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    auto request = ParseText<v1::StartSessionRequest>(rest);
    request.set_name(patient + "/routine/sessions/" + session);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.StartSession(call, request));
    return Parsed(reply);
  }

  void LogDone(const std::string& patient, int number) {
    Call call = CallOf();
    v1::LogSessionRequest request;
    request.set_parent(patient);
    request.mutable_session_log()->set_session_number(number);
    request.mutable_session_log()->set_completed_pct(100);
    ASSERT_THAT(progress_.LogSession(call, request), IsOk());
  }
};

constexpr char kAllDenied[] = "recheck { others_denied: true } pain_before: 2";

TEST_F(RoutineServiceTest, ServesTheRoutineAndEachSessionAsIssued) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto got, GetRoutine(patient));
  const v1::Routine& routine = got.routine();
  EXPECT_EQ(got.revision(), 2);
  EXPECT_EQ(routine.name(), patient + "/routine");
  EXPECT_EQ(routine.revision(), 2);
  EXPECT_FALSE(routine.etag().empty());
  EXPECT_EQ(routine.gate(), v1::GATE_OK);
  ASSERT_THAT(routine.sessions(), SizeIs(18));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto all, GetSession(patient, "1", 18));
  ASSERT_THAT(all.sessions(), SizeIs(18));
  for (int i = 0; i < 18; ++i) {
    const v1::Session& session = routine.sessions(i);
    EXPECT_EQ(session.SerializeAsString(), all.sessions(i).SerializeAsString());
    EXPECT_EQ(session.name(),
              patient + "/routine/sessions/" + std::to_string(i + 1));
    EXPECT_EQ(session.revision(), 2);
  }
}

TEST_F(RoutineServiceTest, AKnownRevisionIsNotSentAgain) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_THAT(
      GetRoutine(patient, 2),
      testing::IsOkAndHolds(EqualsProto("revision: 2 not_modified: true")));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto other, GetRoutine(patient, 1));
  EXPECT_TRUE(other.has_routine());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto session,
                             GetSession(patient, "1", 0, {}, 2));
  EXPECT_TRUE(session.not_modified());
  EXPECT_THAT(session.sessions(), IsEmpty());
}

TEST_F(RoutineServiceTest, TodayIsTheFirstSessionThatWasNotDone) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first, GetSession(patient, "today"));
  ASSERT_THAT(first.sessions(), SizeIs(1));
  EXPECT_EQ(first.sessions(0).number(), 1);
  EXPECT_FALSE(first.rest_day());
  LogDone(patient, 1);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto second, GetSession(patient, "today"));
  ASSERT_THAT(second.sessions(), SizeIs(1));
  EXPECT_EQ(second.sessions(0).number(), 2);
  EXPECT_TRUE(second.rest_day());
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto later, GetSession(patient, "today", 0, absl::Hours(24 * 7)));
  EXPECT_FALSE(later.rest_day());
}

// Nothing is refused on a day on which the plan wants rest.
TEST_F(RoutineServiceTest, ACheckInOnARestDayTellsIt) {
  const std::string patient = NewPatientWithRoutine();
  const auto rests = [&](const std::string& session, int hours) {
    const auto started =
        Start(patient, session, kAllDenied, absl::Hours(hours));
    EXPECT_THAT(started, IsOk());
    return started->rest_day();
  };
  EXPECT_FALSE(rests("today", 0));
  EXPECT_FALSE(rests("today", 0)) << "nothing was done yet";
  LogDone(patient, 1);
  EXPECT_TRUE(rests("today", 1));
  EXPECT_TRUE(rests("1", 1)) << "whichever is done again";
  EXPECT_TRUE(rests("2", 24));
  EXPECT_FALSE(rests("today", 48));
}

TEST_F(RoutineServiceTest, ADoneBlockSaysSo) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= 18; ++number) LogDone(patient, number);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto today, GetSession(patient, "today"));
  EXPECT_TRUE(today.block_complete());
  EXPECT_THAT(today.sessions(), IsEmpty());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto third, GetSession(patient, "3"));
  EXPECT_THAT(third.sessions(), SizeIs(1));
  const absl::Status none = Start(patient, "today", kAllDenied).status();
  EXPECT_THAT(none, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(ReasonOf(none), "BLOCK_COMPLETE");
}

TEST_F(RoutineServiceTest, ARunningBlockGoesOnWhenItIsPlannedAgain) {
  const std::string patient = NewPatientWithRoutine();
  LogDone(patient, 1);
  auto retest = Submission(patient);
  Call later = CallOf();
  later.time += absl::Hours(24 * 8);
  ASSERT_THAT(assessments_.SubmitAssessment(later, retest), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto today, GetSession(patient, "today", 0, absl::Hours(24 * 8)));
  ASSERT_THAT(today.sessions(), SizeIs(1));
  EXPECT_EQ(today.sessions(0).number(), 2);
  EXPECT_FALSE(today.rest_day());
}

TEST_F(RoutineServiceTest, AnAssessmentAfterABlockBeginsTheNext) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number <= 18; ++number) LogDone(patient, number);
  Submit(Submission(patient));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto today, GetSession(patient, "today"));
  ASSERT_THAT(today.sessions(), SizeIs(1));
  EXPECT_EQ(today.sessions(0).number(), 19);
  EXPECT_EQ(today.sessions(0).week(), 1);
  EXPECT_FALSE(today.block_complete());
  EXPECT_THAT(GetSession(patient, "1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(GetSession(patient, "36"), IsOk());
}

TEST_F(RoutineServiceTest, BadReadsAreRefused) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_THAT(ViolatedFields(GetSession(patient, "1", -1).status()),
              ElementsAre("count"));
  EXPECT_THAT(ViolatedFields(GetSession(patient, "1", 19).status()),
              ElementsAre("count"));
  EXPECT_THAT(ViolatedFields(GetSession(patient, "0").status()),
              ElementsAre("name"));
  EXPECT_THAT(GetSession(patient, "19"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(GetRoutine(NewPatient()), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(GetRoutine(NewPatient("other")),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(RoutineServiceTest, AClosedGateLeavesNoticesAndNoSessions) {
  auto submission = Submission(NewPatient());
  *submission.mutable_assessment()->mutable_screening()->add_answers() =
      ParseText<v1::RedFlagAnswer>(R"pb(red_flag: "rf_saddle_sensation"
                                        present: true)pb");
  Submit(submission);
  for (const std::string& session : {std::string("today"), std::string("1")}) {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto got,
                               GetSession(submission.parent(), session, 18));
    EXPECT_THAT(got.sessions(), IsEmpty());
    EXPECT_EQ(got.gate(), v1::GATE_STOP_AND_REFER_URGENT);
    EXPECT_THAT(got.notices(), Not(IsEmpty()));
    EXPECT_FALSE(got.block_complete());
    // A denial afterwards does not open it.
    TONUS_ASSERT_OK_AND_ASSIGN(const auto started,
                               Start(submission.parent(), session, kAllDenied));
    EXPECT_EQ(started.gate(), v1::GATE_STOP_AND_REFER_URGENT);
    EXPECT_THAT(started.session().items(), IsEmpty());
    EXPECT_THAT(started.notices(), Not(IsEmpty()));
  }
}

TEST_F(RoutineServiceTest, ACheckInNeverOpensAGate) {
  auto unasked = Submission(NewPatient());
  unasked.mutable_assessment()->clear_screening();
  ASSERT_EQ(Submit(unasked).interpretation().gate(), v1::GATE_NOT_CLEARED);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto started,
                             Start(unasked.parent(), "today", kAllDenied));
  EXPECT_EQ(started.gate(), v1::GATE_NOT_CLEARED);
  EXPECT_EQ(started.session().gate(), v1::GATE_NOT_CLEARED);
  EXPECT_THAT(started.session().items(), IsEmpty());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto today,
                             GetSession(unasked.parent(), "today"));
  EXPECT_EQ(today.gate(), v1::GATE_NOT_CLEARED);
  EXPECT_THAT(today.sessions(), IsEmpty());

  // Nor does what is written later, on the strength of the check-in.
  const auto again = Submit(unasked).interpretation();
  EXPECT_EQ(again.gate(), v1::GATE_NOT_CLEARED);
  EXPECT_FALSE(again.open_questions().empty());
}

TEST_F(RoutineServiceTest, NothingOfASessionIsToldWhileAGateIsClosed) {
  auto unasked = Submission(NewPatient());
  unasked.mutable_assessment()->clear_screening();
  Submit(unasked);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto started,
      Start(unasked.parent(), "today",
            "recheck { others_denied: true } pain_before: 6"));
  EXPECT_EQ(started.gate(), v1::GATE_NOT_CLEARED);
  EXPECT_FALSE(started.session().relief());
  EXPECT_THAT(started.session().advice(), IsEmpty());
  EXPECT_THAT(started.session().dropped(), IsEmpty());
  EXPECT_THAT(started.rules(), Not(Contains("A-023")));
}

TEST_F(RoutineServiceTest, ACheckInDoesNotSkipWhatComesBefore) {
  const std::string patient = NewPatientWithRoutine();
  const auto ahead = Start(patient, "2", kAllDenied);
  EXPECT_THAT(ahead, StatusIs(absl::StatusCode::kFailedPrecondition,
                              HasSubstr("session 1 is the next one")));
  EXPECT_EQ(ReasonOf(ahead.status()), "SESSION_AHEAD");
  EXPECT_THAT(Start(patient, "1", kAllDenied), IsOk());
}

TEST_F(RoutineServiceTest, ACheckInAnswersWithThePlannedSession) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto planned, GetSession(patient, "today"));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto started,
                             Start(patient, "today", kAllDenied));
  EXPECT_EQ(started.gate(), v1::GATE_OK);
  EXPECT_EQ(started.revision(), 3);
  EXPECT_EQ(started.session().SerializeAsString(),
            planned.sessions(0).SerializeAsString());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto routine, GetRoutine(patient));
  EXPECT_EQ(routine.revision(), 2);
}

TEST_F(RoutineServiceTest, MuchPainMakesItARelief) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto started,
      Start(patient, "today",
            "recheck { others_denied: true } pain_before: 6"));
  EXPECT_TRUE(started.session().relief());
  EXPECT_THAT(started.rules(), Contains("A-023"));
}

TEST_F(RoutineServiceTest, ReliefHoldsForTheRestOfItsDay) {
  const std::string patient = NewPatientWithRoutine();
  LogDone(patient, 1);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto planned, GetSession(patient, "1", 3));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto started,
      Start(patient, "2", "recheck { others_denied: true } pain_before: 6"));
  ASSERT_TRUE(started.session().relief());
  for (const char* session : {"1", "2"}) {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto now, GetSession(patient, session, 2));
    const int relieved = session[0] == '1' ? 1 : 0;
    EXPECT_EQ(now.sessions(relieved).SerializeAsString(),
              started.session().SerializeAsString());
    EXPECT_FALSE(now.sessions(1 - relieved).relief());
  }
  // A later write of the day does not bring the training back.
  LogDone(patient, 1);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto today, GetSession(patient, "today"));
  EXPECT_TRUE(today.sessions(0).relief());
  // The day is that of the patient, and no known revision hides its end.
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto tomorrow,
      GetSession(patient, "today", 0, absl::Hours(24), today.revision()));
  ASSERT_THAT(tomorrow.sessions(), SizeIs(1));
  EXPECT_EQ(tomorrow.sessions(0).SerializeAsString(),
            planned.sessions(1).SerializeAsString());
}

TEST_F(RoutineServiceTest, LittleTimeMakesAShortSessionForTheDay) {
  const std::string patient = NewPatientWithRoutine();
  for (int number = 1; number < 8; ++number) LogDone(patient, number);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto planned, GetSession(patient, "8"));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto started,
      Start(patient, "8",
            "recheck { others_denied: true } pain_before: 2 minutes_today: 12 "
            "equipment_today { equipment: 'none' }"));
  EXPECT_THAT(started.rules(), Contains("A-052"));
  EXPECT_LE(started.session().total_minutes(), 12);
  EXPECT_FALSE(started.session().short_format().empty());
  EXPECT_FALSE(started.session().relief());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto now, GetSession(patient, "8"));
  EXPECT_EQ(now.sessions(0).SerializeAsString(),
            started.session().SerializeAsString());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto tomorrow,
                             GetSession(patient, "8", 0, absl::Hours(24)));
  // The first session is overdue by then, so the later ones move.
  v1::Session moved = planned.sessions(0);
  *moved.mutable_date() = tomorrow.sessions(0).date();
  EXPECT_EQ(tomorrow.sessions(0).SerializeAsString(),
            moved.SerializeAsString());
}

TEST_F(RoutineServiceTest, TimeAndEquipmentOfTheDayAreChecked) {
  const std::string patient = NewPatientWithRoutine();
  const auto started =
      Start(patient, "today",
            "recheck { others_denied: true } pain_before: 2 minutes_today: 9 "
            "equipment_today { equipment: ['band', 'rocket'] }");
  EXPECT_THAT(
      ViolatedFields(started.status()),
      ::testing::ElementsAre("minutes_today", "equipment_today.equipment[1]"));
}

TEST_F(RoutineServiceTest, ALaterCheckInOfTheDayEndsTheRelief) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto planned, GetSession(patient, "today"));
  ASSERT_THAT(
      Start(patient, "today", "recheck { others_denied: true } pain_before: 6"),
      IsOk());
  ASSERT_THAT(Start(patient, "today", kAllDenied, absl::Hours(1)), IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto now,
                             GetSession(patient, "today", 0, absl::Hours(1)));
  EXPECT_EQ(now.sessions(0).SerializeAsString(),
            planned.sessions(0).SerializeAsString());
}

TEST_F(RoutineServiceTest, AClosingYesIsEnoughAlone) {
  for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
    if (!flag.asked()) continue;
    const bool closes =
        flag.action() == knowledge::v1::SAFETY_ACTION_STOP_AND_REFER_URGENT ||
        flag.action() == knowledge::v1::SAFETY_ACTION_REFER;
    const std::string patient = NewPatientWithRoutine();
    const auto started = Start(
        patient, "today",
        "recheck { answers { red_flag: '" + flag.id() + "' present: true } }");
    if (!closes) {
      EXPECT_THAT(ViolatedFields(started.status()), Contains("pain_before"))
          << flag.id();
      continue;
    }
    ASSERT_THAT(started, IsOk()) << flag.id();
    EXPECT_GE(started->gate(), v1::GATE_REFER) << flag.id();
    EXPECT_THAT(started->session().items(), IsEmpty()) << flag.id();
    TONUS_ASSERT_OK_AND_ASSIGN(const auto today, GetSession(patient, "today"));
    EXPECT_EQ(today.gate(), started->gate()) << flag.id();
    EXPECT_THAT(today.sessions(), IsEmpty()) << flag.id();
    EXPECT_THAT(today.notices(), Not(IsEmpty())) << flag.id();
  }
}

TEST_F(RoutineServiceTest, AClosingYesCountsWhicheverSessionItNames) {
  constexpr char kUrgent[] =
      "recheck { answers { red_flag: 'rf_saddle_sensation' present: true } }";
  const std::string elsewhere = NewPatientWithRoutine();
  ASSERT_THAT(Start(elsewhere, "99", kUrgent), IsOk());
  const std::string done = NewPatientWithRoutine();
  for (int number = 1; number <= 18; ++number) LogDone(done, number);
  ASSERT_THAT(Start(done, "today", kUrgent), IsOk());
  for (const std::string& patient : {elsewhere, done}) {
    TONUS_ASSERT_OK_AND_ASSIGN(const auto today, GetSession(patient, "today"));
    EXPECT_EQ(today.gate(), v1::GATE_STOP_AND_REFER_URGENT);
  }
}

TEST_F(RoutineServiceTest, AYesClosesTheGateForEveryReadAfterIt) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto started, Start(patient, "today", R"pb(
        recheck {
          others_denied: true
          answers { red_flag: "rf_saddle_sensation" present: true }
        }
        pain_before: 2
      )pb"));
  EXPECT_EQ(started.gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(started.session().items(), IsEmpty());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto routine, GetRoutine(patient));
  EXPECT_EQ(routine.revision(), 3);
  EXPECT_EQ(routine.routine().gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(routine.routine().sessions(), IsEmpty());
  for (const storage::Record& record : Everything()) {
    EXPECT_EQ(record.key.find("/session/"), std::string::npos);
  }
  TONUS_ASSERT_OK_AND_ASSIGN(const auto today, GetSession(patient, "today"));
  EXPECT_EQ(today.gate(), v1::GATE_STOP_AND_REFER_URGENT);
  EXPECT_THAT(today.sessions(), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(RoutineServiceTest, ACheckInAnswersEveryQuestionAndItsPain) {
  const std::string patient = NewPatientWithRoutine();
  const auto before = Everything();
  const auto silent = Start(patient, "today", "");
  int rechecks = 0;
  for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
    rechecks += flag.recheck_group() > 0 && flag.asked();
  }
  ASSERT_GT(rechecks, 1);
  EXPECT_THAT(ViolatedFields(silent.status()), SizeIs(rechecks + 1));
  EXPECT_THAT(ViolatedFields(silent.status()), Contains("pain_before"));
  const auto one = Start(patient, "today", R"pb(
    recheck { answers { red_flag: "rf_saddle_sensation" } }
    pain_before: 0
  )pb");
  EXPECT_THAT(ViolatedFields(one.status()), SizeIs(rechecks - 1));
  for (const char* pain : {"-1", "11"}) {
    EXPECT_THAT(
        ViolatedFields(
            Start(patient, "today",
                  std::string("recheck { others_denied: true } pain_before: ") +
                      pain)
                .status()),
        ElementsAre("pain_before"));
  }
  EXPECT_THAT(Start(patient, "19", kAllDenied),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Start(NewPatient(), "1", kAllDenied),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_LT(before.size(), Everything().size());  // The second patient alone.
  TONUS_ASSERT_OK_AND_ASSIGN(const auto state, log_.ReadState(RefOf(patient)));
  EXPECT_EQ(state.head().revision(), 2);
}

TEST_F(RoutineServiceTest, EveryFlagAnsweredNeedsNoDenial) {
  const std::string patient = NewPatientWithRoutine();
  Call call = CallOf();
  v1::StartSessionRequest request;
  request.set_name(patient + "/routine/sessions/1");
  request.set_pain_before(0);
  for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
    if (flag.recheck_group() == 0 || !flag.asked()) continue;
    request.mutable_recheck()->add_answers()->set_red_flag(flag.id());
  }
  EXPECT_THAT(routines_.StartSession(call, request), IsOk());
}

TEST_F(RoutineServiceTest, ExplainsWhatIsThereAndRefusesWhatIsNot) {
  const std::string patient = NewPatientWithRoutine();
  v1::ExplainRoutineRequest request;
  request.set_name(patient + "/routine");
  Call call = CallOf();
  EXPECT_THAT(ViolatedFields(routines_.ExplainRoutine(call, request).status()),
              ElementsAre("subject"));
  request.set_muscle("tail");
  EXPECT_THAT(ViolatedFields(routines_.ExplainRoutine(call, request).status()),
              ElementsAre("muscle"));
  request.set_muscle("iliopsoas.R");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response,
                             routines_.ExplainRoutine(call, request));
  EXPECT_THAT(response.explanation().sentences(), Not(IsEmpty()));
}

TEST(StoredReplyTest, IsTheMessageThatParsingWouldGive) {
  v1::GetSessionResponse whole = ParseText<v1::GetSessionResponse>(R"pb(
    sessions { name: "a" number: 1 revision: 7 }
    sessions {
      name: "b"
      number: 2
      revision: 300
      items { order: 1 }
    }
    revision: 7
    gate: GATE_OK
    rest_day: true
  )pb");
  std::vector<std::string> sessions;
  for (const auto& session : whole.sessions()) {
    sessions.push_back(session.SerializeAsString());
  }
  EXPECT_EQ(RevisionOfSession(sessions[0]), 7);
  EXPECT_EQ(RevisionOfSession(sessions[1]), 300);
  EXPECT_EQ(RevisionOfSession(""), 0);
  EXPECT_EQ(RevisionOfSession("\xff"), 0);
  v1::GetSessionResponse rest = whole;
  rest.clear_sessions();
  EXPECT_EQ(ReplyWithSessions(sessions, rest).bytes,
            engine::DeterministicBytes(whole));
}

}  // namespace
}  // namespace tonus
