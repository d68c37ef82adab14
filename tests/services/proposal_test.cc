// SPDX-License-Identifier: Apache-2.0
// Changed routines that wait for a clinician.
#include <algorithm>
#include <string>
#include <vector>

#include "services/patient/tenant_policies.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::tonus::testing::EqualsProto;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

class ProposalTest : public testing::ServiceTest {
 protected:
  void Set(const std::string& patient, const std::string& change) {
    Call call = CallOf();
    v1::SetOverrideRequest request;
    request.set_parent(patient);
    *request.mutable_override() = ParseText<v1::Override>(change);
    request.mutable_override()->set_reason(v1::OVERRIDE_REASON_ORGANISATION);
    ASSERT_THAT(routines_.SetOverride(call, request), IsOk());
  }

  // A patient with a routine, whose changes are reviewed.
  std::string ReviewedPatient() {
    const std::string patient = NewPatientWithRoutine();
    Set(patient, "policy { policy: 'routine_changes' choice: 'review' }");
    return patient;
  }

  // Results that ask for another routine: nothing is tight any more.
  v1::SubmitAssessmentResponse SubmitBetter(const std::string& patient) {
    auto request = Submission(patient);
    for (auto& result : *request.mutable_assessment()->mutable_results()) {
      if (result.test() == "mod_thomas_hip") result.set_value(-15);
      if (result.test() == "slb_hold") result.set_value(60);
    }
    return Submit(request);
  }

  v1::Proposal Get(const std::string& name) {
    Call call = CallOf();
    v1::GetProposalRequest request;
    request.set_name(name);
    const auto proposal = routines_.GetProposal(call, request);
    EXPECT_THAT(proposal, IsOk());
    return proposal.value_or(v1::Proposal());
  }

  absl::StatusOr<v1::ReviewProposalResponse> Review(const std::string& name,
                                                    const std::string& text) {
    Call call = CallOf();
    auto request = ParseText<v1::ReviewProposalRequest>(text);
    request.set_name(name);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.ReviewProposal(call, request));
    return Parsed(reply);
  }

  std::vector<std::string> List(const std::string& patient, bool pending) {
    Call call = CallOf();
    v1::ListProposalsRequest request;
    request.set_parent(patient);
    request.set_pending_only(pending);
    request.set_page_size(1);
    std::vector<std::string> names;
    do {
      const auto page = routines_.ListProposals(call, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const auto& proposal : page->proposals()) {
        names.push_back(proposal.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
};

constexpr char kApprove[] =
    "verdict: REVIEW_VERDICT_APPROVE reason: REVIEW_REASON_AGREED ";
constexpr char kReject[] =
    "verdict: REVIEW_VERDICT_REJECT reason: REVIEW_REASON_RESULT_DOUBTED ";

// The routine is explained by what it was planned from.
TEST_F(ProposalTest, WhatWaitsOrWasRejectedExplainsNothing) {
  const std::string patient = ReviewedPatient();
  Call call = CallOf();
  v1::ExplainRoutineRequest request;
  request.set_name(patient + "/routine");
  request.set_overview(true);
  const auto explained = [&] {
    const auto response = routines_.ExplainRoutine(call, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->DebugString() : "";
  };
  const std::string before = explained();
  const auto response = SubmitBetter(patient);
  EXPECT_EQ(explained(), before);
  ASSERT_THAT(Review(response.proposal(), kReject), IsOk());
  EXPECT_EQ(explained(), before);
}

TEST_F(ProposalTest, APreviewOfAClinicianWordLeavesOutWhatWaits) {
  const std::string patient = ReviewedPatient();
  SubmitBetter(patient);
  Call call = CallOf();
  auto request = ParseText<v1::PreviewRoutineRequest>("");
  request.set_name(patient + "/routine");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto nothing,
                             routines_.PreviewRoutine(call, request));
  EXPECT_TRUE(nothing.diff().same());
  request.add_overrides()->set_pin_exercise("cat_cow");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto preview,
                             routines_.PreviewRoutine(call, request));
  Set(patient, "pin_exercise: 'cat_cow'");
  const v1::Routine issued = RoutineOf(patient);
  ASSERT_EQ(preview.routine().sessions_size(), issued.sessions_size());
  for (int i = 0; i < issued.sessions_size(); ++i) {
    EXPECT_EQ(preview.routine().sessions(i).items_size(),
              issued.sessions(i).items_size());
  }
  EXPECT_THAT(preview.diff().findings(), IsEmpty());
  request.mutable_profile()->set_user_level(1);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto anew,
                             routines_.PreviewRoutine(call, request));
  EXPECT_THAT(anew.diff().findings(), Not(IsEmpty()));
}

TEST_F(ProposalTest, UnderReviewANewPlanWaitsAndTheCurrentOneStays) {
  const std::string patient = ReviewedPatient();
  const v1::Routine before = RoutineOf(patient);
  const auto response = SubmitBetter(patient);
  ASSERT_EQ(response.proposal(), patient + "/proposals/4");
  EXPECT_THAT(RoutineOf(patient), EqualsProto(before.DebugString()));
  const v1::Proposal proposal = Get(response.proposal());
  EXPECT_EQ(proposal.state(), v1::PROPOSAL_STATE_PENDING);
  EXPECT_EQ(proposal.cause(), "assessment_submitted");
  EXPECT_EQ(proposal.base_revision(), before.revision());
  EXPECT_FALSE(proposal.diff().same());
  EXPECT_GT(proposal.diff().sessions_size(), 0);
  EXPECT_GT(proposal.rules_size(), 0);
  EXPECT_FALSE(proposal.has_close_time());
  ExpectRebuilt(patient);
}

TEST_F(ProposalTest, WithoutThePolicyNothingWaits) {
  const std::string patient = NewPatientWithRoutine();
  EXPECT_EQ(SubmitBetter(patient).proposal(), "");
  EXPECT_EQ(RoutineOf(patient).revision(), 3);
  EXPECT_THAT(List(patient, false), IsEmpty());
}

TEST_F(ProposalTest, AnApprovalIssuesWhatWasProposed) {
  const std::string patient = ReviewedPatient();
  const std::string name = SubmitBetter(patient).proposal();
  const v1::RoutineDiff proposed = Get(name).diff();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto review, Review(name, kApprove));
  EXPECT_EQ(review.proposal().state(), v1::PROPOSAL_STATE_APPLIED);
  EXPECT_EQ(review.proposal().reviewer(), "alice");
  EXPECT_EQ(review.proposal().close_revision(), 5);
  EXPECT_THAT(review.diff(), EqualsProto(proposed.DebugString()));
  EXPECT_EQ(RoutineOf(patient).revision(), 5);
  EXPECT_THAT(Get(name), EqualsProto(review.proposal().DebugString()));
  EXPECT_THAT(List(patient, true), IsEmpty());
  ExpectRebuilt(patient);
}

TEST_F(ProposalTest, AnApprovalWithOverridesAppliesBoth) {
  const std::string patient = ReviewedPatient();
  const std::string name = SubmitBetter(patient).proposal();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto review,
                             Review(name,
                                    "verdict: REVIEW_VERDICT_APPROVE "
                                    "reason: REVIEW_REASON_AGREED_WITH_CHANGES "
                                    "overrides { pin_exercise: 'wall_slide' "
                                    "reason: OVERRIDE_REASON_OTHER } "
                                    "overrides { exclude_exercise: 'cat_cow' "
                                    "reason: OVERRIDE_REASON_OTHER }"));
  EXPECT_THAT(
      review.proposal().overrides(),
      ElementsAre(patient + "/overrides/5", patient + "/overrides/5-1"));
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_THAT(routine.overrides(), Contains(patient + "/overrides/5-1"));
  for (const auto& session : routine.sessions()) {
    std::vector<std::string> exercises;
    for (const auto& item : session.items()) {
      exercises.push_back(item.exercise());
    }
    EXPECT_THAT(exercises, Contains("wall_slide"));
    EXPECT_THAT(exercises, Not(Contains("cat_cow")));
  }
  ExpectRebuilt(patient);
}

TEST_F(ProposalTest, ARejectionKeepsTheCurrentRoutine) {
  const std::string patient = ReviewedPatient();
  const v1::Routine before = RoutineOf(patient);
  const std::string name = SubmitBetter(patient).proposal();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto review, Review(name, kReject));
  EXPECT_EQ(review.proposal().state(), v1::PROPOSAL_STATE_REJECTED);
  EXPECT_EQ(review.proposal().reason(), v1::REVIEW_REASON_RESULT_DOUBTED);
  EXPECT_FALSE(review.has_diff());
  EXPECT_THAT(RoutineOf(patient), EqualsProto(before.DebugString()));
  EXPECT_EQ(ReasonOf(Review(name, kApprove).status()), "NOT_PENDING");
  ExpectRebuilt(patient);
}

TEST_F(ProposalTest, ALaterPlanSupersedesTheOneThatWaits) {
  const std::string patient = ReviewedPatient();
  const std::string first = SubmitBetter(patient).proposal();
  const std::string second = SubmitBetter(patient).proposal();
  EXPECT_EQ(Get(first).state(), v1::PROPOSAL_STATE_SUPERSEDED);
  EXPECT_EQ(Get(first).close_revision(), 5);
  EXPECT_THAT(List(patient, true), ElementsAre(second));
  EXPECT_THAT(List(patient, false), ElementsAre(second, first));
  EXPECT_EQ(ReasonOf(Review(first, kApprove).status()), "NOT_PENDING");
  ExpectRebuilt(patient);
}

// What is done in the sessions, in order.
std::vector<std::string> ItemsOf(const v1::Routine& routine) {
  std::vector<std::string> items;
  for (const v1::Session& session : routine.sessions()) {
    for (v1::SessionItem item : session.items()) {
      items.push_back(item.ShortDebugString());
    }
  }
  return items;
}

TEST_F(ProposalTest, AWordOfAClinicianTakesInNothingThatWaits) {
  const std::string patient = ReviewedPatient();
  const std::string waiting = SubmitBetter(patient).proposal();
  const std::string agreed = ReviewedPatient();
  for (const std::string& one : {patient, agreed}) Set(one, "level_cap: 1");
  EXPECT_EQ(RoutineOf(patient).revision(), 5);
  EXPECT_THAT(ItemsOf(RoutineOf(patient)),
              ::testing::ElementsAreArray(ItemsOf(RoutineOf(agreed))));
  EXPECT_EQ(Get(waiting).state(), v1::PROPOSAL_STATE_PENDING);
  ExpectRebuilt(patient);
  // Approved, it takes in both.
  TONUS_ASSERT_OK_AND_ASSIGN(const auto review, Review(waiting, kApprove));
  EXPECT_FALSE(review.diff().same());
  EXPECT_THAT(ItemsOf(RoutineOf(patient)),
              Not(::testing::ElementsAreArray(ItemsOf(RoutineOf(agreed)))));
  Set(patient, "exclude_exercise: 'superman'");
  EXPECT_EQ(Get(waiting).state(), v1::PROPOSAL_STATE_APPLIED);
  ExpectRebuilt(patient);
}

TEST_F(ProposalTest, ALogThatCanNotWaitBringsInNothingThatWasRejected) {
  const std::string patient = ReviewedPatient();
  const std::string agreed = ReviewedPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto review,
                             Review(SubmitBetter(patient).proposal(), kReject));
  const v1::Routine before = RoutineOf(patient);
  for (const std::string& one : {patient, agreed}) {
    Call call = CallOf();
    v1::LogSessionRequest request;
    request.set_parent(one);
    request.mutable_session_log()->set_session_number(1);
    request.mutable_session_log()->set_completed_pct(100);
    for (const v1::SessionItem& item : before.sessions(0).items()) {
      auto* exercise = request.mutable_session_log()->add_exercises();
      exercise->set_exercise(item.exercise());
      exercise->set_pain_during_max(8);
    }
    ASSERT_THAT(progress_.LogSession(call, request), IsOk());
  }
  EXPECT_THAT(ItemsOf(RoutineOf(agreed)),
              Not(::testing::ElementsAreArray(ItemsOf(before))))
      << "a log that hurts is not waited with";
  EXPECT_THAT(ItemsOf(RoutineOf(patient)),
              ::testing::ElementsAreArray(ItemsOf(RoutineOf(agreed))));
  EXPECT_THAT(List(patient, true), SizeIs(1)) << "the rest is proposed again";
  ExpectRebuilt(patient);
}

TEST_F(ProposalTest, WhatWasRejectedStaysOut) {
  const std::string patient = ReviewedPatient();
  const std::string agreed = ReviewedPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto review,
                             Review(SubmitBetter(patient).proposal(), kReject));
  for (const std::string& one : {patient, agreed}) {
    Set(one, "exclude_exercise: 'superman'");
    Call call = CallOf();
    v1::RecordClearanceRequest clearance;
    clearance.set_name(one);
    clearance.mutable_clearance()->set_subject("cond_cardiac");
    clearance.set_reason(v1::OVERRIDE_REASON_CLINICAL_FINDING);
    ASSERT_THAT(patients_.RecordClearance(call, clearance), IsOk());
  }
  EXPECT_THAT(ItemsOf(RoutineOf(patient)),
              ::testing::ElementsAreArray(ItemsOf(RoutineOf(agreed))));
  ExpectRebuilt(patient);
  // Nor does a day with little time build on it.
  const auto start = [&](const std::string& one) {
    Call call = CallOf();
    auto request = ParseText<v1::StartSessionRequest>(
        "recheck { others_denied: true } pain_before: 2 minutes_today: 12");
    request.set_name(one + "/routine/sessions/today");
    v1::Routine routine;
    *routine.add_sessions() =
        Parsed(*routines_.StartSession(call, request)).session();
    return ItemsOf(routine);
  };
  EXPECT_THAT(start(patient), ::testing::ElementsAreArray(start(agreed)));
}

TEST_F(ProposalTest, AClosedGateDoesNotWait) {
  const std::string patient = ReviewedPatient();
  const std::string waiting = SubmitBetter(patient).proposal();
  auto request = Submission(patient);
  auto* answer =
      request.mutable_assessment()->mutable_screening()->add_answers();
  answer->set_red_flag("rf_saddle_sensation");
  answer->set_present(true);
  EXPECT_EQ(Submit(request).proposal(), "");
  EXPECT_EQ(RoutineOf(patient).sessions_size(), 0);
  EXPECT_EQ(Get(waiting).state(), v1::PROPOSAL_STATE_SUPERSEDED);
}

TEST_F(ProposalTest, AnExerciseThatIsForbiddenNowDoesNotWait) {
  const std::string patient = ReviewedPatient();
  Set(patient, "pin_exercise: 'cat_cow'");
  Call call = CallOf();
  ASSERT_THAT(
      patients_.UpdatePatient(call, ParseText<v1::UpdatePatientRequest>(
                                        "patient { name: '" + patient +
                                        "' profile { conditions { condition: "
                                        "'cond_osteoporosis' } } }")),
      IsOk());
  EXPECT_EQ(RoutineOf(patient).revision(), 5);
  EXPECT_THAT(List(patient, false), IsEmpty());
  const v1::Routine planned = RoutineOf(patient);
  for (const auto& session : planned.sessions()) {
    for (const auto& item : session.items()) {
      EXPECT_NE(item.exercise(), "cat_cow");
    }
  }
}

TEST_F(ProposalTest, ACautionAppliesAtOnceAndTheRestWaits) {
  const std::string patient = ReviewedPatient();
  Call call = CallOf();
  ASSERT_THAT(
      patients_.UpdatePatient(call, ParseText<v1::UpdatePatientRequest>(
                                        "patient { name: '" + patient +
                                        "' profile { session_minutes: 15 "
                                        "conditions { condition: "
                                        "'cond_falls_risk' } } }")),
      IsOk());
  const v1::Routine safe = RoutineOf(patient);
  EXPECT_EQ(safe.revision(), 4);
  const auto& knowledge = testing::ReleasedKnowledge();
  int cautioned = 0;
  for (const auto& session : safe.sessions()) {
    EXPECT_EQ(session.budget_minutes(), 30);
    for (const auto& item : session.items()) {
      const auto& tags = knowledge.FindExercise(item.exercise())->tags();
      const bool needs_caution =
          std::find_if(tags.begin(), tags.end(), [](const std::string& tag) {
            return tag == "SINGLE_LEG_BALANCE" || tag == "FLOOR_TRANSFER" ||
                   tag == "HEAD_BELOW_HEART";
          }) != tags.end();
      EXPECT_EQ(item.caution(), needs_caution) << item.exercise();
      cautioned += needs_caution ? 1 : 0;
    }
  }
  EXPECT_GT(cautioned, 0);
  ASSERT_THAT(List(patient, true), ElementsAre(patient + "/proposals/4"));
  EXPECT_EQ(Get(patient + "/proposals/4").base_revision(), 4);
  ExpectRebuilt(patient);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto review,
                             Review(patient + "/proposals/4", kApprove));
  EXPECT_EQ(RoutineOf(patient).sessions(0).budget_minutes(), 15);
  ExpectRebuilt(patient);
}

TEST_F(ProposalTest, AHarmlessChangeOfTheProfileWaits) {
  const std::string patient = ReviewedPatient();
  Call call = CallOf();
  ASSERT_THAT(
      patients_.UpdatePatient(call, ParseText<v1::UpdatePatientRequest>(
                                        "patient { name: '" + patient +
                                        "' profile { session_minutes: 20 } }")),
      IsOk());
  EXPECT_EQ(RoutineOf(patient).revision(), 3);
  ASSERT_THAT(List(patient, true), ElementsAre(patient + "/proposals/4"));
  EXPECT_EQ(Get(patient + "/proposals/4").cause(), "profile_changed");
}

TEST_F(ProposalTest, ATenantMayAskForReviewsOfAll) {
  server::v1::Config config;
  auto* row = config.add_tenant_policies();
  row->set_tenant("clinic");
  row->set_policy("routine_changes");
  row->set_choice("review");
  const engine::Knowledge& knowledge = testing::ReleasedKnowledge();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const TenantPolicies policies,
      TenantPolicies::Create(config.tenant_policies(), knowledge));
  const std::string patient = NewPatientWithRoutine();
  PatientLog log(&storage_, &knowledge, policies);
  AssessmentService assessments(&log);
  Call call = CallOf();
  auto request = Submission(patient);
  request.mutable_assessment()->mutable_results(0)->set_value(-20);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto reply,
                             assessments.SubmitAssessment(call, request));
  EXPECT_EQ(Parsed(reply).proposal(), patient + "/proposals/3");
  // What the tenant chooses is not stored with the patient.
  ExpectRebuilt(patient);

  RoutineService routines(&log);
  v1::ReviewProposalRequest review;
  review.set_name(patient + "/proposals/3");
  review.set_verdict(v1::REVIEW_VERDICT_APPROVE);
  review.set_reason(v1::REVIEW_REASON_AGREED);
  ASSERT_THAT(routines.ReviewProposal(call, review), IsOk());
  const v1::Routine routine = RoutineOf(patient);
  ASSERT_EQ(routine.policies_size(), 1);
  EXPECT_EQ(routine.policies(0).chosen_by(), "tenant");
}

TEST_F(ProposalTest, TenantsChooseWhatThePackKnows) {
  const engine::Knowledge& knowledge = testing::ReleasedKnowledge();
  for (const char* row :
       {"tenant: 'Clinic' policy: 'routine_changes' choice: 'review'",
        "tenant: 'clinic' policy: 'x' choice: 'review'",
        "tenant: 'clinic' policy: 'routine_changes' choice: 'x'"}) {
    server::v1::Config config;
    *config.add_tenant_policies() = ParseText<server::v1::TenantPolicy>(row);
    EXPECT_THAT(
        TenantPolicies::Create(config.tenant_policies(), knowledge).status(),
        StatusIs(absl::StatusCode::kFailedPrecondition))
        << row;
  }
  server::v1::Config twice;
  for (const char* choice : {"review", "apply"}) {
    auto* row = twice.add_tenant_policies();
    row->set_tenant("clinic");
    row->set_policy("routine_changes");
    row->set_choice(choice);
  }
  EXPECT_THAT(
      TenantPolicies::Create(twice.tenant_policies(), knowledge).status(),
      StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(ProposalTest, AllThatIsWrongIsToldAtOnce) {
  const std::string patient = ReviewedPatient();
  const std::string name = SubmitBetter(patient).proposal();
  EXPECT_THAT(
      ViolatedFields(
          Review(name, "request_id: '?' overrides { level_cap: 9 }").status()),
      UnorderedElementsAre("request_id", "verdict", "reason",
                           "overrides[0].level_cap", "overrides[0].reason"));
  EXPECT_THAT(ViolatedFields(Review(name, std::string(kReject) +
                                              "overrides { level_cap: 2 "
                                              "reason: OVERRIDE_REASON_OTHER }")
                                 .status()),
              ElementsAre("overrides"));
  EXPECT_THAT(Review(patient + "/proposals/99", kApprove),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Get(name).state(), v1::PROPOSAL_STATE_PENDING);
}

}  // namespace
}  // namespace tonus
