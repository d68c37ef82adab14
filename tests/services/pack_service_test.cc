// SPDX-License-Identifier: Apache-2.0
// Activating packs, and what they would change.

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/knowledge/knowledge_service.h"
#include "services/patient/tenant_policies.h"
#include "tests/services/pack_fixture.h"
#include "tests/testing/pack_cases.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::Candidate;
using ::tonus::testing::CandidatePack;
using ::tonus::testing::IsOk;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::ReleasedKnowledge;
using ::tonus::testing::StatusIs;
using ::tonus::testing::Text;
using ::tonus::testing::ViolatedFields;

// The cases of the released pack, which no change of a dose touches.
const v1::PackRelease& Released() {
  static const auto* const kRelease = [] {
    const auto release = ReadPackFolder(TONUS_PACK_FOLDER);
    EXPECT_THAT(release, IsOk());
    return new v1::PackRelease(release.value_or(v1::PackRelease()));
  }();
  return *kRelease;
}

class PackServiceTest : public testing::PackFixture {
 protected:
  static Call AdminOf(const std::string& tenant = "clinic") {
    Call call = CallOf(tenant);
    call.principal.subject = "root";
    call.principal.role = v1::ROLE_ADMIN;
    return call;
  }

  static v1::ActivatePackRequest Activation() {
    v1::ActivatePackRequest request;
    auto* release = request.mutable_pack()->mutable_release();
    *release->mutable_pack() = CandidatePack();
    *release->mutable_vectors() = Released().vectors();
    testing::DropCase(testing::kDoseCase, release);
    request.set_reason(v1::PACK_ACTIVATION_REASON_NEW_VERSION);
    return request;
  }

  v1::GetPackResponse Shown() {
    Call call = AdminOf();
    const auto shown = service_.GetPack(call, {});
    EXPECT_THAT(shown, IsOk());
    return shown.value_or(v1::GetPackResponse());
  }

  // All messages of a run, part after part.
  std::vector<v1::ShadowRunPackResponse> Run(
      const v1::ShadowRunPackRequest& request) {
    std::vector<v1::ShadowRunPackResponse> messages;
    std::string cursor;
    while (true) {
      Call call = CallOf();
      const auto part = service_.ShadowRunPack(call, request, cursor);
      EXPECT_THAT(part, IsOk());
      if (!part.ok()) return messages;
      for (const std::string& bytes : part->messages) {
        EXPECT_TRUE(messages.emplace_back().ParseFromString(bytes));
      }
      if (part->end) return messages;
      EXPECT_TRUE(part->more);
      cursor = part->cursor;
    }
  }

  KnowledgeService service_{&log_};
};

TEST_F(PackServiceTest, APackIsActivatedAndTakenBack) {
  EXPECT_FALSE(Shown().has_activation());
  EXPECT_EQ(Shown().version(), "2026.1");
  const std::string patient = NewPatientWithRoutine();
  v1::ActivatePackRequest request = Activation();
  request.set_request_id("new");
  request.set_etag(Shown().etag());
  Call call = AdminOf();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto activated,
                             service_.ActivatePack(call, request));
  EXPECT_EQ(activated.activation().hash(), Candidate().hash());
  EXPECT_EQ(activated.activation().actor(), "root");
  EXPECT_FALSE(activated.already_active());
  const v1::GetPackResponse shown = Shown();
  EXPECT_EQ(shown.hash(), Candidate().hash());
  EXPECT_EQ(shown.server_hash(), ReleasedKnowledge().hash());
  EXPECT_EQ(shown.etag(), activated.etag());
  EXPECT_EQ(Text(shown.activation()), Text(activated.activation()));
  EXPECT_EQ(PackOf(patient), "2026.1");

  // A retry, an etag of before, and the same pack once more.
  const auto stored = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             service_.ActivatePack(call, request));
  EXPECT_EQ(Text(again), Text(activated));
  request.set_reason(v1::PACK_ACTIVATION_REASON_OTHER);
  EXPECT_EQ(ReasonOf(service_.ActivatePack(call, request).status()),
            "REQUEST_ID_REUSED");
  request.set_request_id("other");
  EXPECT_EQ(ReasonOf(service_.ActivatePack(call, request).status()),
            "STALE_ETAG");
  request.clear_etag();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto same,
                             service_.ActivatePack(call, request));
  EXPECT_TRUE(same.already_active());
  EXPECT_EQ(Everything().size(), stored.size());

  v1::ActivatePackRequest back;
  back.mutable_pack()->set_hash(std::string(ReleasedKnowledge().hash()));
  back.set_reason(v1::PACK_ACTIVATION_REASON_GO_BACK);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto went,
                             service_.ActivatePack(call, back));
  EXPECT_EQ(went.activation().version(), "2026.1");
  ASSERT_THAT(Shown().earlier_activations(), SizeIs(1));
  EXPECT_EQ(Text(Shown().earlier_activations(0)), Text(activated.activation()));

  // A server whose own pack is another one has it all the same.
  PatientLog log(&storage_, &Candidate());
  TONUS_ASSERT_OK_AND_ASSIGN(
      const SharedPack active,
      log.packs().Active("clinic", absl::InfiniteFuture()));
  EXPECT_EQ(active->version(), "2026.1");
}

TEST_F(PackServiceTest, ALateRetryOfAnActivationThatDidNothingDoesNothing) {
  Call call = AdminOf();
  v1::ActivatePackRequest request = Activation();
  ASSERT_THAT(service_.ActivatePack(call, request), IsOk());
  const auto active = Everything();
  ASSERT_THAT(service_.ActivatePack(call, request), IsOk());
  EXPECT_EQ(Everything(), active) << "without an id nothing is remembered";
  request.set_request_id("late");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                             service_.ActivatePack(call, request));
  EXPECT_TRUE(first.already_active());
  EXPECT_EQ(first.etag(), Shown().etag());

  v1::ActivatePackRequest back;
  back.mutable_pack()->set_hash(std::string(ReleasedKnowledge().hash()));
  back.set_reason(v1::PACK_ACTIVATION_REASON_GO_BACK);
  ASSERT_THAT(service_.ActivatePack(call, back), IsOk());
  const auto stored = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto late,
                             service_.ActivatePack(call, request));
  EXPECT_EQ(Text(late), Text(first));
  EXPECT_EQ(Shown().version(), "2026.1");
  EXPECT_EQ(Everything(), stored);
  request.set_reason(v1::PACK_ACTIVATION_REASON_OTHER);
  EXPECT_EQ(ReasonOf(service_.ActivatePack(call, request).status()),
            "REQUEST_ID_REUSED");
}

TEST_F(PackServiceTest, TheLastHundredRequestsThatDidNothingAreRemembered) {
  Call call = AdminOf();
  Activate();
  v1::ActivatePackRequest request;
  request.mutable_pack()->set_hash(std::string(Candidate().hash()));
  request.set_reason(v1::PACK_ACTIVATION_REASON_OTHER);
  storage::v1::ActivePack filled =
      log_.packs().ReadActive("clinic", call.deadline)->active;
  for (int i = 100; i > 0; --i) {
    auto* unchanged = filled.add_unchanged();
    unchanged->set_request_id(absl::StrCat("r", i));
    *unchanged->mutable_found() = filled.current();
  }
  ASSERT_THAT(log_.packs().WriteActive(
                  "clinic", filled,
                  log_.packs().ReadActive("clinic", call.deadline)->version,
                  call.deadline),
              IsOk());
  request.set_request_id("r101");
  ASSERT_THAT(service_.ActivatePack(call, request), IsOk());
  const storage::v1::ActivePack active =
      log_.packs().ReadActive("clinic", call.deadline)->active;
  ASSERT_THAT(active.unchanged(), SizeIs(100));
  EXPECT_EQ(active.unchanged(0).request_id(), "r101");
  EXPECT_EQ(active.unchanged(99).request_id(), "r2");
}

TEST_F(PackServiceTest, TwoActivationsAtOnceFollowEachOther) {
  v1::ActivatePackRequest own;
  own.mutable_pack()->set_hash(std::string(ReleasedKnowledge().hash()));
  own.set_reason(v1::PACK_ACTIVATION_REASON_OTHER);
  ASSERT_THAT(log_.packs().EnsureStored("clinic", ReleasedKnowledge(),
                                        absl::InfiniteFuture()),
              IsOk());
  storage_.before_commit = [this] { Activate(); };
  Call call = AdminOf();
  ASSERT_THAT(service_.ActivatePack(call, own), IsOk());
  EXPECT_EQ(Shown().version(), "2026.1");
  ASSERT_THAT(Shown().earlier_activations(), SizeIs(1));
  EXPECT_EQ(Shown().earlier_activations(0).version(), "2026.2");
}

TEST_F(PackServiceTest, ABrokenPackIsRefusedWithEverythingSaid) {
  v1::ActivatePackRequest request = Activation();
  auto* pack = request.mutable_pack()->mutable_release()->mutable_pack();
  pack->mutable_exercises(3)->set_progression("no_such_exercise");
  pack->mutable_exercises(5)->add_equipment("no_such_thing");
  const auto stored = Everything();
  Call call = AdminOf();
  const auto refused = service_.ActivatePack(call, request);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(ReasonOf(refused.status()), "INVALID_PACK");
  const std::string ids[] = {pack->exercises(3).id(), pack->exercises(5).id()};
  for (const std::string& id : ids) {
    EXPECT_THAT(ViolatedFields(refused.status()),
                Contains("pack.exercises[" + id + "]"));
  }
  request.set_validate_only(true);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto answer,
                             service_.ActivatePack(call, request));
  EXPECT_FALSE(answer.check().valid());
  EXPECT_THAT(answer.check().complaints(),
              SizeIs(ViolatedFields(refused.status()).size()));
  EXPECT_FALSE(answer.has_activation());
  EXPECT_EQ(Everything(), stored);

  const auto empty = service_.ActivatePack(call, {});
  EXPECT_THAT(ViolatedFields(empty.status()),
              ::testing::ElementsAre("pack", "reason"));
}

TEST_F(PackServiceTest, ATriedActivationStoresNothing) {
  v1::ActivatePackRequest request = Activation();
  request.set_validate_only(true);
  Call call = AdminOf();
  const auto stored = Everything();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto answer,
                             service_.ActivatePack(call, request));
  EXPECT_TRUE(answer.check().valid());
  EXPECT_EQ(answer.activation().hash(), Candidate().hash());
  EXPECT_EQ(Everything(), stored);
}

TEST_F(PackServiceTest, AHashIsThatOfAPackOfTheTenant) {
  Activate(Candidate(), "other");
  v1::ActivatePackRequest request;
  request.mutable_pack()->set_hash(std::string(Candidate().hash()));
  request.set_reason(v1::PACK_ACTIVATION_REASON_OTHER);
  Call call = AdminOf();
  EXPECT_THAT(service_.ActivatePack(call, request),
              StatusIs(absl::StatusCode::kNotFound));
  v1::ShadowRunPackRequest run;
  *run.mutable_pack() = request.pack();
  EXPECT_THAT(service_.ShadowRunPack(call, run, ""),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Shown().version(), "2026.1");
}

TEST_F(PackServiceTest, WhatTheTenantChoosesMustStayPossible) {
  server::v1::Config config;
  auto* row = config.add_tenant_policies();
  row->set_tenant("clinic");
  row->set_policy("routine_changes");
  row->set_choice("review");
  TONUS_ASSERT_OK_AND_ASSIGN(
      const TenantPolicies policies,
      TenantPolicies::Create(config.tenant_policies(), ReleasedKnowledge()));
  knowledge::v1::Pack pack = CandidatePack();
  auto* switches = pack.mutable_policy_switches();
  for (int i = switches->size() - 1; i >= 0; --i) {
    if (switches->Get(i).id() == "routine_changes") {
      switches->DeleteSubrange(i, 1);
    }
  }
  TONUS_ASSERT_OK_AND_ASSIGN(const engine::Knowledge without,
                             engine::Knowledge::Compile(pack, HashOf(pack)));
  EXPECT_THAT(policies.UnknownTo(without, "clinic"),
              ::testing::ElementsAre("routine_changes=review"));
  EXPECT_THAT(policies.UnknownTo(without, "other"), IsEmpty());
  PatientLog log(&storage_, &ReleasedKnowledge(), policies);
  KnowledgeService service(&log);
  v1::ActivatePackRequest request = Activation();
  *request.mutable_pack()->mutable_release()->mutable_pack() = pack;
  for (const absl::string_view name :
       {testing::kChoiceCase, absl::string_view("words-to-the-person")}) {
    testing::DropCase(name, request.mutable_pack()->mutable_release());
  }
  Call call = AdminOf();
  const auto refused = service.ActivatePack(call, request);
  EXPECT_EQ(ReasonOf(refused.status()), "POLICY_CHOICE_UNKNOWN");
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("routine_changes=review"));

  // Where such a pack decides all the same, the choice counts for nothing.
  Activate(without);
  AssessmentService assessments(&log);
  const std::string patient = NewPatient();
  Call clinician = CallOf();
  EXPECT_THAT(assessments.SubmitAssessment(clinician, Submission(patient)),
              IsOk());
  EXPECT_EQ(PackOf(patient), "2026.2");
}

TEST_F(PackServiceTest, PatientsAreNotToldWhoActivated) {
  Activate();
  Call call = CallOf();
  call.principal.role = v1::ROLE_PATIENT;
  TONUS_ASSERT_OK_AND_ASSIGN(const auto shown, service_.GetPack(call, {}));
  EXPECT_EQ(shown.version(), "2026.2");
  EXPECT_FALSE(shown.has_activation());
  EXPECT_THAT(shown.etag(), IsEmpty());
}

TEST_F(PackServiceTest, AShadowRunTellsWhatMigrationsThenDo) {
  // More than two parts, one of them without a routine, one behind a gate.
  std::vector<std::string> patients;
  for (int i = 0; i < 17; ++i) {
    patients.push_back(NewPatient());
    if (i == 4) continue;
    auto request = Submission(patients.back());
    if (i == 2) {
      auto* answer =
          request.mutable_assessment()->mutable_screening()->add_answers();
      answer->set_red_flag("rf_bladder_change");
      answer->set_present(true);
    }
    if (i % 3 == 1) {
      request.mutable_assessment()->mutable_results(0)->set_value(-20);
    }
    Submit(request);
    // Some have begun, and of some a change waits for a review.
    if (i % 4 == 3) {
      ASSERT_THAT(LogFirstSession(patients.back()), IsOk());
    }
    if (i % 5 == 0 && i % 3 != 1) {
      ASSERT_THAT(Set(patients.back(),
                      "policy { policy: 'routine_changes' choice: 'review' }"),
                  IsOk());
      request.set_request_id(absl::StrCat("again", i));
      request.mutable_assessment()->mutable_results(0)->set_value(-15);
      EXPECT_THAT(Submit(request).proposal(), Not(IsEmpty()));
    }
  }
  NewPatient("other");
  v1::ShadowRunPackRequest request;
  *request.mutable_pack()->mutable_release()->mutable_pack() = CandidatePack();
  const auto stored = Everything();
  const auto run = Run(request);
  EXPECT_EQ(Everything(), stored);
  ASSERT_THAT(run, SizeIs(17));
  const v1::ShadowSummary& summary = run.back().summary();
  EXPECT_EQ(summary.patients(), 16);
  EXPECT_EQ(summary.failed(), 0);
  EXPECT_EQ(summary.changed() + summary.unchanged(), 16);
  EXPECT_GT(summary.changed(), 0);
  EXPECT_GT(summary.unchanged(), 0);
  EXPECT_EQ(summary.pack_hash(), Candidate().hash());

  // From the middle on, the rest comes again, and is summed up by itself.
  request.set_start_after(run[9].routine().patient());
  const auto rest = Run(request);
  ASSERT_THAT(rest, SizeIs(7));
  for (size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(Text(rest[i]), Text(run[10 + i]));
  }
  EXPECT_EQ(rest.back().summary().patients(), 6);

  Activate();
  std::string last;
  for (const auto& message : run) {
    if (!message.has_routine()) continue;
    const v1::ShadowedRoutine& routine = message.routine();
    EXPECT_LT(last, routine.patient());
    last = routine.patient();
    EXPECT_EQ(routine.pack_version(), "2026.1");
    TONUS_ASSERT_OK_AND_ASSIGN(const auto migrated, Migrate(routine.patient()));
    EXPECT_EQ(Text(migrated.diff()), Text(routine.diff()));
  }
}

TEST_F(PackServiceTest, AShadowRunCountsWhoLosesAnExercise) {
  const std::string patient = NewPatientWithRoutine();
  knowledge::v1::Pack pack = CandidatePack();
  const std::string exercise = testing::SomeExercise(RoutineOf(patient));
  auto* exercises = pack.mutable_exercises();
  for (int i = exercises->size() - 1; i >= 0; --i) {
    if (exercises->Get(i).id() != exercise) continue;
    // The patient has none.
    exercises->Mutable(i)->clear_equipment();
    exercises->Mutable(i)->add_equipment("dowel");
  }
  v1::ShadowRunPackRequest request;
  *request.mutable_pack()->mutable_release()->mutable_pack() = pack;
  const auto run = Run(request);
  ASSERT_THAT(run, SizeIs(2));
  const v1::ShadowSummary& summary = run.back().summary();
  EXPECT_EQ(summary.changed(), 1);
  std::map<std::string, int64_t> removed;
  for (const auto& shift : summary.exercises()) {
    removed[shift.exercise()] = shift.removed();
  }
  EXPECT_EQ(removed[exercise], 1);
}

TEST_F(PackServiceTest, AShadowRunSaysWhoseRoutineCanNotBePlanned) {
  const std::string patient = NewPatientWithRoutine();
  const PatientRef ref = RefOf(patient);
  const std::string key = keys::Routine(ref.tenant, ref.patient, 2);
  ASSERT_THAT(storage_.Commit({{storage::Mutation::Write(key, Seal(key, "?"))}},
                              absl::InfiniteFuture()),
              IsOk());
  v1::ShadowRunPackRequest request;
  request.mutable_pack()->set_hash(std::string(ReleasedKnowledge().hash()));
  const auto run = Run(request);
  ASSERT_THAT(run, SizeIs(2));
  EXPECT_NE(run[0].routine().status().code(), 0);
  EXPECT_EQ(run[1].summary().failed(), 1);
}

TEST_F(PackServiceTest, AShadowRunIsOfAPackAndAPatient) {
  Call call = CallOf();
  v1::ShadowRunPackRequest request;
  request.set_start_after("nobody");
  EXPECT_THAT(
      ViolatedFields(service_.ShadowRunPack(call, request, "").status()),
      ::testing::ElementsAre("pack", "start_after"));
  v1::ShadowRunPackRequest broken;
  auto* pack = broken.mutable_pack()->mutable_release()->mutable_pack();
  *pack = CandidatePack();
  pack->mutable_exercises(3)->set_progression("no_such_exercise");
  EXPECT_EQ(ReasonOf(service_.ShadowRunPack(call, broken, "").status()),
            "INVALID_PACK");
  call.cancelled = [] { return true; };
  NewPatientWithRoutine();
  broken.mutable_pack()->set_hash(std::string(ReleasedKnowledge().hash()));
  EXPECT_THAT(service_.ShadowRunPack(call, broken, ""),
              StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace tonus
