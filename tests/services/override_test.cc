// SPDX-License-Identifier: Apache-2.0
// Overrides through the service: what a clinician says, and what wins over it.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "services/engine/facts.h"
#include "tests/services/override_fixture.h"

namespace tonus {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tonus::testing::ExercisesOf;
using ::tonus::testing::FindItem;
using ::tonus::testing::IsOk;
using ::tonus::testing::ParseText;
using ::tonus::testing::ReleasedKnowledge;
using ::tonus::testing::SomeExercise;

using OverrideTest = testing::OverrideFixture;

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
  ExpectRebuilt(patient);
}

TEST_F(OverrideTest, TheSameSetAgainChangesNothing) {
  const std::string patient = NewPatientWithRoutine();
  for (const std::string change :
       {"pin_exercise: 'wall_slide'", "level_cap: 1",
        "exclude_exercise: 'cat_cow'",
        "policy { policy: 'bedtime_stretch' choice: 'none' }",
        "mute_verdict { muscle: 'gluteus_maximus' side: SIDE_RIGHT }"}) {
    ASSERT_THAT(Set(patient, change), IsOk());
    Call call = CallOf();
    v1::PreviewRoutineRequest request;
    request.set_name(patient + "/routine");
    *request.add_overrides() = ParseText<v1::Override>(change);
    TONUS_ASSERT_OK_AND_ASSIGN(const auto preview,
                               routines_.PreviewRoutine(call, request));
    EXPECT_TRUE(preview.diff().same()) << change;
    TONUS_ASSERT_OK_AND_ASSIGN(const auto again, Set(patient, change));
    EXPECT_TRUE(again.diff().same()) << change;
  }
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
  EXPECT_THAT(set.refused(0).reason(), HasSubstr("lumbar flexion"));
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

TEST_F(OverrideTest, AForcedVerdictStretchesNothingThatMustNotBe) {
  const std::string patient = NewPatient();
  auto request = Submission(patient);
  // The nerve of the leg, and no weakness.
  *request.mutable_assessment() =
      ParseText<v1::Assessment>(DeskWorker().DebugString() + R"pb(
        results { test: "slump" side: SIDE_LEFT value: 2 }
        results { test: "neuro_screen" side: SIDE_LEFT value: 0 }
        results { test: "neuro_screen" side: SIDE_RIGHT value: 0 }
      )pb");
  Submit(request);
  ASSERT_EQ(RoutineOf(patient).gate(), v1::GATE_OK);
  TONUS_ASSERT_OK_AND_ASSIGN(const auto set,
                             Set(patient,
                                 "force_verdict { muscle: 'hamstrings' "
                                 "side: SIDE_LEFT status: STATUS_TIGHT }"));
  const v1::Routine routine = RoutineOf(patient);
  ASSERT_THAT(set.refused(), SizeIs(1));
  EXPECT_EQ(set.refused(0).rule(), "R-500");
  EXPECT_EQ(set.refused(0).override(), set.override().name());
  EXPECT_THAT(set.refused(0).reason(), HasSubstr("must not be stretched"));
  ASSERT_THAT(routine.refused(), SizeIs(1));
  EXPECT_EQ(routine.refused(0).DebugString(), set.refused(0).DebugString());
  for (const auto& session : routine.sessions()) {
    for (const auto& item : session.items()) {
      const auto* exercise = ReleasedKnowledge().FindExercise(item.exercise());
      const bool stretches =
          exercise->technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
          exercise->technique() == knowledge::v1::TECHNIQUE_PNF;
      EXPECT_FALSE(stretches && exercise->targets(0) == "hamstrings")
          << item.exercise();
    }
  }
  // On the other side nothing speaks against it.
  TONUS_ASSERT_OK_AND_ASSIGN(const auto right,
                             Set(patient,
                                 "force_verdict { muscle: 'hamstrings' "
                                 "side: SIDE_RIGHT status: STATUS_TIGHT }"));
  EXPECT_THAT(right.refused(), IsEmpty());
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

TEST_F(OverrideTest, APinIsTheOptInThatALevelNeedsButOpensNoBlockToAll) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto never,
                             Set(patient, "pin_exercise: 'jefferson_curl'"));
  ASSERT_GT(never.refused_size(), 0);
  EXPECT_EQ(never.refused(0).rule(), "R-901");
  // Its level is beyond this person, and beyond most weeks for anybody.
  TONUS_ASSERT_OK_AND_ASSIGN(const auto pinned,
                             Set(patient, "pin_exercise: 'stir_pot'"));
  ASSERT_GT(pinned.refused_size(), 0);
  EXPECT_EQ(pinned.refused(0).rule(), "R-736");
  Call call = CallOf();
  ASSERT_THAT(patients_.UpdatePatient(
                  call, ParseText<v1::UpdatePatientRequest>(
                            "patient { name: '" + patient +
                            "' profile { age_years: 30 user_level: 4 "
                            "equipment: 'swiss_ball' } }")),
              IsOk());
  const v1::Routine routine = RoutineOf(patient);
  int there = 0;
  for (const auto& session : routine.sessions()) {
    if (FindItem(session, "stir_pot") == nullptr) continue;
    EXPECT_GE(session.week(), 5);
    ++there;
  }
  EXPECT_GT(there, 0);
}

TEST_F(OverrideTest, APinAboveTheCapOfTheWeekWaitsForItAndSaysSo) {
  const std::string patient = NewPatientWithRoutine();
  const auto& knowledge = testing::ReleasedKnowledge();
  TONUS_ASSERT_OK_AND_ASSIGN(const auto pinned,
                             Set(patient, "pin_exercise: 'split_squat'"));
  const v1::Routine routine = RoutineOf(patient);
  ASSERT_GT(knowledge.FindExercise("split_squat")->level(), 2);
  for (const auto& session : routine.sessions()) {
    if (FindItem(session, "split_squat") == nullptr) continue;
    EXPECT_GE(knowledge.WeekOfSession(session.number()).level_cap(),
              knowledge.FindExercise("split_squat")->level());
  }
  ASSERT_GT(pinned.refused_size(), 0);
  EXPECT_EQ(pinned.refused(0).rule(), "R-736");
}

TEST_F(OverrideTest, WhatHasToBeTaughtIsNotPinnedWithoutAWordOfIt) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto pinned, Set(patient, "pin_exercise: 'smr_psoas_soft_ball'"));
  ASSERT_GT(pinned.refused_size(), 0);
  EXPECT_EQ(pinned.refused(0).rule(), "R-903");
  const v1::Routine routine = RoutineOf(patient);
  for (const auto& session : routine.sessions()) {
    EXPECT_EQ(FindItem(session, "smr_psoas_soft_ball"), nullptr);
  }
}

TEST_F(OverrideTest, AReplacementLeavesNoSessionWithoutWarmUpOrStability) {
  const std::string patient = NewPatientWithRoutine();
  TONUS_ASSERT_OK_AND_ASSIGN(
      const auto warm_up,
      Set(patient,
          "replace_exercise { exercise: 'march_warmup' replacement: "
          "'glute_bridge' }"));
  ASSERT_GT(warm_up.refused_size(), 0);
  EXPECT_EQ(warm_up.refused(0).rule(), "R-700");
  std::set<std::string> stable;
  const v1::Routine before = RoutineOf(patient);
  const auto is_stability = [](const std::string& exercise) {
    return testing::ReleasedKnowledge().FindExercise(exercise)->technique() ==
           knowledge::v1::TECHNIQUE_STABILITY;
  };
  for (const auto& session : before.sessions()) {
    EXPECT_NE(FindItem(session, "march_warmup"), nullptr);
    for (const auto& exercise : ExercisesOf(session)) {
      if (is_stability(exercise)) stable.insert(exercise);
    }
  }
  for (const std::string& exercise : stable) {
    TONUS_ASSERT_OK_AND_ASSIGN(
        const auto response,
        Set(patient, "replace_exercise { exercise: '" + exercise +
                         "' replacement: 'glute_bridge' }"));
    ASSERT_GT(response.refused_size(), 0) << exercise;
    EXPECT_EQ(response.refused(0).rule(), "R-510");
    EXPECT_EQ(response.refused(0).override(), response.override().name());
  }
  const v1::Routine after = RoutineOf(patient);
  for (const auto& session : after.sessions()) {
    const auto exercises = ExercisesOf(session);
    EXPECT_TRUE(std::any_of(exercises.begin(), exercises.end(), is_stability));
  }
}

TEST_F(OverrideTest, PinsLeaveRoomForStabilityAndSayWhatHasNone) {
  const std::string patient = NewPatientWithRoutine();
  v1::SetOverrideResponse last;
  for (const char* exercise :
       {"glute_bridge", "wall_slide", "sit_to_stand", "clamshell",
        "side_lying_hip_abd", "chin_tuck_seated"}) {
    TONUS_ASSERT_OK_AND_ASSIGN(
        last, Set(patient, std::string("pin_exercise: '") + exercise + "'"));
  }
  ASSERT_GT(last.refused_size(), 0);
  EXPECT_EQ(last.refused(0).rule(), "R-732");
  const v1::Routine routine = RoutineOf(patient);
  for (const auto& session : routine.sessions()) {
    const auto exercises = ExercisesOf(session);
    EXPECT_TRUE(std::any_of(exercises.begin(), exercises.end(),
                            [](const std::string& exercise) {
                              return testing::ReleasedKnowledge()
                                         .FindExercise(exercise)
                                         ->technique() ==
                                     knowledge::v1::TECHNIQUE_STABILITY;
                            }))
        << session.number();
  }
}

}  // namespace
}  // namespace tonus
