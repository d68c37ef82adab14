// SPDX-License-Identifier: Apache-2.0
// A session that was done stays as it was, whatever is planned again.

#include <set>
#include <string>
#include <vector>

#include "tests/services/block_fixture.h"

namespace tonus {
namespace {

using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;

// Something that was done on `day` and told later.
struct Done {
  int number = 0;  // Of the session; 0 for something at home.
  int day = 0;
  int hour = 0;
  int pct = 0;
};

class KeptSessionsTest : public testing::BlockFixture {
 protected:
  // The bytes of the first sessions, without the revision of their routine.
  std::vector<std::string> FirstOf(const v1::Routine& routine, int count) {
    std::vector<std::string> bytes;
    for (int i = 0; i < count && i < routine.sessions_size(); ++i) {
      v1::Session session = routine.sessions(i);
      session.clear_revision();
      bytes.push_back(engine::DeterministicBytes(session));
    }
    return bytes;
  }

  // What the sessions serve is told.
  static void ExpectDecisionsTold(const v1::Routine& routine) {
    std::set<std::string> told;
    for (const v1::Decision& decision : routine.decisions()) {
      told.insert(decision.id());
    }
    for (const v1::Session& session : routine.sessions()) {
      for (const v1::SessionItem& item : session.items()) {
        if (item.decision().empty()) continue;
        EXPECT_EQ(told.count(item.decision()), 1U)
            << session.number() << " " << item.decision();
      }
    }
  }

  void TellDone(const std::string& patient, const Done& done, int hours) {
    const std::string time = Time(24 * done.day + done.hour);
    if (done.number == 0) {
      ASSERT_THAT(Home(patient,
                       absl::StrCat("log_time ", time,
                                    " items { times: 1 exercise { exercise: "
                                    "'cat_cow' pain_during_max: 1 } }"),
                       hours),
                  IsOk());
      return;
    }
    ASSERT_THAT(Log(patient,
                    absl::StrCat("session_number: ", done.number,
                                 " rpe: 6 pain_before: 2 completed_pct: ",
                                 done.pct, " session_time ", time),
                    hours),
                IsOk());
  }

  // What is shown on `day`, without what counts arrivals.
  v1::Routine ShownOn(const std::string& patient, int day) {
    v1::Routine routine = Routine(patient, day);
    routine.clear_name();
    routine.clear_revision();
    routine.clear_etag();
    routine.clear_create_time();
    for (v1::Session& session : *routine.mutable_sessions()) {
      session.clear_name();
      session.clear_revision();
    }
    return routine;
  }

  // Everything that was tight is in order, and something else is not.
  void Reassess(const std::string& patient, int day) {
    auto submission = Submission(patient);
    submission.mutable_assessment()->clear_results();
    for (const char* result :
         {"test: 'mod_thomas_hip' side: SIDE_LEFT value: 0",
          "test: 'mod_thomas_hip' side: SIDE_RIGHT value: 0",
          "test: 'wblt' side: SIDE_LEFT value: 4",
          "test: 'wblt' side: SIDE_RIGHT value: 4",
          "test: 'ankle_df_knee_flex' side: SIDE_LEFT value: 5",
          "test: 'ankle_df_knee_flex' side: SIDE_RIGHT value: 5",
          "test: 'thoracic_rot_seated' side: SIDE_LEFT value: 25",
          "test: 'thoracic_rot_seated' side: SIDE_RIGHT value: 25"}) {
      *submission.mutable_assessment()->add_results() =
          ParseText<v1::TestResult>(result);
    }
    Call call = On(day);
    ASSERT_THAT(assessments_.SubmitAssessment(call, submission), IsOk());
  }
};

TEST_F(KeptSessionsTest, ANewAssessmentChangesOnlyWhatIsOpen) {
  const std::string patient = NewPatientAfter(4);
  const v1::Routine before = Routine(patient, 8);
  Reassess(patient, 8);
  const v1::Routine after = Routine(patient, 8);
  ASSERT_THAT(after.sessions(), SizeIs(18));
  EXPECT_EQ(FirstOf(after, 4), FirstOf(before, 4));
  EXPECT_NE(FirstOf(after, 5), FirstOf(before, 5));
  for (const v1::Session& session : after.sessions()) {
    EXPECT_EQ(session.revision(), after.revision());
  }
  ExpectDecisionsTold(after);
  for (const int number : {1, 4}) {
    v1::Session read = Session(patient, absl::StrCat(number), 8);
    read.clear_revision();
    EXPECT_EQ(engine::DeterministicBytes(read), FirstOf(before, 4)[number - 1]);
  }
  ExpectRebuilt(patient);
}

TEST_F(KeptSessionsTest, TheyStayWhileTheGateIsClosedAndAfterIt) {
  const std::string patient = NewPatientAfter(4);
  const v1::Routine before = Routine(patient, 8);
  TellFlag(patient, 9);
  Reassess(patient, 10);
  Clear(patient, 12);
  EXPECT_EQ(FirstOf(Routine(patient, 12), 4), FirstOf(before, 4));
  ExpectRebuilt(patient);
}

// A clock may be wrong: a log of a day before the routine is one of the session
// as it was issued first, whenever it arrives.
TEST_F(KeptSessionsTest, OneOfADayBeforeTheRoutineIsThatOfTheFirst) {
  std::vector<std::string> first;
  for (const bool early_last : {false, true}) {
    const std::string patient = NewPatientWithRoutine();
    const std::string exercise =
        Routine(patient, 0).sessions(0).items(1).exercise();
    const std::string early = absl::StrCat(
        "session_number: 1 completed_pct: 100 session_time ", Time(-24),
        " exercises { exercise: '", exercise, "' completed_pct: 100 }");
    const std::string symptom = absl::StrCat(
        "session_number: 3 completed_pct: 100 session_time ", Time(24 * 4),
        " exercises { exercise: '", exercise, "' neuro_symptom: true }");
    const auto one = Log(patient, early_last ? symptom : early, 24 * 5);
    const auto other = Log(patient, early_last ? early : symptom, 24 * 5 + 1);
    ASSERT_THAT(one, IsOk());
    ASSERT_THAT(other, IsOk());
    v1::Session session = Session(patient, "1", 5);
    session.clear_name();
    session.clear_revision();
    first.push_back(engine::DeterministicBytes(session));
  }
  EXPECT_EQ(first[1], first[0]);
}

// What the first log issues anew, by findings that have aged, is not what was
// done before it, by whichever log it is told.
TEST_F(KeptSessionsTest, OneThatIsToldLateIsAsItWasIssuedThenInAnyOrder) {
  struct Case {
    int told;
    std::vector<Done> done;
  };
  const Case cases[] = {
      {60, {{17, 53, 6, 100}, {17, 53, 4, 0}}},
      {60, {{17, 53, 4, 100}, {17, 53, 6, 0}}},
      {60, {{17, 53, 6, 100}, {17, 51, 4, 0}}},
      {60, {{17, 53, 6, 100}, {17, 53, 4, 50}}},
      {60, {{17, 53, 6, 100}, {16, 51, 4, 0}}},
      {60, {{5, 11, 6, 100}, {5, 11, 4, 0}}},
      {17, {{5, 11, 6, 100}, {5, 11, 4, 0}}},
      {60, {{18, 54, 6, 100}, {0, 54, 8, 100}}},
      {60, {{17, 53, 6, 100}, {16, 51, 4, 100}}},
  };
  for (const Case& c : cases) {
    const Done& first = c.done[0];
    SCOPED_TRACE(absl::StrCat(first.number, " and ", c.done[1].number, " ",
                              c.done[1].pct, " % of day ", c.done[1].day,
                              " hour ", c.done[1].hour));
    std::vector<v1::Routine> shown;
    for (const bool backwards : {false, true}) {
      const std::string patient = NewPatientWithRoutine();
      const v1::Routine issued = ShownOn(patient, 0);
      for (int i = 0; i < 2; ++i) {
        TellDone(patient, c.done[backwards ? 1 - i : i], 24 * c.told + i);
      }
      shown.push_back(ShownOn(patient, c.told + 1));
      ASSERT_THAT(shown.back().sessions(), SizeIs(18));
      EXPECT_EQ(shown.back().sessions(first.number - 1).ShortDebugString(),
                issued.sessions(first.number - 1).ShortDebugString());
      ExpectDecisionsTold(shown.back());
      ExpectRebuilt(patient);
    }
    EXPECT_EQ(shown[1].DebugString(), shown[0].DebugString());
  }
}

// It was done when it was begun first, also when that is told last.
TEST_F(KeptSessionsTest, OneOfTwoLogsIsAsItWasIssuedByTheEarlier) {
  std::vector<std::string> shown;
  for (const bool backwards : {false, true}) {
    const std::string patient = NewPatientAfter(3);
    const v1::Routine before = ShownOn(patient, 6);
    Reassess(patient, 8);
    const Done logs[] = {{4, 7, 2, 50}, {4, 9, 2, 100}};
    for (int i = 0; i < 2; ++i) {
      TellDone(patient, logs[backwards ? 1 - i : i], 24 * 10 + i);
    }
    const v1::Routine after = ShownOn(patient, 10);
    EXPECT_EQ(FirstOf(after, 4), FirstOf(before, 4));
    EXPECT_NE(FirstOf(after, 5), FirstOf(before, 5));
    ExpectDecisionsTold(after);
    shown.push_back(after.DebugString());
  }
  EXPECT_EQ(shown[1], shown[0]);
}

// What was done in part stays as it was, too.
TEST_F(KeptSessionsTest, OneThatWasBegunStays) {
  const std::string patient = NewPatientAfter(3);
  ASSERT_THAT(Log(patient, "session_number: 4 completed_pct: 40", 24 * 7),
              IsOk());
  const v1::Routine before = Routine(patient, 8);
  Reassess(patient, 8);
  EXPECT_EQ(FirstOf(Routine(patient, 8), 4), FirstOf(before, 4));
  EXPECT_EQ(Progress(patient, 8).next().session_number(), 5);
  ExpectRebuilt(patient);
}

TEST_F(KeptSessionsTest, OneThatIsFoundNotDoneIsPlannedAgain) {
  const std::string patient = NewPatientAfter(4);
  const v1::Routine before = Routine(patient, 8);
  Reassess(patient, 8);
  v1::ListLogsRequest request;
  request.set_parent(patient);
  Call call = On(8);
  const auto logs = progress_.ListLogs(call, request);
  ASSERT_THAT(logs, IsOk());
  std::string last;
  for (const v1::SessionLog& log : logs->session_logs()) {
    if (log.session_number() == 4) last = log.name();
  }
  ASSERT_THAT(
      Amend(last, "withdraw: true reason: AMENDMENT_REASON_WRONG_PATIENT",
            24 * 8),
      IsOk());
  const v1::Routine after = Routine(patient, 8);
  EXPECT_EQ(FirstOf(after, 3), FirstOf(before, 3));
  EXPECT_NE(FirstOf(after, 4), FirstOf(before, 4));
  ExpectRebuilt(patient);
}

TEST_F(KeptSessionsTest, APreviewLeavesThemToo) {
  const std::string patient = NewPatientAfter(4);
  const v1::Routine before = Routine(patient, 8);
  Call call = On(8);
  auto request = ParseText<v1::PreviewRoutineRequest>(
      "overrides { exclude_exercise: 'glute_bridge' reason: "
      "OVERRIDE_REASON_ORGANISATION }");
  request.set_name(patient + "/routine");
  const auto preview = routines_.PreviewRoutine(call, request);
  ASSERT_THAT(preview, IsOk());
  EXPECT_EQ(FirstOf(preview->routine(), 4).size(), 4U);
  for (const v1::SessionChange& change : preview->diff().sessions()) {
    EXPECT_GT(change.number(), 4);
  }
}

}  // namespace
}  // namespace tonus
