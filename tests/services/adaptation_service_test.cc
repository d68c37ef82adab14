// SPDX-License-Identifier: Apache-2.0
// A log changes what comes next, the way every change goes.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "tests/services/log_fixture.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;

constexpr char kRed[] =
    "log_id: 'red' session_number: 1 completed_pct: 90 pain_before: 1 "
    "exercises { exercise: 'glute_bridge' pain_during_max: 7 }";

class AdaptationServiceTest : public testing::LogFixture {
 protected:
  v1::Session Session(const std::string& patient, int number) {
    Call call = At(0);
    v1::GetSessionRequest request;
    request.set_name(absl::StrCat(patient, "/routine/sessions/", number));
    const auto reply = routines_.GetSession(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply).sessions(0) : v1::Session();
  }

  static bool Has(const v1::Session& session, absl::string_view exercise) {
    return absl::c_any_of(session.items(), [&](const v1::SessionItem& item) {
      return item.exercise() == exercise;
    });
  }

  v1::Gate GateOf(const std::string& patient) {
    Call call = At(0);
    v1::GetRoutineRequest request;
    request.set_name(absl::StrCat(patient, "/routine"));
    const auto reply = routines_.GetRoutine(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply).routine().gate() : v1::GATE_UNSPECIFIED;
  }

  void AskForReview(const std::string& patient) {
    ChoosePolicy(At(0), patient, "routine_changes", "review");
  }
};

TEST_F(AdaptationServiceTest, ARedExerciseIsGoneFromTheNextSessions) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_TRUE(Has(Session(patient, 1), "glute_bridge"));
  const v1::Session first = Session(patient, 1);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Log(patient, kRed));
  EXPECT_EQ(response.routine_revision(), response.revision());
  ASSERT_THAT(response.adaptations(), Not(IsEmpty()));
  EXPECT_EQ(response.adaptations(0).SerializeAsString(),
            Session(patient, 2).adaptations(0).SerializeAsString());
  for (const int number : {2, 3}) {
    const v1::Session session = Session(patient, number);
    EXPECT_FALSE(Has(session, "glute_bridge")) << number;
    EXPECT_THAT(session.advice(), Contains(HasSubstr("hurt too much")));
    ASSERT_THAT(session.adaptations(), Not(IsEmpty()));
    EXPECT_EQ(session.adaptations(0).rule(), "A-020");
    EXPECT_THAT(session.adaptations(0).logs(), ElementsAre("red"));
  }
  v1::Session still = Session(patient, 1);
  still.set_revision(first.revision());
  EXPECT_EQ(engine::DeterministicBytes(still),
            engine::DeterministicBytes(first))
      << "it was done";
  ExpectRebuilt(patient);
}

TEST_F(AdaptationServiceTest, SafetyDoesNotWaitForAReview) {
  const std::string patient = NewPatientWithRoutine();
  AskForReview(patient);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Log(patient, kRed));
  EXPECT_THAT(response.proposal(), IsEmpty());
  EXPECT_FALSE(Has(Session(patient, 2), "glute_bridge"));
}

// What a movement made worse is ruled out at once, told with its log,
// explained, and the test that ends it is asked for.
TEST_F(AdaptationServiceTest,
       AMovementThatSpreadsPainIsRuledOutAndTestedAgain) {
  const std::string patient = NewPatientWithRoutine();
  AskForReview(patient);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto response,
      Log(patient,
          "log_id: 'spread' session_number: 1 completed_pct: 100 "
          "exercises { exercise: 'cat_cow' spread_down_limb: true }"));
  EXPECT_THAT(response.proposal(), IsEmpty()) << "nothing waits";
  for (const int number : {2, 18}) {
    const v1::Session session = Session(patient, number);
    EXPECT_TRUE(absl::c_any_of(
        session.adaptations(),
        [](const v1::AppliedAdaptation& told) {
          return told.rule() == "A-043" && told.exercise() == "cat_cow" &&
                 absl::c_linear_search(told.logs(), "spread");
        }))
        << number;
    EXPECT_THAT(session.advice(),
                Contains(HasSubstr("left out until this is tested again")));
    EXPECT_FALSE(Has(session, "cat_cow"));
  }
  Call call = At(1);
  v1::ExplainRoutineRequest why;
  why.set_name(absl::StrCat(patient, "/routine"));
  why.set_exercise("cat_cow");
  const auto told = routines_.ExplainRoutine(call, why);
  ASSERT_THAT(told, IsOk());
  EXPECT_THAT(told->explanation().sentences(),
              Contains(HasSubstr("pain spread further down a limb during "
                                 "repeated bending (rule A-043)")));
  v1::GetProgressRequest ask;
  ask.set_name(absl::StrCat(patient, "/progress"));
  const auto progress = progress_.GetProgress(call, ask);
  ASSERT_THAT(progress, IsOk());
  EXPECT_TRUE(absl::c_any_of(
      progress->next().tests(), [](const v1::TestRequest& request) {
        return request.rule() == "A-043" && request.test() == "rep_flexion";
      }));
}

TEST_F(AdaptationServiceTest, AStepUpWaitsForAReviewAndNamesItsLogs) {
  const std::string patient = NewPatientWithRoutine();
  AskForReview(patient);
  const auto easy =
      "session_number: 1 log_id: 'easy' completed_pct: 100 pain_before: 0 "
      "exercises { exercise: 'glute_bridge' pain_during_max: 0 difficulty: -2 "
      "}";
  const std::string before = Session(patient, 2).SerializeAsString();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Log(patient, easy));
  EXPECT_EQ(Session(patient, 2).SerializeAsString(), before);
  EXPECT_EQ(response.routine_revision(), 0);
  ASSERT_THAT(response.adaptations(), Not(IsEmpty()));
  EXPECT_EQ(response.adaptations(0).rule(), "A-012");
  EXPECT_THAT(response.adaptations(0).logs(), ElementsAre("easy"));
  ASSERT_THAT(response.proposal(), Not(IsEmpty()));
  Call call = At(0);
  v1::GetProposalRequest request;
  request.set_name(response.proposal());
  TONUS_ASSERT_OK_AND_ASSIGN(const v1::Proposal proposal,
                             routines_.GetProposal(call, request));
  EXPECT_THAT(proposal.rules(), Contains("A-012"));
  ASSERT_THAT(proposal.diff().sessions(), Not(IsEmpty()));
  EXPECT_THAT(proposal.diff().sessions(0).adaptations(0).logs(),
              ElementsAre("easy"));
}

TEST_F(AdaptationServiceTest, TheThirdRedSessionClosesTheGateUntilCleared) {
  const std::string patient = NewPatientWithRoutine();
  const std::vector<std::string> exercises = {"glute_bridge", "bird_dog_leg",
                                              "march_warmup"};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(GateOf(patient), v1::GATE_OK) << i;
    ASSERT_THAT(Log(patient,
                    absl::StrCat("session_number: ", i + 1,
                                 " completed_pct: 90 pain_before: 1 exercises "
                                 "{ exercise: '",
                                 exercises[i], "' pain_during_max: 7 }"),
                    48 * i),
                IsOk());
  }
  EXPECT_EQ(GateOf(patient), v1::GATE_REFER);
  Call call = At(24 * 6);
  call.principal.role = v1::ROLE_CLINICIAN;
  auto clearance = ParseText<v1::RecordClearanceRequest>(
      "clearance { subject: 'A-020' } reason: "
      "OVERRIDE_REASON_CLINICAL_FINDING");
  clearance.set_name(patient);
  ASSERT_THAT(patients_.RecordClearance(call, clearance), IsOk());
  EXPECT_EQ(GateOf(patient), v1::GATE_OK);
}

TEST_F(AdaptationServiceTest, ACorrectedLogTakesBackWhatFollowedFromIt) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto response, Log(patient, kRed));
  ASSERT_FALSE(Has(Session(patient, 2), "glute_bridge"));
  ASSERT_THAT(Amend(response.session_log().name(),
                    "reason: AMENDMENT_REASON_ENTRY_ERROR "
                    "entry { session_log { session_number: 1 completed_pct: "
                    "90 pain_before: 1 exercises { exercise: 'glute_bridge' "
                    "pain_during_max: 1 } } }"),
              IsOk());
  EXPECT_TRUE(Has(Session(patient, 2), "glute_bridge"));
  EXPECT_THAT(Session(patient, 2).adaptations(), IsEmpty());
}

TEST_F(AdaptationServiceTest, TheOrderOfArrivalDoesNotMatter) {
  const std::vector<std::string> logs = {
      kRed,
      "log_id: 'b' session_number: 2 completed_pct: 90 pain_before: 1 "
      "exercises { exercise: 'bird_dog_leg' pain_during_max: 3 }",
      "log_id: 'c' session_number: 3 completed_pct: 90 pain_before: 1 "
      "exercises { exercise: 'bird_dog_leg' pain_during_max: 3 }"};
  std::vector<int> order = {0, 1, 2};
  std::string expected;
  do {
    const std::string patient = NewPatientWithRoutine();
    for (const int i : order) {
      ASSERT_THAT(
          Log(patient, absl::StrCat(logs[i], " session_time ", Time(48 * i)),
              200),
          IsOk());
    }
    std::string sessions;
    for (int number = 1; number <= 18; ++number) {
      v1::Session session = Session(patient, number);
      session.clear_name();
      session.clear_revision();
      sessions += engine::DeterministicBytes(session);
    }
    if (expected.empty()) expected = sessions;
    EXPECT_EQ(sessions, expected);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace tonus
