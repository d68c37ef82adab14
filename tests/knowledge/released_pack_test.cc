// SPDX-License-Identifier: Apache-2.0
// Figures of the released pack against literal values, so that no edit of the
// tables changes one of them by accident.
#include "services/knowledge/released_pack.h"

#include <map>
#include <set>
#include <string>

#include "services/knowledge/pack_files.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::tonus::engine::Knowledge;
using ::tonus::testing::EqualsProto;

namespace kv1 = knowledge::v1;

class ReleasedPackTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto opened = OpenReleasedPack();
    ASSERT_TRUE(opened.ok()) << opened.status().message();
    knowledge_ = new Knowledge(*std::move(opened));
  }
  static void TearDownTestSuite() {
    delete knowledge_;
    knowledge_ = nullptr;
  }

  static const Knowledge* knowledge_;
};

const Knowledge* ReleasedPackTest::knowledge_ = nullptr;

TEST_F(ReleasedPackTest, IsWhatTheFolderSays) {
  TONUS_ASSERT_OK_AND_ASSIGN(const Knowledge folder,
                             OpenPackFolder(TONUS_PACK_FOLDER));
  EXPECT_EQ(knowledge_->hash(), folder.hash());
  EXPECT_EQ(knowledge_->hash(), HashOf(knowledge_->pack()));
  EXPECT_EQ(knowledge_->version(), folder.version());
}

TEST_F(ReleasedPackTest, HoldsEveryTable) {
  const kv1::Pack& pack = knowledge_->pack();
  EXPECT_THAT(pack.muscles(), SizeIs(65));
  EXPECT_THAT(pack.smr_prohibitions(), SizeIs(7));
  EXPECT_THAT(pack.syndrome_sets(), SizeIs(8));
  EXPECT_THAT(pack.syndromes(), SizeIs(3));
  EXPECT_THAT(pack.tests(), SizeIs(93));
  EXPECT_THAT(pack.test_mappings(), SizeIs(140));
  int overrides = 0;
  for (const auto& test : pack.tests()) overrides += test.overrides_size();
  EXPECT_EQ(overrides, 30);
  EXPECT_THAT(pack.measures(), SizeIs(11));
  EXPECT_THAT(pack.exercises(), SizeIs(198));
  EXPECT_THAT(pack.red_flags(), SizeIs(30));
  EXPECT_THAT(pack.conditions(), SizeIs(52));
  EXPECT_THAT(pack.tags(), SizeIs(36));
  EXPECT_THAT(pack.recheck_questions(), SizeIs(4));
  EXPECT_THAT(pack.pain_zones(), SizeIs(7));
  EXPECT_THAT(pack.week_shapes(), SizeIs(6));
  EXPECT_THAT(pack.ladder_steps(), SizeIs(12));
  EXPECT_THAT(pack.articles(), SizeIs(5));
}

TEST_F(ReleasedPackTest, ThomasTestReadsTheHipFlexors) {
  EXPECT_THAT(knowledge_->FindTest("mod_thomas_hip")->bands(), EqualsProto(R"pb(
                normal { max: -10 }
                borderline { min: -10 min_excluded: true max: 0 }
                abnormal { min: 0 min_excluded: true }
                excess { max: -25 max_excluded: true }
              )pb"));
  EXPECT_THAT(*knowledge_->MappingsOfTest("mod_thomas_hip")[0],
              EqualsProto(R"pb(
                id: "TI-001"
                test: "mod_thomas_hip"
                muscle: "iliopsoas"
                side: SIDE_RELATION_SAME
                axis: AXIS_LENGTH
                factor: 1
              )pb"));
}

// Bands mean nothing without their unit, and not every unit that is wrong can
// be told from the bands.
TEST_F(ReleasedPackTest, TestsKeepTheirUnits) {
  std::map<std::string, std::set<std::string>> tests;
  for (const auto& test : knowledge_->pack().tests()) {
    tests[test.unit()].insert(test.id());
  }
  const std::map<std::string, std::set<std::string>> expected = {
      {"cm",
       {"ftf", "overhead_wall_reach", "pec_minor_table", "schober_mm",
        "side_bend", "sit_and_reach", "wblt"}},
      {"deg",
       {"ake_9090",
        "ankle_df_knee_ext",
        "ankle_df_knee_flex",
        "ely_knee_flex",
        "forearm_flexor_length",
        "hip_abd_knee_ext",
        "hip_abd_knee_flex",
        "hip_er_prone",
        "hip_ext_prone",
        "hip_flexion",
        "hip_ir_prone",
        "hip_ir_seated",
        "lat_length",
        "lumbar_extension",
        "mod_thomas_abd",
        "mod_thomas_hip",
        "mod_thomas_knee",
        "ober_mod",
        "pec_major_length",
        "pke_9090",
        "pslr",
        "shoulder_er_side",
        "shoulder_flexion",
        "thoracic_extension",
        "thoracic_rot_locked",
        "thoracic_rot_seated",
        "upper_trap_length"}},
      {"finger", {"neck_flexion_gap"}},
      {"grade",
       {"crossed_slr", "fadir", "femoral_pkb", "hip_hinge",
        "janda_neck_flexion", "janda_phe", "janda_pushup", "janda_shoulder_abd",
        "levator_length", "neuro_screen", "piriformis_length",
        "prone_instability", "slr_neural", "slump", "trendelenburg",
        "trunk_curl_up"}},
      {"mrc",
       {"hip_abd_mmt", "hip_ext_mmt", "knee_ext_mmt", "lower_trap_mmt",
        "middle_trap_mmt", "serratus_mmt", "shoulder_er_mmt", "tib_ant_mmt"}},
      {"pct", {"odi", "pec_minor_index"}},
      {"pctBW", {"hip_abd_hhd", "hip_ext_hhd"}},
      {"points",
       {"aberrant_movement", "aslr", "beighton", "fabq_pa", "fabq_w", "gad2",
        "groc", "janda_hip_abd", "nrs_avg", "overhead_squat", "phq2", "psfs",
        "rep_extension", "rep_flexion", "rep_rotation", "rmdq",
        "start_back_psych", "start_back_total", "step_down"}},
      {"ratio", {"ratio_flex_ext", "ratio_side_asym", "ratio_side_ext"}},
      {"reps", {"calf_raise"}},
      {"s",
       {"dnf_endurance", "prone_plank", "side_bridge", "sl_stance", "slb_hold",
        "sorensen", "trunk_flexor"}},
  };
  EXPECT_EQ(tests, expected);
}

TEST_F(ReleasedPackTest, WomenHaveTheirOwnKneeExtension) {
  const auto& overrides = knowledge_->FindTest("pke_9090")->overrides();
  ASSERT_THAT(overrides, SizeIs(2));
  EXPECT_EQ(overrides[1].sex(), kv1::SEX_FEMALE);
  EXPECT_THAT(overrides[1].bands(), EqualsProto(R"pb(
                normal { max: 16 }
                borderline { min: 16 min_excluded: true max: 20 }
                abnormal { min: 20 min_excluded: true }
                excess { max: -8 max_excluded: true }
              )pb"));
}

TEST_F(ReleasedPackTest, OberKeepsItsEdges) {
  EXPECT_THAT(knowledge_->FindTest("ober_mod")->bands(), EqualsProto(R"pb(
                normal { max: -23 }
                borderline { min: -23 min_excluded: true max: -16 }
                abnormal { min: -16 min_excluded: true }
                excess { max: -40 max_excluded: true }
              )pb"));
}

TEST_F(ReleasedPackTest, SorensenAsksLessFromSixty) {
  const auto& overrides = knowledge_->FindTest("sorensen")->overrides();
  ASSERT_THAT(overrides, SizeIs(2));
  EXPECT_EQ(overrides[0].min_age_years(), 40);
  EXPECT_EQ(overrides[1].min_age_years(), 60);
  EXPECT_THAT(overrides[1].bands(), EqualsProto(R"pb(
                normal { min: 50 }
                borderline { min: 25 max: 50 max_excluded: true }
                abnormal { max: 25 max_excluded: true }
              )pb"));
}

TEST_F(ReleasedPackTest, IliopsoasInhibitsItsPartners) {
  const kv1::Muscle& iliopsoas = *knowledge_->FindMuscle("iliopsoas");
  EXPECT_EQ(iliopsoas.system(), kv1::MUSCLE_SYSTEM_TONIC);
  EXPECT_THAT(iliopsoas.inhibits(),
              ElementsAre("gluteus_maximus", "rectus_abdominis",
                          "transversus_abdominis", "multifidus_lumbar"));
  EXPECT_EQ(knowledge_->IntegrationMovement("iliopsoas"), "glute_bridge");
}

TEST_F(ReleasedPackTest, OsteoporosisForbidsWhatBreaksBones) {
  EXPECT_THAT(
      knowledge_->FindCondition("cond_osteoporosis")->forbidden_tags(),
      UnorderedElementsAre("LUMBAR_FLEXION", "LOADED_LUMBAR_FLEXION",
                           "INVERSION_NECK_LOAD", "BALLISTIC", "SMR_THORACIC",
                           "SMR_LUMBAR_DIRECT", "PARTNER_FORCE"));
}

// A flag may also go together with its case, which then complains no more.
TEST_F(ReleasedPackTest, RedFlagsKeepTheirActions) {
  std::map<kv1::SafetyAction, std::set<std::string>> flags;
  for (const auto& flag : knowledge_->pack().red_flags()) {
    flags[flag.action()].insert(flag.id());
  }
  const std::map<kv1::SafetyAction, std::set<std::string>> expected = {
      {kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT,
       {"rf_aortic", "rf_bilateral_leg_pain_new", "rf_bilateral_neuro_deficit",
        "rf_bladder_change", "rf_bowel_change", "rf_cervical_vascular",
        "rf_chest_pain_dyspnoea", "rf_cord_signs", "rf_dvt_signs",
        "rf_fever_back_pain", "rf_major_trauma", "rf_postop_infection",
        "rf_pregnancy_warning", "rf_progressive_motor_loss",
        "rf_saddle_sensation", "rf_self_harm", "rf_sexual_function_change"}},
      {kv1::SAFETY_ACTION_REFER,
       {"rf_bp_very_high", "rf_cancer_history", "rf_flank_urinary",
        "rf_fragility_fracture", "rf_infection_risk", "rf_motor_deficit",
        "rf_night_pain_unrelenting", "rf_severe_nonmechanical", "rf_under_18",
        "rf_weight_loss"}},
      {kv1::SAFETY_ACTION_REFER_ROUTINE,
       {"rf_inflammatory_pattern", "rf_no_progress"}},
      {kv1::SAFETY_ACTION_CAUTION, {"rf_new_onset_over_55"}},
  };
  EXPECT_EQ(flags, expected);
}

TEST_F(ReleasedPackTest, UrgentFlagsWithholdEverything) {
  const kv1::RedFlag& flag = *knowledge_->FindRedFlag("rf_saddle_sensation");
  EXPECT_EQ(flag.action(), kv1::SAFETY_ACTION_STOP_AND_REFER_URGENT);
  EXPECT_EQ(flag.recheck_group(), 1);
  EXPECT_TRUE(flag.asked());
}

TEST_F(ReleasedPackTest, BridgeKeepsItsDose) {
  const kv1::Exercise& bridge = *knowledge_->FindExercise("glute_bridge");
  EXPECT_THAT(bridge.targets(), ElementsAre("gluteus_maximus", "hamstrings"));
  EXPECT_THAT(bridge.sets(), EqualsProto("low: 1 high: 3"));
  EXPECT_THAT(bridge.repetitions(), EqualsProto("low: 5 high: 15"));
  EXPECT_THAT(bridge.hold_seconds(), EqualsProto("low: 1 high: 1"));
  EXPECT_EQ(bridge.rest_seconds(), 30);
  EXPECT_EQ(bridge.regression(), "glute_set");
  EXPECT_EQ(bridge.progression(), "single_leg_bridge");
}

TEST_F(ReleasedPackTest, ThirdWeekBuildsUp) {
  const kv1::WeekShape& week = knowledge_->WeekOfSession(8);
  EXPECT_EQ(week.week(), 3);
  EXPECT_EQ(week.first_session(), 7);
  EXPECT_EQ(week.last_session(), 9);
  EXPECT_EQ(week.level_cap(), 3);
  EXPECT_EQ(week.max_pairs(), 3);
  EXPECT_TRUE(week.pnf());
  EXPECT_THAT(week.static_hold_seconds(), EqualsProto("low: 45 high: 45"));
  EXPECT_THAT(week.strength_repetitions(), EqualsProto("low: 10 high: 12"));
  EXPECT_THAT(week.descending_repetitions(), ElementsAre(4, 3, 2));
  EXPECT_EQ(week.retest_after(), "RETEST5");
}

TEST_F(ReleasedPackTest, RetestsCanBeDoneAtHome) {
  EXPECT_THAT(knowledge_->pack().retest_sets(0).tests(),
              ElementsAre("wblt", "ftf", "mod_thomas_hip",
                          "thoracic_rot_seated", "overhead_wall_reach"));
  for (const auto& test : knowledge_->pack().retest_sets(0).tests()) {
    EXPECT_TRUE(knowledge_->FindTest(test)->home()) << test;
  }
}

TEST_F(ReleasedPackTest, LadderBeginsWithBreathAndAsksBeforeTheHurdler) {
  const auto& steps = knowledge_->pack().ladder_steps();
  EXPECT_THAT(steps[0], EqualsProto(R"pb(
                id: "L1_BREATH"
                order: 1
                rung: 1
                exercise: "left_rib_exhale"
                dose: "4-5 breaths"
                next_on_same: "L2_GLUTE"
              )pb"));
  EXPECT_EQ(steps[7].exercise(), "rolling_hurdler");
  EXPECT_TRUE(steps[7].needs_opt_in());
  EXPECT_EQ(steps[11].next_on_same(), "");
}

TEST_F(ReleasedPackTest, PainIsRedFromFive) {
  EXPECT_EQ(knowledge_->pack().pain_zones(1).zone(), "RED");
  EXPECT_EQ(knowledge_->pack().pain_zones(1).min_peak(), 5);
  EXPECT_EQ(knowledge_->pack().pain_zones(1).min_rise(), 3);
}

TEST_F(ReleasedPackTest, PainScaleNeedsTwoPointsOfChange) {
  const kv1::Measure& pain = *knowledge_->FindMeasure("nrs_avg");
  EXPECT_EQ(pain.mcid(), 2);
  EXPECT_EQ(pain.relative_mcid(), 0.3);
}

TEST_F(ReleasedPackTest, FusionKeepsItsLimits) {
  const kv1::FusionConstants& fusion = knowledge_->pack().fusion();
  EXPECT_EQ(fusion.positive_limit(), 0.4);
  EXPECT_EQ(fusion.negative_limit(), -0.3);
  EXPECT_EQ(fusion.min_confidence(), 0.35);
  EXPECT_EQ(fusion.prior(), 0.1);
}

TEST_F(ReleasedPackTest, SessionsLastHalfAnHour) {
  const kv1::SessionConstants& session = knowledge_->pack().session();
  EXPECT_EQ(session.max_minutes(), 30);
  EXPECT_EQ(session.sessions_per_week(), 3);
  EXPECT_EQ(session.min_safe_exercises(), 6);
  EXPECT_EQ(session.relief_pain(), 5);
}

// What a level asks for grows along a chain, so that a person who may do an
// exercise may do its regression.
TEST_F(ReleasedPackTest, RegressionsAreNotHarder) {
  for (const auto& exercise : knowledge_->pack().exercises()) {
    if (exercise.regression().empty()) continue;
    EXPECT_LE(knowledge_->FindExercise(exercise.regression())->level(),
              exercise.level())
        << exercise.id();
  }
}

}  // namespace
}  // namespace tonus
