// SPDX-License-Identifier: Apache-2.0
// A routine keeps the pack it was made with, until it is migrated.

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "services/digest.h"
#include "tests/services/pack_fixture.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
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

TEST_F(PackLifeTest, ACorrectionAfterAMigrationReplaysBoth) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(LogFirstSession(patient), IsOk());
  Activate();
  ASSERT_THAT(Migrate(patient), IsOk());
  ASSERT_THAT(Correct(patient), IsOk());
  const v1::Routine corrected = RoutineOf(patient);
  EXPECT_EQ(corrected.pack_version(), kNew);
  ExpectRebuilt(patient);

  // As if it had been right from the beginning.
  const std::string right = NewPatient();
  PatientLog old_log(&storage_, &ReleasedKnowledge());
  auto request = Submission(right);
  request.mutable_assessment()->mutable_results(0)->set_value(12);
  Submit(request);
  const v1::Routine expected = RoutineOf(right);
  ASSERT_EQ(expected.sessions_size(), corrected.sessions_size());
  EXPECT_EQ(testing::ExercisesOf(corrected.sessions(1)),
            testing::ExercisesOf(expected.sessions(1)));
}

TEST_F(PackLifeTest, AMigrationHasConditions) {
  Activate();
  const std::string patient = NewPatient();
  EXPECT_THAT(Migrate(patient), StatusIs(absl::StatusCode::kNotFound));
  Submit(Submission(patient));
  Call call = CallOf();
  v1::MigrateRoutineRequest request;
  request.set_name(patient + "/routine");
  request.set_etag("stale");
  const auto stale = routines_.MigrateRoutine(call, request);
  EXPECT_THAT(stale, StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(ReasonOf(stale.status()), "STALE_ETAG");
  request.clear_etag();
  request.set_request_id("not an id");
  EXPECT_THAT(ViolatedFields(routines_.MigrateRoutine(call, request).status()),
              ElementsAre("request_id"));
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

TEST_F(PackLifeTest, AStoredPackOfNoUseLeavesReadsAndMigration) {
  // Something that is stored as a pack and is none under this engine.
  knowledge::v1::Pack bad;
  bad.set_version("1999.1");
  const std::string bytes = engine::DeterministicBytes(bad);
  const std::string hash = absl::BytesToHexString(Sha256(bytes));
  const std::string key = keys::Pack("clinic", hash);
  ASSERT_THAT(
      storage_.Commit({{storage::Mutation::Write(key, Seal(key, bytes))}},
                      absl::InfiniteFuture()),
      IsOk());
  // It was of use to the server that made the routine.
  TONUS_ASSERT_OK_AND_ASSIGN(
      const engine::Knowledge once,
      engine::Knowledge::Compile(ReleasedKnowledge().pack(), hash));
  PatientLog log(&storage_, &once);
  const std::string patient = NewPatient();
  Call call = CallOf();
  ASSERT_THAT(
      AssessmentService(&log).SubmitAssessment(call, Submission(patient)),
      IsOk());

  v1::GetSessionRequest session;
  session.set_name(patient + "/routine/sessions/today");
  EXPECT_THAT(routines_.GetSession(call, session), IsOk());
  EXPECT_EQ(RoutineOf(patient).pack_hash(), hash);
  const absl::Status refused = LogFirstSession(patient);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(ReasonOf(refused), "PACK_UNUSABLE");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto migrated, Migrate(patient));
  EXPECT_EQ(migrated.from_pack_hash(), hash);
  EXPECT_THAT(LogFirstSession(patient), IsOk());
  // What was decided before is replayed with the pack that is there.
  EXPECT_THAT(Correct(patient), IsOk());
  ExpectRebuilt(patient);
}

TEST_F(PackLifeTest, AnAlteredPackIsNoticed) {
  Activate();
  const std::string key = keys::Pack("clinic", std::string(Candidate().hash()));
  // By another pack, which is in order.
  const std::string other =
      engine::DeterministicBytes(ReleasedKnowledge().pack());
  ASSERT_THAT(
      storage_.Commit({{storage::Mutation::Write(key, Seal(key, other))}},
                      absl::InfiniteFuture()),
      IsOk());
  PatientLog log(&storage_, &ReleasedKnowledge());
  EXPECT_THAT(log.packs().Active("clinic", absl::InfiniteFuture()),
              StatusIs(absl::StatusCode::kDataLoss));
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
