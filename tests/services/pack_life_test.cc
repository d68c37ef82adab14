// SPDX-License-Identifier: Apache-2.0
// A routine keeps the pack it was made with, until it is migrated.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/routine_diff.h"
#include "tests/services/pack_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::Candidate;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::ReleasedKnowledge;
using ::tonus::testing::SomeExercise;
using ::tonus::testing::StatusIs;
using ::tonus::testing::Text;
using ::tonus::testing::ViolatedFields;

constexpr char kOld[] = "2026.1";
constexpr char kNew[] = "2026.2";

class PackLifeTest : public testing::PackFixture {
 protected:
  std::string Pinned(const std::string& patient) {
    const std::string exercise = SomeExercise(RoutineOf(patient));
    return Set(patient, "pin_exercise: '" + exercise + "'").ok() ? exercise
                                                                 : "";
  }

  absl::StatusOr<v1::AmendAssessmentResponse> Correct(
      const std::string& patient) {
    Call call = CallOf();
    v1::AmendAssessmentRequest request;
    request.set_name(patient + "/assessments/2");
    request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
    *request.mutable_assessment() = DeskWorker();
    request.mutable_assessment()->mutable_results(0)->set_value(12);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           assessments_.AmendAssessment(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<v1::AmendLogResponse> WithdrawLog(const std::string& patient,
                                                   int revision) {
    Call call = CallOf();
    v1::AmendLogRequest request;
    request.set_name(absl::StrCat(patient, "/logs/", revision));
    request.set_reason(v1::AMENDMENT_REASON_WRONG_PATIENT);
    request.set_withdraw(true);
    TONUS_ASSIGN_OR_RETURN(const auto reply, progress_.AmendLog(call, request));
    return Parsed(reply);
  }

  std::string EtagOf(const std::string& patient) {
    const auto stored = log_.records().ReadPatient(RefOf(patient));
    EXPECT_THAT(stored, IsOk());
    return stored.ok() ? stored->etag() : "";
  }
};

TEST_F(PackLifeTest, EveryWriteGoesOnWithThePackOfTheRoutine) {
  const std::string patient = NewPatientWithRoutine();
  Activate();
  Submit(Submission(patient));
  EXPECT_EQ(PackOfLastEvent(patient), kOld);
  ASSERT_THAT(LogFirstSession(patient), IsOk());
  EXPECT_EQ(PackOfLastEvent(patient), kOld);
  ASSERT_THAT(Pinned(patient), Not(IsEmpty()));
  EXPECT_EQ(PackOfLastEvent(patient), kOld);
  ASSERT_THAT(Correct(patient), IsOk());
  EXPECT_EQ(PackOfLastEvent(patient), kOld);
  EXPECT_EQ(PackOf(patient), kOld);
  ExpectRebuilt(patient);

  EXPECT_EQ(PackOf(NewPatientWithRoutine()), kNew);
}

TEST_F(PackLifeTest, WhatAPatientIsAskedIsJudgedWithTheirPack) {
  knowledge::v1::Pack without = testing::CandidatePack();
  auto* exercises = without.mutable_exercises();
  const std::string patient = NewPatientWithRoutine();
  const std::string renamed = SomeExercise(RoutineOf(patient));
  for (auto& exercise : *exercises) {
    if (exercise.id() == renamed) exercise.set_display_name("Renamed");
  }
  // An exercise that only the candidate knows.
  *exercises->Add() = *ReleasedKnowledge().FindExercise(renamed);
  auto* added = exercises->Mutable(exercises->size() - 1);
  added->set_id("zz_only_in_candidate");
  added->clear_progression();
  added->clear_regression();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const engine::Knowledge pack,
      engine::Knowledge::Compile(without, HashOf(without)));
  Activate(pack);
  const std::string pin = "pin_exercise: 'zz_only_in_candidate'";
  EXPECT_THAT(ViolatedFields(Set(patient, pin).status()),
              ElementsAre("override.pin_exercise"));
  const std::string other = NewPatientWithRoutine();
  EXPECT_THAT(Set(other, pin), IsOk());
  ASSERT_THAT(Migrate(patient), IsOk());
  EXPECT_THAT(Set(patient, pin), IsOk());
}

TEST_F(PackLifeTest, AServerWithAnotherPackGoesOnWithTheStoredOne) {
  const std::string patient = NewPatientWithRoutine();
  PatientLog log(&storage_, &Candidate());
  AssessmentService assessments(&log);
  RoutineService routines(&log);
  Call call = CallOf();
  ASSERT_THAT(assessments.SubmitAssessment(call, Submission(patient)), IsOk());
  EXPECT_EQ(PackOf(patient), kOld);
  v1::ExplainRoutineRequest explain;
  explain.set_name(patient + "/routine");
  explain.set_overview(true);
  EXPECT_THAT(routines.ExplainRoutine(call, explain), IsOk());

  const std::string other = NewPatient();
  ASSERT_THAT(assessments.SubmitAssessment(call, Submission(other)), IsOk());
  EXPECT_EQ(PackOf(other), kNew);
}

TEST_F(PackLifeTest, TenantsDoNotSeeEachOthersPacks) {
  Activate();
  const absl::Time never = absl::InfiniteFuture();
  EXPECT_THAT(log_.packs().Find("clinic", Candidate().hash(), never), IsOk());
  EXPECT_THAT(log_.packs().Find("other", Candidate().hash(), never),
              StatusIs(absl::StatusCode::kNotFound));
  TONUS_ASSERT_OK_AND_ASSIGN(const SharedPack active,
                             log_.packs().Active("other", never));
  EXPECT_EQ(active->version(), kOld);

  // Nor does a patient of the one get to the pack of the other.
  const std::string patient = NewPatient("other");
  Call call = CallOf("other");
  ASSERT_THAT(assessments_.SubmitAssessment(call, Submission(patient)), IsOk());
  v1::PreviewRoutineRequest preview;
  preview.set_name(patient + "/routine");
  preview.mutable_pack()->set_hash(std::string(Candidate().hash()));
  EXPECT_THAT(routines_.PreviewRoutine(call, preview),
              StatusIs(absl::StatusCode::kNotFound));
  v1::MigrateRoutineRequest migrate;
  migrate.set_name(patient + "/routine");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto reply,
                             routines_.MigrateRoutine(call, migrate));
  EXPECT_FALSE(Parsed(reply).migrated());
  Call clinic = CallOf();
  EXPECT_THAT(routines_.MigrateRoutine(clinic, migrate),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(PackLifeTest, MigratingIsAnEventOfItsOwn) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(LogFirstSession(patient), IsOk());
  const v1::Routine before = RoutineOf(patient);
  Activate();
  const auto stored = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto would, Migrate(patient, true));
  EXPECT_EQ(Everything(), stored);
  EXPECT_TRUE(would.migrated());
  EXPECT_FALSE(would.diff().same());

  TONUS_ASSERT_OK_AND_ASSIGN(const auto migrated,
                             Migrate(patient, false, "migrate-1"));
  EXPECT_EQ(Text(migrated.diff()), Text(would.diff()));
  EXPECT_EQ(migrated.from_pack_version(), kOld);
  EXPECT_EQ(migrated.to_pack_version(), kNew);
  EXPECT_EQ(migrated.to_pack_hash(), Candidate().hash());
  EXPECT_EQ(migrated.revision(), would.revision() + 1);
  const v1::Routine after = RoutineOf(patient);
  EXPECT_EQ(after.pack_hash(), Candidate().hash());
  EXPECT_EQ(after.sessions(0).number(), before.sessions(0).number());
  EXPECT_EQ(Text(after.start_date()), Text(before.start_date()));
  ExpectRebuilt(patient);

  Call call = CallOf();
  v1::ListRoutineRevisionsRequest list;
  list.set_name(patient + "/routine");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto revisions,
                             routines_.ListRoutineRevisions(call, list));
  EXPECT_EQ(revisions.revisions(0).cause(), "pack_migrated");
  EXPECT_EQ(revisions.revisions(0).pack_version(), kNew);

  // A retry gets what it got, and nothing more happens.
  const auto once = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             Migrate(patient, false, "migrate-1"));
  EXPECT_EQ(Text(again), Text(migrated));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto nothing, Migrate(patient));
  EXPECT_FALSE(nothing.migrated());
  EXPECT_EQ(nothing.revision(), migrated.revision());
  EXPECT_EQ(Everything(), once);
}

TEST_F(PackLifeTest, ALateRetryOfAMigrationThatDidNothingDoesNothing) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto nothing, Migrate(patient, false, "m"));
  EXPECT_FALSE(nothing.migrated());
  Activate();
  const auto stored = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto late, Migrate(patient, false, "m"));
  EXPECT_EQ(Text(late), Text(nothing));
  EXPECT_EQ(PackOf(patient), kOld);
  EXPECT_EQ(Everything(), stored);
  Call call = CallOf();
  v1::MigrateRoutineRequest other;
  other.set_name(patient + "/routine");
  other.set_request_id("m");
  other.set_etag("of another request");
  EXPECT_EQ(ReasonOf(routines_.MigrateRoutine(call, other).status()),
            "REQUEST_ID_REUSED");
  // A trial remembers nothing, and is answered as of now.
  TONUS_ASSERT_OK_AND_ASSIGN(const auto would, Migrate(patient, true, "m"));
  EXPECT_TRUE(would.migrated());
  ASSERT_THAT(Migrate(patient, false, "m2"), IsOk());
  EXPECT_EQ(PackOf(patient), kNew);
  ExpectRebuilt(patient);
}

TEST_F(PackLifeTest, ACorrectionAfterAMigrationReplaysBoth) {
  const std::string patient = NewPatientWithRoutine();
  v1::Session begun = RoutineOf(patient).sessions(0);
  ASSERT_THAT(LogFirstSession(patient), IsOk());
  Activate();
  ASSERT_THAT(Migrate(patient), IsOk());
  ASSERT_THAT(Correct(patient), IsOk());
  const v1::Routine corrected = RoutineOf(patient);
  EXPECT_EQ(corrected.pack_version(), kNew);
  ExpectRebuilt(patient);

  // As if it had been right from the beginning.
  Activate(ReleasedKnowledge());
  const std::string right = NewPatient();
  auto request = Submission(right);
  request.mutable_assessment()->mutable_results(0)->set_value(12);
  Submit(request);
  ASSERT_THAT(LogFirstSession(right), IsOk());
  ASSERT_EQ(PackOf(right), kOld);
  Activate();
  ASSERT_THAT(Migrate(right), IsOk());
  const v1::RoutineDiff diff = engine::DiffOf(RoutineOf(right), corrected);
  // What was begun stays as it was then.
  ASSERT_THAT(diff.sessions(), SizeIs(1)) << diff.DebugString();
  EXPECT_EQ(diff.sessions(0).number(), 1);
  begun.set_revision(corrected.sessions(0).revision());
  EXPECT_EQ(corrected.sessions(0).SerializeAsString(),
            begun.SerializeAsString());
  EXPECT_THAT(diff.findings(), IsEmpty());
  EXPECT_THAT(diff.decisions(), IsEmpty());

  // And a correction of what was logged before the migration.
  ASSERT_THAT(WithdrawLog(patient, 3), IsOk());
  ASSERT_THAT(WithdrawLog(right, 3), IsOk());
  EXPECT_EQ(PackOf(patient), kNew);
  EXPECT_TRUE(engine::DiffOf(RoutineOf(right), RoutineOf(patient)).same());
  ExpectRebuilt(patient);
  ExpectRebuilt(right);
}

TEST_F(PackLifeTest, AMigrationTakesOverWhatWaits) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(
      Set(patient, "policy { policy: 'routine_changes' choice: 'review' }"),
      IsOk());
  auto better = Submission(patient);
  for (auto& result : *better.mutable_assessment()->mutable_results()) {
    if (result.test() == "mod_thomas_hip") result.set_value(-15);
  }
  const std::string proposal = Submit(better).proposal();
  ASSERT_THAT(proposal, Not(IsEmpty()));
  Activate();
  Call service = CallOf();
  service.principal.role = v1::ROLE_SERVICE;
  v1::MigrateRoutineRequest request;
  request.set_name(patient + "/routine");
  EXPECT_EQ(ReasonOf(routines_.MigrateRoutine(service, request).status()),
            "CLINICIAN_REQUIRED");
  Call call = CallOf();
  v1::GetProposalRequest get;
  get.set_name(proposal);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto waiting,
                             routines_.GetProposal(call, get));
  EXPECT_EQ(waiting.state(), v1::PROPOSAL_STATE_PENDING);

  TONUS_ASSERT_OK_AND_ASSIGN(const auto migrated, Migrate(patient));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto closed,
                             routines_.GetProposal(call, get));
  EXPECT_EQ(closed.state(), v1::PROPOSAL_STATE_SUPERSEDED);
  EXPECT_EQ(closed.close_revision(), migrated.revision());
  v1::ReviewProposalRequest review;
  review.set_name(proposal);
  review.set_verdict(v1::REVIEW_VERDICT_APPROVE);
  review.set_reason(v1::REVIEW_REASON_AGREED);
  EXPECT_EQ(ReasonOf(routines_.ReviewProposal(call, review).status()),
            "NOT_PENDING");
  ExpectRebuilt(patient);

  // The routine is that of somebody of whom the same is known, unreviewed.
  Activate(ReleasedKnowledge());
  const std::string other = NewPatientWithRoutine();
  better.set_parent(other);
  Submit(better);
  Activate();
  ASSERT_THAT(Migrate(other), IsOk());
  const v1::RoutineDiff diff =
      engine::DiffOf(RoutineOf(other), RoutineOf(patient));
  EXPECT_THAT(diff.findings(), IsEmpty());
  EXPECT_THAT(diff.decisions(), IsEmpty());
  EXPECT_THAT(diff.sessions(), IsEmpty());
}

TEST_F(PackLifeTest, AMigrationHasConditions) {
  Activate();
  const std::string patient = NewPatient();
  EXPECT_THAT(Migrate(patient), StatusIs(absl::StatusCode::kNotFound));
  Submit(Submission(patient));
  Call call = CallOf();
  v1::MigrateRoutineRequest request;
  request.set_name(patient + "/routine");
  request.set_etag(EtagOf(patient));
  ASSERT_THAT(LogFirstSession(patient), IsOk());
  const auto stored = Everything();
  const auto stale = routines_.MigrateRoutine(call, request);
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ReasonOf(stale.status()), "STALE_ETAG");
  request.set_request_id("not an id");
  EXPECT_THAT(ViolatedFields(routines_.MigrateRoutine(call, request).status()),
              ElementsAre("request_id"));
  EXPECT_EQ(Everything(), stored);
  request.clear_request_id();
  request.set_etag(EtagOf(patient));
  EXPECT_THAT(routines_.MigrateRoutine(call, request), IsOk());
}

TEST_F(PackLifeTest, WhereChangesAreReviewedAClinicianMigrates) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(
      Set(patient, "policy { policy: 'routine_changes' choice: 'review' }"),
      IsOk());
  Activate();
  Call call = CallOf();
  call.principal.role = v1::ROLE_SERVICE;
  v1::MigrateRoutineRequest request;
  request.set_name(patient + "/routine");
  const auto refused = routines_.MigrateRoutine(call, request);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(ReasonOf(refused.status()), "CLINICIAN_REQUIRED");
  EXPECT_EQ(PackOf(patient), kOld);
  request.set_validate_only(true);
  EXPECT_THAT(routines_.MigrateRoutine(call, request), IsOk());
  EXPECT_THAT(Migrate(patient), IsOk());
  EXPECT_EQ(PackOf(patient), kNew);
}

TEST_F(PackLifeTest, APreviewTriesAnotherPack) {
  const std::string patient = NewPatientWithRoutine();
  const auto stored = Everything();
  Call call = CallOf();
  v1::PreviewRoutineRequest request;
  request.set_name(patient + "/routine");
  *request.mutable_pack()->mutable_release()->mutable_pack() =
      testing::CandidatePack();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto given,
                             routines_.PreviewRoutine(call, request));
  EXPECT_EQ(given.routine().pack_version(), kNew);
  EXPECT_EQ(Everything(), stored);
  request.mutable_pack()->set_hash(std::string(Candidate().hash()));
  EXPECT_THAT(routines_.PreviewRoutine(call, request),
              StatusIs(absl::StatusCode::kNotFound));
  request.mutable_pack()->set_hash("no hash");
  EXPECT_THAT(ViolatedFields(routines_.PreviewRoutine(call, request).status()),
              ElementsAre("pack.hash"));
  Activate();
  request.mutable_pack()->set_hash(std::string(Candidate().hash()));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto named,
                             routines_.PreviewRoutine(call, request));
  EXPECT_EQ(Text(named), Text(given));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto migrated, Migrate(patient));
  EXPECT_EQ(Text(migrated.diff()), Text(given.diff()));
}

TEST_F(PackLifeTest, ADryRunKnowsWhatTheTenantChooses) {
  server::v1::Config config;
  auto* row = config.add_tenant_policies();
  row->set_tenant("clinic");
  row->set_policy("contract_relax");
  row->set_choice("never");
  TONUS_ASSERT_OK_AND_ASSIGN(
      const TenantPolicies policies,
      TenantPolicies::Create(config.tenant_policies(), ReleasedKnowledge()));
  PatientLog log(&storage_, &ReleasedKnowledge(), policies);
  AssessmentService assessments(&log);
  v1::InterpretAssessmentRequest request;
  *request.mutable_assessment() = DeskWorker();
  Call call = CallOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto chosen,
                             assessments.InterpretAssessment(call, request));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto free,
                             assessments_.InterpretAssessment(call, request));
  EXPECT_NE(Text(chosen.interpretation().limits()),
            Text(free.interpretation().limits()));
  Call other = CallOf("other");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto others,
                             assessments.InterpretAssessment(other, request));
  EXPECT_EQ(Text(others), Text(free));
}

}  // namespace
}  // namespace tonus
