// SPDX-License-Identifier: Apache-2.0
// A pack that can not be used any more, or was altered: what is stored is
// served, and whatever needs a decision says why there is none.

#include <string>

#include "absl/strings/escaping.h"
#include "services/digest.h"
#include "services/status_macros.h"
#include "tests/services/pack_fixture.h"

namespace tonus {
namespace {

using ::testing::HasSubstr;
using ::tonus::testing::Candidate;
using ::tonus::testing::IsOk;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::ReleasedKnowledge;
using ::tonus::testing::StatusIs;

constexpr char kNew[] = "2026.2";

class LostPackTest : public testing::PackFixture {
 protected:
  // Stores something as a pack that is none under this engine. Returns what it
  // was to the server that stored it.
  absl::StatusOr<engine::Knowledge> StoreUseless() {
    knowledge::v1::Pack useless;
    useless.set_version("1999.1");
    const std::string bytes = engine::DeterministicBytes(useless);
    const std::string hash = absl::BytesToHexString(Sha256(bytes));
    const std::string key = keys::Pack("clinic", hash);
    TONUS_RETURN_IF_ERROR(
        storage_.Commit({{storage::Mutation::Write(key, Seal(key, bytes))}},
                        absl::InfiniteFuture()));
    return engine::Knowledge::Compile(ReleasedKnowledge().pack(), hash);
  }

  absl::Status Correct(const std::string& patient) {
    Call call = CallOf();
    v1::AmendAssessmentRequest request;
    request.set_name(patient + "/assessments/2");
    request.set_reason(v1::AMENDMENT_REASON_ENTRY_ERROR);
    *request.mutable_assessment() = DeskWorker();
    request.mutable_assessment()->mutable_results(0)->set_value(12);
    return assessments_.AmendAssessment(call, request).status();
  }
};

TEST_F(LostPackTest, AStoredPackOfNoUseLeavesReadsAndMigration) {
  TONUS_ASSERT_OK_AND_ASSIGN(const engine::Knowledge once, StoreUseless());
  const std::string hash(once.hash());
  PatientLog log(&storage_, &once);
  const std::string patient = NewPatient();
  Call call = CallOf();
  ASSERT_THAT(
      AssessmentService(&log).SubmitAssessment(call, Submission(patient)),
      IsOk());

  // What is stored is served.
  v1::GetSessionRequest session;
  session.set_name(patient + "/routine/sessions/today");
  EXPECT_THAT(routines_.GetSession(call, session), IsOk());
  EXPECT_EQ(RoutineOf(patient).pack_hash(), hash);
  v1::ListSessionsRequest sessions;
  sessions.set_parent(patient + "/routine");
  EXPECT_THAT(routines_.ListSessions(call, sessions), IsOk());
  v1::ListRoutineRevisionsRequest revisions;
  revisions.set_name(patient + "/routine");
  EXPECT_THAT(routines_.ListRoutineRevisions(call, revisions), IsOk());
  v1::ListAssessmentsRequest assessments;
  assessments.set_parent(patient);
  EXPECT_THAT(assessments_.ListAssessments(call, assessments), IsOk());
  v1::GetPatientRequest get;
  get.set_name(patient);
  EXPECT_THAT(patients_.GetPatient(call, get), IsOk());

  // Whatever needs a decision is refused, says why and what to do.
  const auto stored = Everything();
  v1::StartSessionRequest start;
  start.set_name(patient + "/routine/sessions/1");
  v1::ExplainRoutineRequest explain;
  explain.set_name(patient + "/routine");
  explain.set_overview(true);
  const absl::Status refusals[] = {
      LogFirstSession(patient),
      assessments_.SubmitAssessment(call, Submission(patient)).status(),
      Set(patient, "exclude_exercise: 'glute_bridge'").status(),
      routines_.StartSession(call, start).status(),
      routines_.ExplainRoutine(call, explain).status(),
  };
  for (const absl::Status& refused : refusals) {
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_EQ(ReasonOf(refused), "PACK_UNUSABLE");
    EXPECT_THAT(std::string(refused.message()), HasSubstr("migrate"));
  }
  EXPECT_EQ(Everything(), stored);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto migrated, Migrate(patient));
  EXPECT_EQ(migrated.from_pack_hash(), hash);
  EXPECT_THAT(LogFirstSession(patient), IsOk());
  // What was decided before is replayed with the pack that is there.
  EXPECT_THAT(Correct(patient), IsOk());
  ExpectRebuilt(patient);
}

TEST_F(LostPackTest, AnActivePackOfNoUseStopsNoRoutine) {
  const std::string patient = NewPatientWithRoutine();
  const std::string other = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const engine::Knowledge once, StoreUseless());
  Activate(once);
  // A server that never had it at hand.
  PatientLog log(&storage_, &ReleasedKnowledge());
  RoutineService routines(&log);
  AssessmentService assessments(&log);
  Call call = CallOf();
  EXPECT_THAT(assessments.SubmitAssessment(call, Submission(patient)), IsOk());
  v1::MigrateRoutineRequest migrate;
  migrate.set_name(patient + "/routine");
  EXPECT_EQ(ReasonOf(routines.MigrateRoutine(call, migrate).status()),
            "PACK_UNUSABLE");
  const absl::Status refused =
      assessments.SubmitAssessment(call, Submission(other)).status();
  EXPECT_EQ(ReasonOf(refused), "PACK_UNUSABLE");
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("activate another pack"));
  Activate();
  EXPECT_THAT(assessments.SubmitAssessment(call, Submission(other)), IsOk());
  EXPECT_THAT(routines.MigrateRoutine(call, migrate), IsOk());
  EXPECT_EQ(PackOf(patient), kNew);
}

TEST_F(LostPackTest, AnAlteredPackIsNoticed) {
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

}  // namespace
}  // namespace tonus
