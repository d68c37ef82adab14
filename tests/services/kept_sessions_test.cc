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
  // What they serve is still told.
  std::set<std::string> told;
  for (const v1::Decision& decision : after.decisions()) {
    told.insert(decision.id());
  }
  for (const v1::Session& session : after.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      if (item.decision().empty()) continue;
      EXPECT_EQ(told.count(item.decision()), 1U)
          << session.number() << " " << item.decision();
    }
  }
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
