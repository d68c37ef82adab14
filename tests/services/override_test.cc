// SPDX-License-Identifier: Apache-2.0
// Overrides through the service: what a clinician says, how long it holds, and
// what wins over it.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/keys.h"
#include "services/patient/seal.h"
#include "services/resource_names.h"
#include "tests/services/service_test.h"

namespace tonus {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using ::tonus::testing::IsOk;
using ::tonus::testing::Parsed;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReasonOf;
using ::tonus::testing::StatusIs;
using ::tonus::testing::ViolatedFields;

constexpr auto kWrong = absl::StatusCode::kInvalidArgument;

class OverrideTest : public testing::ServiceTest {
 protected:
  absl::StatusOr<v1::SetOverrideResponse> Set(const std::string& patient,
                                              const std::string& change,
                                              absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    v1::SetOverrideRequest request;
    request.set_parent(patient);
    *request.mutable_override() = ParseText<v1::Override>(change);
    if (request.override().reason() == v1::OVERRIDE_REASON_UNSPECIFIED) {
      request.mutable_override()->set_reason(
          v1::OVERRIDE_REASON_CLINICAL_FINDING);
    }
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.SetOverride(call, request));
    return Parsed(reply);
  }

  absl::StatusOr<v1::ClearOverrideResponse> Clear(const std::string& name,
                                                  absl::Duration later = {}) {
    Call call = CallOf();
    call.time += later;
    v1::ClearOverrideRequest request;
    request.set_name(name);
    request.set_reason(v1::OVERRIDE_REASON_NOT_TOLERATED);
    TONUS_ASSIGN_OR_RETURN(const auto reply,
                           routines_.ClearOverride(call, request));
    return Parsed(reply);
  }

  v1::Routine RoutineOf(const std::string& patient) {
    Call call = CallOf();
    v1::GetRoutineRequest request;
    request.set_name(patient + "/routine");
    const auto reply = routines_.GetRoutine(call, request);
    EXPECT_THAT(reply, IsOk());
    return reply.ok() ? Parsed(*reply).routine() : v1::Routine();
  }

  std::vector<std::string> List(const std::string& patient, bool ended) {
    Call call = CallOf();
    call.time += absl::Hours(24 * 4);
    v1::ListOverridesRequest request;
    request.set_parent(patient);
    request.set_include_ended(ended);
    request.set_page_size(1);
    std::vector<std::string> names;
    do {
      const auto page = routines_.ListOverrides(call, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      EXPECT_LE(page->overrides_size(), 1);
      for (const auto& override : page->overrides()) {
        names.push_back(override.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  void ExpectRebuildGivesTheStoredBytes(const std::string& patient) {
    const PatientRef ref = RefOf(patient);
    const std::string key = keys::State(ref.tenant, ref.patient);
    TONUS_ASSERT_OK_AND_ASSIGN(const auto record,
                               storage_.Read(key, absl::InfiniteFuture()));
    TONUS_ASSERT_OK_AND_ASSIGN(const auto rebuilt, log_.RebuildState(ref));
    EXPECT_EQ(engine::DeterministicBytes(rebuilt),
              Unseal(key, record.value).value_or(""));
  }
};

std::vector<std::string> ExercisesOf(const v1::Session& session) {
  std::vector<std::string> exercises;
  for (const auto& item : session.items()) exercises.push_back(item.exercise());
  return exercises;
}

const v1::SessionItem* FindItem(const v1::Session& session,
                                const std::string& exercise) {
  for (const auto& item : session.items()) {
    if (item.exercise() == exercise) return &item;
  }
  return nullptr;
}

// An exercise of the first session that serves a decision.
std::string SomeExercise(const v1::Routine& routine) {
  for (const auto& item : routine.sessions(0).items()) {
    if (!item.decision().empty()) return item.exercise();
  }
  return "";
}

TEST_F(OverrideTest, APinnedExerciseIsInEverySessionAndSaysWhoWantsIt) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient, "pin_exercise: 'wall_slide'"));
  EXPECT_THAT(set.refused(), IsEmpty());
  EXPECT_FALSE(set.diff().same());
  EXPECT_EQ(set.override().name(), patient + "/overrides/3");
  EXPECT_EQ(set.override().author(), "alice");
  EXPECT_EQ(set.override().role(), v1::ROLE_CLINICIAN);
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_EQ(routine.revision(), 3);
  ASSERT_EQ(routine.sessions_size(), 18);
  for (const auto& session : routine.sessions()) {
    const auto* item = FindItem(session, "wall_slide");
    ASSERT_NE(item, nullptr) << session.number();
    EXPECT_EQ(item->override(), set.override().name());
    EXPECT_LE(session.total_minutes(), 30);
  }
  EXPECT_THAT(routine.overrides(), ElementsAre(set.override().name()));
  ExpectRebuildGivesTheStoredBytes(patient);
}

TEST_F(OverrideTest, AnUnsafePinIsRefusedWithItsReason) {
  const std::string patient = NewPatientWithRoutine();
  Call call = CallOf();
  ASSERT_THAT(
      patients_.UpdatePatient(call, ParseText<v1::UpdatePatientRequest>(
                                        "patient { name: '" + patient +
                                        "' profile { conditions { condition: "
                                        "'cond_osteoporosis' } } }")),
      IsOk());
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient, "pin_exercise: 'cat_cow'"));
  ASSERT_EQ(set.refused_size(), 1);
  EXPECT_EQ(set.refused(0).exercise(), "cat_cow");
  EXPECT_EQ(set.refused(0).rule(), "G-06");
  EXPECT_THAT(set.refused(0).reason(), HasSubstr("LUMBAR_FLEXION"));
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_GT(routine.sessions_size(), 0);
  for (const auto& session : routine.sessions()) {
    EXPECT_EQ(FindItem(session, "cat_cow"), nullptr);
  }
  EXPECT_EQ(routine.refused(0).exercise(), "cat_cow");
}

TEST_F(OverrideTest, AClosedGateWinsOverAPin) {
  const std::string patient = NewPatientWithRoutine();
  auto submission = Submission(patient);
  auto* answer =
      submission.mutable_assessment()->mutable_screening()->add_answers();
  answer->set_red_flag("rf_saddle_sensation");
  answer->set_present(true);
  Submit(submission);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient, "pin_exercise: 'wall_slide'"));
  ASSERT_EQ(set.refused_size(), 1);
  EXPECT_EQ(set.refused(0).rule(), "G-01");
  EXPECT_EQ(RoutineOf(patient).sessions_size(), 0);
}

TEST_F(OverrideTest, AnExcludedExerciseIsNeverPlanned) {
  const std::string patient = NewPatientWithRoutine();
  const std::string excluded = SomeExercise(RoutineOf(patient));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set, Set(patient, "exclude_exercise: '" + excluded + "'"));
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_EQ(routine.sessions_size(), 18);
  for (const auto& session : routine.sessions()) {
    EXPECT_THAT(ExercisesOf(session), Not(Contains(excluded)));
    for (const auto& home : session.home_items()) {
      EXPECT_NE(home.item().exercise(), excluded);
    }
  }
}

TEST_F(OverrideTest, AReplacementTakesThePlace) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(ExercisesOf(RoutineOf(patient).sessions(0)),
              Contains("march_warmup"));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient,
                                 "replace_exercise { exercise: 'march_warmup' "
                                 "replacement: 'walk_brisk' }"));
  EXPECT_THAT(set.refused(), IsEmpty());
  const v1::Session session = RoutineOf(patient).sessions(0);
  EXPECT_THAT(ExercisesOf(session), Not(Contains("march_warmup")));
  const auto* item = FindItem(session, "walk_brisk");
  ASSERT_NE(item, nullptr);
  EXPECT_EQ(item->substitutes(), "march_warmup");
  EXPECT_EQ(item->override(), set.override().name());
  EXPECT_EQ(item->rule(), "OVERRIDE");
}

TEST_F(OverrideTest, AForcedVerdictLeadsToADecisionAndKeepsTheEvidence) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient,
                                 "force_verdict { muscle: 'iliopsoas' "
                                 "side: SIDE_LEFT status: STATUS_TIGHT }"));
  const v1::Routine routine = RoutineOf(patient);
  bool found = false;
  for (const auto& finding : routine.findings()) {
    if (finding.muscle() != "iliopsoas" ||
        finding.side() != knowledge::v1::SIDE_LEFT) {
      continue;
    }
    found = true;
    EXPECT_EQ(finding.status(), knowledge::v1::STATUS_TIGHT);
    EXPECT_THAT(finding.rules(), Contains("OVERRIDE"));
    EXPECT_GT(finding.evidence_size(), 0);
  }
  EXPECT_TRUE(found);
  EXPECT_TRUE(
      std::any_of(routine.decisions().begin(), routine.decisions().end(),
                  [](const v1::Decision& decision) {
                    return decision.muscle() == "iliopsoas" &&
                           decision.side() == knowledge::v1::SIDE_LEFT &&
                           decision.rank() > 0;
                  }));
}

TEST_F(OverrideTest, AMutedVerdictLeadsToNothingAndKeepsTheEvidence) {
  const std::string patient = NewPatientWithRoutine();
  std::set<std::pair<std::string, int>> decided;
  const v1::Routine planned = RoutineOf(patient);
  for (const auto& decision : planned.decisions()) {
    if (decision.rank() > 0)
      decided.insert({decision.muscle(), decision.side()});
  }
  ASSERT_FALSE(decided.empty());
  const auto [muscle, side] = *decided.begin();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set,
      Set(patient,
          "mute_verdict { muscle: '" + muscle + "' side: " +
              knowledge::v1::Side_Name(static_cast<knowledge::v1::Side>(side)) +
              " }"));
  const v1::Routine routine = RoutineOf(patient);
  bool told = false;
  for (const auto& decision : routine.decisions()) {
    if (decision.muscle() != muscle || decision.side() != side) continue;
    EXPECT_EQ(decision.rank(), 0);
    EXPECT_EQ(decision.rule(), "OVERRIDE");
    EXPECT_THAT(decision.reason(), HasSubstr("set its verdict aside"));
    told = true;
  }
  EXPECT_TRUE(told);
  for (const auto& finding : routine.findings()) {
    if (finding.muscle() != muscle || finding.side() != side) continue;
    EXPECT_GT(finding.evidence_size(), 0);
  }
}

TEST_F(OverrideTest, ALevelCapAndADoseCapHold) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Set(patient, "level_cap: 1"), IsOk());
  ASSERT_THAT(Set(patient, "dose_cap { max_sets: 1 }"), IsOk());
  const v1::Routine routine = RoutineOf(patient);
  EXPECT_GT(routine.sessions_size(), 0);
  for (const auto& session : routine.sessions()) {
    for (const auto& item : session.items()) {
      EXPECT_EQ(
          testing::ReleasedKnowledge().FindExercise(item.exercise())->level(),
          1)
          << item.exercise();
      for (const auto& dose : item.doses()) {
        EXPECT_EQ(dose.sets(), 1) << item.exercise();
        EXPECT_EQ(dose.max_sets(), 0);
      }
    }
  }
}

TEST_F(OverrideTest, ADatedOverrideChangesTheSessionsOfItsDaysAlone) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine before = RoutineOf(patient);
  const std::string excluded = SomeExercise(before);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set,
      Set(patient, "exclude_exercise: '" + excluded +
                       "' start_date { year: 2026 month: 1 day: 12 } "
                       "end_date { year: 2026 month: 1 day: 18 }"));
  const v1::Routine after = RoutineOf(patient);
  ASSERT_EQ(after.sessions_size(), before.sessions_size());
  int changed = 0;
  for (int i = 0; i < after.sessions_size(); ++i) {
    const auto day = engine::ToCivilDay(after.sessions(i).date());
    const bool held = absl::CivilDay(2026, 1, 12) <= day &&
                      day <= absl::CivilDay(2026, 1, 18);
    if (held) {
      ++changed;
      EXPECT_THAT(ExercisesOf(after.sessions(i)), Not(Contains(excluded)));
    } else {
      EXPECT_EQ(ExercisesOf(after.sessions(i)),
                ExercisesOf(before.sessions(i)));
    }
  }
  EXPECT_EQ(changed, 3);
}

TEST_F(OverrideTest, ClearingBringsBackWhatWas) {
  const std::string patient = NewPatientWithRoutine();
  const v1::Routine before = RoutineOf(patient);
  const std::string excluded = SomeExercise(before);
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set, Set(patient, "exclude_exercise: '" + excluded + "'"));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto cleared, Clear(set.override().name()));
  EXPECT_FALSE(cleared.diff().same());
  EXPECT_TRUE(cleared.override().has_clear_time());
  EXPECT_EQ(cleared.override().clear_reason(),
            v1::OVERRIDE_REASON_NOT_TOLERATED);
  EXPECT_EQ(cleared.revision(), 4);
  const v1::Routine after = RoutineOf(patient);
  EXPECT_THAT(after.overrides(), IsEmpty());
  for (int i = 0; i < after.sessions_size(); ++i) {
    EXPECT_EQ(ExercisesOf(after.sessions(i)), ExercisesOf(before.sessions(i)));
  }
  EXPECT_EQ(ReasonOf(Clear(set.override().name()).status()), "ALREADY_CLEARED");
  ExpectRebuildGivesTheStoredBytes(patient);
}

TEST_F(OverrideTest, WhatWasDoneUnderAnOverrideStaysPlannedAsItWas) {
  const std::string patient = NewPatientWithRoutine();
  const std::string excluded = SomeExercise(RoutineOf(patient));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set, Set(patient, "exclude_exercise: '" + excluded + "'"));
  ASSERT_THAT(Clear(set.override().name(), absl::Hours(24 * 7)), IsOk());
  const v1::Routine after = RoutineOf(patient);
  // The first week was trained without it.
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(ExercisesOf(after.sessions(i)), Not(Contains(excluded)));
  }
  bool back = false;
  for (const auto& session : after.sessions()) {
    back = back || FindItem(session, excluded) != nullptr;
  }
  EXPECT_TRUE(back);
}

TEST_F(OverrideTest, ListsWhatStandsAndOnDemandWhatEnded) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto standing, Set(patient, "level_cap: 3"));
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto over,
      Set(patient, "level_cap: 2 end_date { year: 2026 month: 1 day: 7 }"));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto gone, Set(patient, "level_cap: 1"));
  ASSERT_THAT(Clear(gone.override().name()), IsOk());
  EXPECT_THAT(List(patient, false), ElementsAre(standing.override().name()));
  EXPECT_THAT(List(patient, true),
              ElementsAre(gone.override().name(), over.override().name(),
                          standing.override().name()));
}

TEST_F(OverrideTest, AllThatIsWrongIsToldAtOnce) {
  const std::string patient = NewPatient();
  Call call = CallOf();
  v1::SetOverrideRequest request;
  request.set_parent(patient);
  request.set_request_id("not allowed");
  *request.mutable_override() = ParseText<v1::Override>(
      "force_verdict { muscle: 'iliopsoas' side: SIDE_MIDLINE } "
      "start_date { year: 2026 month: 3 day: 2 } "
      "end_date { year: 2026 month: 3 day: 1 }");
  EXPECT_THAT(ViolatedFields(routines_.SetOverride(call, request).status()),
              UnorderedElementsAre("request_id", "override.force_verdict.side",
                                   "override.reason", "override.end_date"));
}

TEST_F(OverrideTest, RefusesWhatThePackDoesNotHave) {
  const std::string patient = NewPatient();
  const struct {
    const char* change;
    const char* field;
  } kCases[] = {
      {"pin_exercise: 'none_such'", "override.pin_exercise"},
      {"exclude_exercise: ''", "override.exclude_exercise"},
      {"permit_exercise: 'x'", "override.permit_exercise"},
      {"replace_exercise { exercise: 'cat_cow' replacement: 'cat_cow' }",
       "override.replace_exercise.replacement"},
      {"force_verdict { muscle: 'iliopsoas' side: SIDE_LEFT status: "
       "STATUS_STIFF }",
       "override.force_verdict.status"},
      {"force_verdict { muscle: 'sciatic_nerve' side: SIDE_LEFT status: "
       "STATUS_NEURAL_POSITIVE }",
       "override.force_verdict.status"},
      {"force_verdict { muscle: 'hip_capsule' side: SIDE_LEFT status: "
       "STATUS_TIGHT }",
       "override.force_verdict.status"},
      {"mute_verdict { muscle: 'x' side: SIDE_LEFT }",
       "override.mute_verdict.muscle"},
      {"dose_cap { }", "override.dose_cap"},
      {"dose_cap { max_sets: 11 }", "override.dose_cap.max_sets"},
      {"dose_cap { percent: 9 }", "override.dose_cap.percent"},
      {"dose_cap { percent: 101 }", "override.dose_cap.percent"},
      {"dose_cap { percent: 50 exercise: 'x' }", "override.dose_cap.exercise"},
      {"level_cap: 0", "override.level_cap"},
      {"level_cap: 6", "override.level_cap"},
      {"policy { policy: 'x' choice: 'y' }", "override.policy.policy"},
      {"policy { policy: 'routine_changes' choice: 'y' }",
       "override.policy.choice"},
      {"equipment { equipment: 'mat' equipment: 'x' }",
       "override.equipment.equipment[1]"},
      {"reason: OVERRIDE_REASON_OTHER", "override.change"},
      {"level_cap: 2 start_date { year: 2026 month: 1 day: 4 }",
       "override.start_date"},
      {"level_cap: 2 end_date { year: 2026 month: 1 day: 4 }",
       "override.end_date"},
      {"level_cap: 2 start_date { year: 2026 month: 2 day: 30 }",
       "override.start_date"},
  };
  for (const auto& test : kCases) {
    const auto set = Set(patient, test.change);
    EXPECT_THAT(set.status(), StatusIs(kWrong)) << test.change;
    EXPECT_THAT(ViolatedFields(set.status()), ElementsAre(test.field))
        << test.change;
  }
  EXPECT_THAT(List(patient, true), IsEmpty());
}

TEST_F(OverrideTest, AnOverrideWithoutARoutineWaitsForTheFirst) {
  const std::string patient = NewPatient();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient, "pin_exercise: 'wall_slide'"));
  EXPECT_FALSE(set.has_diff());
  Submit(Submission(patient));
  const v1::Routine planned = RoutineOf(patient);
  for (const auto& session : planned.sessions()) {
    EXPECT_NE(FindItem(session, "wall_slide"), nullptr);
  }
}

TEST_F(OverrideTest, ATrialStoresNothing) {
  const std::string patient = NewPatientWithRoutine();
  const auto before = Everything();
  Call call = CallOf();
  v1::SetOverrideRequest request;
  request.set_parent(patient);
  request.set_validate_only(true);
  *request.mutable_override() = ParseText<v1::Override>(
      "pin_exercise: 'wall_slide' reason: OVERRIDE_REASON_OTHER");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto reply,
                             routines_.SetOverride(call, request));
  EXPECT_FALSE(Parsed(reply).diff().same());
  EXPECT_EQ(Parsed(reply).override().name(), "");
  EXPECT_EQ(Everything(), before);
}

TEST_F(OverrideTest, ARetryGetsTheFirstAnswer) {
  const std::string patient = NewPatientWithRoutine();
  Call call = CallOf();
  v1::SetOverrideRequest request;
  request.set_parent(patient);
  request.set_request_id("o1");
  *request.mutable_override() =
      ParseText<v1::Override>("level_cap: 2 reason: OVERRIDE_REASON_OTHER");
  TONUS_ASSERT_OK_AND_ASSIGN(const auto first,
                             routines_.SetOverride(call, request));
  TONUS_ASSERT_OK_AND_ASSIGN(const auto again,
                             routines_.SetOverride(call, request));
  EXPECT_EQ(first.bytes, again.bytes);
  EXPECT_THAT(List(patient, true), ElementsAre(patient + "/overrides/3"));
}

TEST_F(OverrideTest, OfTwoWordsAboutOneExerciseTheLastCounts) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Set(patient, "pin_exercise: 'wall_slide'"), IsOk());
  ASSERT_THAT(Set(patient, "exclude_exercise: 'wall_slide'"), IsOk());
  const v1::Routine planned = RoutineOf(patient);
  for (const auto& session : planned.sessions()) {
    EXPECT_EQ(FindItem(session, "wall_slide"), nullptr);
  }
}

TEST_F(OverrideTest, EquipmentForAPeriodIsUsedInItAlone) {
  const std::string patient = NewPatientWithRoutine();
  ASSERT_THAT(Set(patient,
                  "equipment { equipment: 'none' } "
                  "end_date { year: 2026 month: 1 day: 11 }"),
              IsOk());
  const v1::Routine planned = RoutineOf(patient);
  for (const auto& session : planned.sessions()) {
    if (session.week() > 1) continue;
    for (const auto& item : session.items()) {
      const auto& equipment = testing::ReleasedKnowledge()
                                  .FindExercise(item.exercise())
                                  ->equipment();
      EXPECT_THAT(equipment, Not(Contains("foam_roller"))) << item.exercise();
      EXPECT_THAT(equipment, Not(Contains("band"))) << item.exercise();
      EXPECT_THAT(equipment, Not(Contains("strap"))) << item.exercise();
    }
  }
}

TEST_F(OverrideTest, APolicyForOnePatientIsNamedInTheRoutine) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto set,
      Set(patient, "policy { policy: 'cat_cow' choice: 'never' }"));
  const v1::Routine routine = RoutineOf(patient);
  ASSERT_EQ(routine.policies_size(), 1);
  EXPECT_EQ(routine.policies(0).policy(), "cat_cow");
  EXPECT_EQ(routine.policies(0).choice(), "never");
  EXPECT_EQ(routine.policies(0).chosen_by(), set.override().name());
  for (const auto& session : routine.sessions()) {
    EXPECT_EQ(FindItem(session, "cat_cow"), nullptr);
  }
}

TEST_F(OverrideTest, NamesNobodyKnowsAreNotFound) {
  EXPECT_THAT(Set("patients/aaaaaaaaaaaaaaaaaaaaaaaaaa", "level_cap: 2"),
              StatusIs(absl::StatusCode::kNotFound));
  const std::string patient = NewPatient();
  EXPECT_THAT(Clear(patient + "/overrides/9"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Clear(patient + "/overrides/9-"), StatusIs(kWrong));
}

}  // namespace
}  // namespace tonus
