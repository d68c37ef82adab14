// SPDX-License-Identifier: Apache-2.0
// What follows from an absence shows on its day, before anything is written.

#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/patient/block.h"
#include "tests/services/block_fixture.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::StatusIs;

class AbsenceTest : public testing::BlockFixture {
 protected:
  absl::StatusOr<v1::StartSessionResponse> Start(const std::string& patient,
                                                 int day, bool all = false) {
    Call call = On(day);
    auto request = ParseText<v1::StartSessionRequest>(
        "pain_before: 1 recheck { others_denied: true }");
    request.set_name(patient + "/routine/sessions/today");
    for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
      if (!all || !flag.asked() || flag.recheck_group() != 0) continue;
      request.mutable_recheck()->add_answers()->set_red_flag(flag.id());
    }
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.StartSession(call, request));
    return Parsed(reply);
  }

  v1::GetSessionResponse Today(const std::string& patient, int day,
                               int64_t known = 0) {
    Call call = On(day);
    v1::GetSessionRequest request;
    request.set_name(patient + "/routine/sessions/today");
    request.set_if_revision_differs(known);
    return Parsed(*routines_.GetSession(call, request));
  }
};

TEST_F(AbsenceTest, AWeekWithoutSessionsShowsWhenItIsOver) {
  const std::string patient = NewPatientAfter(3);
  const v1::Routine issued = Routine(patient, 13);
  EXPECT_THAT(RulesOf(Session(patient, "today", 13)), IsEmpty());
  // A reader that has it is told that it changed with the day.
  const v1::GetSessionResponse before = Today(patient, 13);
  const v1::GetSessionResponse today = Today(patient, 14, before.revision());
  EXPECT_FALSE(today.not_modified());
  ASSERT_THAT(today.sessions(), SizeIs(1));
  EXPECT_EQ(today.sessions(0).number(), 4);
  EXPECT_THAT(RulesOf(today.sessions(0)), ElementsAre("A-058"));
  const v1::Routine shown = Routine(patient, 14);
  EXPECT_EQ(shown.revision(), issued.revision()) << "nothing was written";
  EXPECT_THAT(RulesOf(shown.sessions(3)), ElementsAre("A-058"));

  // The check-in issues what was shown.
  const auto started = Start(patient, 14);
  ASSERT_THAT(started, IsOk());
  const v1::Routine after = Routine(patient, 14);
  EXPECT_GT(after.revision(), issued.revision());
  ASSERT_THAT(after.sessions(), SizeIs(18));
  for (int i = 0; i < 18; ++i) {
    v1::Session one = after.sessions(i);
    v1::Session other = shown.sessions(i);
    one.clear_revision();
    other.clear_revision();
    // The answers of the check-in run out later than those before.
    one.clear_expire_date();
    other.clear_expire_date();
    EXPECT_EQ(engine::DeterministicBytes(one),
              engine::DeterministicBytes(other))
        << i + 1;
  }
  EXPECT_THAT(RulesOf(started->session()), ElementsAre("A-058"));
  ExpectRebuilt(patient);
}

TEST_F(AbsenceTest, LittleOfAWeekShowsTooAndALogIssuesIt) {
  const std::string patient = NewPatientAfter(4);
  const v1::Routine issued = Routine(patient, 13);
  EXPECT_THAT(RulesOf(Session(patient, "today", 14)), ElementsAre("A-057"));
  DoNext(patient, 14);
  EXPECT_GT(Routine(patient, 14).revision(), issued.revision());
  EXPECT_THAT(RulesOf(Session(patient, "today", 16)), ElementsAre("A-057"));
  ExpectRebuilt(patient);
}

TEST_F(AbsenceTest, AWeekWithItsSessionsChangesNothing) {
  const std::string patient = NewPatientAfter(6);
  const int64_t revision = Today(patient, 13).revision();
  EXPECT_TRUE(Today(patient, 14, revision).not_modified());
  EXPECT_THAT(RulesOf(Session(patient, "today", 14)), IsEmpty());
}

TEST_F(AbsenceTest, AfterMoreThanTwoWeeksTheTestsOfTheStartAreShown) {
  const std::string patient = NewPatientAfter(6);
  EXPECT_THAT(Routine(patient, 11 + 14).retests(), SizeIs(3));
  const v1::Routine shown = Routine(patient, 11 + 15);
  ASSERT_THAT(shown.retests(), SizeIs(4));
  EXPECT_EQ(shown.retests(1).before_session(), 7);
  EXPECT_THAT(Start(patient, 11 + 15),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Start(patient, 11 + 15, /*all=*/true), IsOk());
  EXPECT_THAT(Routine(patient, 11 + 15).retests(), SizeIs(4));
}

// Before anything is written: the tests are due, and a clinician is told.
TEST_F(AbsenceTest, TheTestsOfTheStartComeNextAndAreTold) {
  const std::string patient = NewPatientAfter(6);
  const auto told = [&](int day) {
    Call call = On(day);
    v1::ListAlertsRequest request;
    request.set_parent(patient);
    const auto alerts = progress_.ListAlerts(call, request);
    EXPECT_THAT(alerts, IsOk());
    return absl::c_any_of(alerts->alerts(), [](const v1::Alert& alert) {
      return alert.kind() == knowledge::v1::ALERT_KIND_RETEST &&
             alert.rule() == "A-058" && !alert.tests().empty();
    });
  };
  EXPECT_FALSE(told(11 + 14));
  EXPECT_TRUE(told(11 + 15));
  const v1::RetestProgress next = Progress(patient, 11 + 15).next().retest();
  EXPECT_EQ(next.before_session(), 7);
  EXPECT_EQ(next.state(), v1::RETEST_STATE_DUE);
}

// Who never began has been away since the first session was due.
TEST_F(AbsenceTest, WhoNeverBeganIsAskedTheSameAfterTwoWeeks) {
  EXPECT_THAT(Start(NewPatientWithRoutine(), 14), IsOk());
  const std::string patient = NewPatientWithRoutine();
  const v1::GetSessionResponse before = Today(patient, 14);
  EXPECT_THAT(RulesOf(before.sessions(0)), IsEmpty());
  const int open = Progress(patient, 14).next().retest().open_tests_size();
  const v1::GetSessionResponse shown = Today(patient, 15, before.revision());
  ASSERT_THAT(shown.sessions(), SizeIs(1)) << "it changed with the day";
  EXPECT_EQ(shown.sessions(0).number(), 1);
  EXPECT_THAT(RulesOf(shown.sessions(0)), ElementsAre("A-058"));
  EXPECT_THAT(shown.sessions(0).advice(),
              Contains(::testing::HasSubstr("all safety questions")));
  const v1::RetestProgress tests = Progress(patient, 15).next().retest();
  EXPECT_EQ(tests.before_session(), 1);
  EXPECT_EQ(tests.state(), v1::RETEST_STATE_DUE);
  EXPECT_GT(tests.open_tests_size(), open) << "those of the start are too old";

  EXPECT_THAT(Start(patient, 15), StatusIs(absl::StatusCode::kInvalidArgument));
  const auto started = Start(patient, 15, /*all=*/true);
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->session().number(), 1);
  DoNext(patient, 15);
  EXPECT_THAT(RulesOf(Session(patient, "1", 17)), ElementsAre("A-058"));
  EXPECT_THAT(RulesOf(Session(patient, "today", 17)), IsEmpty());
  EXPECT_THAT(Start(patient, 17), IsOk());
  ExpectRebuilt(patient);
}

// A pause before the first session excuses it and makes it no sooner.
// What is planned after a correction knows of the days since.
TEST_F(AbsenceTest, ACorrectedAssessmentDoesNotTakeItAway) {
  const std::string patient = NewPatientAfter(3);
  const auto rules = [&]() { return RulesOf(Session(patient, "today", 20)); };
  ASSERT_THAT(rules(), Contains("A-058"));
  v1::AmendAssessmentRequest request;
  request.set_name(patient + "/assessments/2");
  *request.mutable_assessment() = Submission(patient).assessment();
  request.mutable_assessment()->mutable_results(0)->set_value(12);
  request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
  Call call = On(20);
  ASSERT_THAT(assessments_.AmendAssessment(call, request), IsOk());
  EXPECT_THAT(rules(), Contains("A-058"));
  EXPECT_THAT(Start(patient, 20), StatusIs(absl::StatusCode::kInvalidArgument));
}

// Answers that are as old as the absence is long say nothing of the return.
TEST_F(AbsenceTest, AnswersFromItsBeginningAreAskedForAgain) {
  for (const int answered : {6, 12}) {
    const std::string patient = NewPatientAfter(3);
    auto request = Submission(patient);
    request.mutable_assessment()->clear_assessment_time();
    for (const auto& flag : testing::ReleasedKnowledge().pack().red_flags()) {
      if (!flag.asked()) continue;
      request.mutable_assessment()
          ->mutable_screening()
          ->add_answers()
          ->set_red_flag(flag.id());
    }
    Call call = On(answered);
    ASSERT_THAT(assessments_.SubmitAssessment(call, request), IsOk());
    EXPECT_EQ(Start(patient, 24).ok(), answered == 12) << answered;
  }
}

TEST_F(AbsenceTest, SoIsWhoPausedBeforeTheFirstSession) {
  const std::string patient = NewPatientWithRoutine();
  Call call = On(0);
  auto pause = ParseText<v1::PauseRoutineRequest>(
      "pause { reason: PAUSE_REASON_HOLIDAY }");
  pause.set_name(patient + "/routine");
  *pause.mutable_pause()->mutable_end_date() = engine::ToDate(Date(30));
  ASSERT_THAT(routines_.PauseRoutine(call, pause), IsOk());
  EXPECT_THAT(Start(patient, 32), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Start(patient, 32, /*all=*/true), IsOk());
}

// Whoever rested long is as little in practice as whoever was away.
TEST_F(AbsenceTest, ALongPauseAsksWhatALongAbsenceAsks) {
  for (const char* reason : {"ILLNESS", "HOLIDAY", "FLARE", "OTHER"}) {
    SCOPED_TRACE(reason);
    const std::string patient = NewPatientAfter(6);
    Call call = On(12);
    auto pause = ParseText<v1::PauseRoutineRequest>(
        absl::StrCat("pause { reason: PAUSE_REASON_", reason, " }"));
    pause.set_name(patient + "/routine");
    *pause.mutable_pause()->mutable_end_date() = engine::ToDate(Date(68));
    ASSERT_THAT(routines_.PauseRoutine(call, pause), IsOk());
    EXPECT_EQ(Progress(patient, 69).weeks(1).missed_sessions(), 0);
    ASSERT_THAT(Routine(patient, 69).retests(), SizeIs(4));
    EXPECT_EQ(Routine(patient, 69).retests(1).before_session(), 7);
    EXPECT_THAT(Start(patient, 69),
                StatusIs(absl::StatusCode::kInvalidArgument));
    const auto started = Start(patient, 69, /*all=*/true);
    ASSERT_THAT(started, IsOk());
    EXPECT_EQ(started->session().number(), 7);
    EXPECT_THAT(RulesOf(started->session()), ElementsAre("A-058"));
    ExpectRebuilt(patient);
  }
}

// A week that is told of does so once, and only where it is true.
TEST_F(AbsenceTest, EachSessionTellsItOnce) {
  const std::string patient = NewPatientAfter(4);
  const auto reasons_of = [&](const v1::Session& session) {
    std::vector<std::string> reasons;
    for (const v1::AppliedAdaptation& applied : session.adaptations()) {
      if (applied.exercise().empty()) reasons.push_back(applied.reason());
    }
    return reasons;
  };
  int shifted = 0;
  const v1::Routine shown = Routine(patient, 14);
  for (const v1::Session& session : shown.sessions()) {
    const bool is_next = session.number() >= 5 && session.number() <= 7;
    bool any = false;
    for (const std::string& reason : reasons_of(session)) {
      any |= absl::StrContains(reason, "six exercises at most");
      shifted += absl::StrContains(reason, "was done again") ? 1 : 0;
    }
    EXPECT_EQ(any, is_next) << session.number();
  }
  EXPECT_GT(shifted, 0);
  const std::vector<std::string> late =
      reasons_of(Session(patient, "today", 45));
  EXPECT_THAT(late, Not(IsEmpty()));
  EXPECT_EQ(std::set<std::string>(late.begin(), late.end()).size(),
            late.size());
}

TEST_F(AbsenceTest, ItWaitsWhereChangesAreReviewed) {
  const std::string patient = NewPatientAfter(3);
  Call call = On(5);
  ChoosePolicy(call, patient, "routine_changes", "review");
  EXPECT_THAT(RulesOf(Session(patient, "today", 14)), IsEmpty());
  const auto started = Start(patient, 14);
  ASSERT_THAT(started, IsOk());
  EXPECT_THAT(RulesOf(started->session()), Not(Contains("A-058")));
  v1::ListProposalsRequest request;
  request.set_parent(patient);
  const auto proposals = routines_.ListProposals(call, request);
  ASSERT_THAT(proposals, IsOk());
  EXPECT_THAT(proposals->proposals(), SizeIs(1));
}

// Whatever becomes of missed sessions: what was done decides, and no number.
class LeftOutTest : public AbsenceTest,
                    public ::testing::WithParamInterface<const char*> {
 protected:
  void Choose(const std::string& patient) {
    Call call = On(0);
    ChoosePolicy(call, patient, "missed_sessions", GetParam());
  }

  // The week that the session is like on that day.
  int WeekOf(const std::string& patient, const v1::Session& session, int day) {
    const storage::v1::PatientState state = *log_.ReadState(RefOf(patient));
    const engine::SessionAdaptation adapted =
        AdaptationOf(testing::ReleasedKnowledge(), state, Date(day))
            .For(session.number(), Date(day));
    return adapted.like_week > 0 ? adapted.like_week : session.week();
  }
};

TEST_P(LeftOutTest, WhoWasAwayLongIsAskedAndBeginsEarlier) {
  for (const int away : {17, 30}) {
    SCOPED_TRACE(away);
    const std::string patient = NewPatientAfter(1);
    Choose(patient);
    EXPECT_THAT(Start(patient, away),
                StatusIs(absl::StatusCode::kInvalidArgument));
    const auto started = Start(patient, away, /*all=*/true);
    ASSERT_THAT(started, IsOk());
    const v1::Session& session = started->session();
    EXPECT_GT(session.number(), 6);
    EXPECT_THAT(RulesOf(session), Contains("A-058"));
    EXPECT_THAT(session.advice(),
                Contains(::testing::HasSubstr("all safety questions")));
    EXPECT_EQ(WeekOf(patient, session, away), 1) << "as in the first week";
    int asked = 0;
    const v1::Routine routine = Routine(patient, away);
    for (const v1::Retest& retest : routine.retests()) {
      asked += retest.before_session() == session.number() ? 1 : 0;
    }
    EXPECT_GE(asked, 1);
    ExpectRebuilt(patient);
  }
}

TEST_P(LeftOutTest, WhoDidTwoWeeksBeginsWithTheFirst) {
  const std::string patient = NewPatientAfter(6);
  Choose(patient);
  const auto started = Start(patient, 11 + 20, /*all=*/true);
  ASSERT_THAT(started, IsOk());
  EXPECT_THAT(RulesOf(started->session()), Contains("A-058"));
  EXPECT_EQ(WeekOf(patient, started->session(), 31), 1);
}

TEST_P(LeftOutTest, WhoNeverBeganBeginsWithTheFirstWeek) {
  const std::string patient = NewPatientWithRoutine();
  Choose(patient);
  const v1::Session shown = Session(patient, "today", 20);
  EXPECT_GT(shown.number(), 6);
  EXPECT_THAT(RulesOf(shown), ElementsAre("A-058", "A-058"));
  EXPECT_THAT(Start(patient, 20), StatusIs(absl::StatusCode::kInvalidArgument));
  const auto started = Start(patient, 20, /*all=*/true);
  ASSERT_THAT(started, IsOk());
  EXPECT_THAT(RulesOf(started->session()), ElementsAre("A-058", "A-058"));
  EXPECT_EQ(WeekOf(patient, started->session(), 20), 1);
  DoNext(patient, 20);
  // Little was done in that week, so three sessions repeat it.
  for (const int day : {21, 23, 25}) {
    const v1::Session next = Session(patient, "today", day);
    EXPECT_THAT(RulesOf(next), Contains("A-058"));
    EXPECT_EQ(WeekOf(patient, next, day), 1);
    DoNext(patient, day);
  }
  EXPECT_EQ(WeekOf(patient, Session(patient, "today", 28), 28), 2);
  ExpectRebuilt(patient);
}

TEST_P(LeftOutTest, TheNextSessionsAreThoseThatCanBeDone) {
  const std::string patient = NewPatientAfter(1);
  Choose(patient);
  // The second week begins, and its first two sessions pass.
  for (const int day : {7, 9, 11}) {
    SCOPED_TRACE(day);
    const v1::Session session = Session(patient, "today", day);
    EXPECT_THAT(RulesOf(session), Contains("A-057"));
    EXPECT_LE(session.items_size(), 6);
  }
}

INSTANTIATE_TEST_SUITE_P(Choices, LeftOutTest,
                         ::testing::Values("drop", "merge"));

}  // namespace
}  // namespace tonus
