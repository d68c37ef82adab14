// SPDX-License-Identifier: Apache-2.0
#include "services/engine/rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/finding.h"
#include "services/engine/interpretation.h"
#include "services/engine/reading.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kAlways[] = "when { not { condition: 'cond_cardiac' } }";

std::string RuleText(const std::string& id, const std::string& stage,
                     const std::string& rest, int order = 1) {
  return absl::StrCat("rules { id: '", id, "' text: 'A rule.' order: ", order,
                      " evidence: EVIDENCE_GRADE_AUTHORED stage: RULE_STAGE_",
                      stage, " ", rest, " } ");
}

// Reads a person with both hip flexors tight and the left hamstrings tight.
v1::Interpretation ReadWith(const std::string& rules) {
  const PatientFacts patient = PatientFacts().Assessed(
      0,
      absl::StrCat(kDenied, Result("mod_thomas_hip", kLeft, 4),
                   Result("mod_thomas_hip", kRight, 4),
                   Result("pke_9090", kLeft, 40), Result("pslr", kLeft, 50)));
  const Knowledge knowledge = KnowledgeWithRules(rules);
  Case the_case(knowledge, patient.facts(), Today());
  ReadCase(&the_case);
  return the_case.result;
}

TEST(RunRulesTest, OnlyATrueConditionHasEffects) {
  const auto read = ReadWith(
      RuleText("T-1", "MEASUREMENT",
               absl::StrCat(kAlways,
                            " effects { set_condition: "
                            "'intol_rotation' }")) +
      RuleText("T-2", "MEASUREMENT",
               "when { condition: 'cond_cardiac' } "
               "effects { set_condition: 'intol_flexion' }",
               2) +
      RuleText("T-3", "MEASUREMENT",
               "when { band { test: 'schober_mm' bands: BAND_NORMAL } } "
               "effects { set_condition: 'intol_extension' }",
               3) +
      RuleText("T-4", "MEASUREMENT",
               "when { not { band { test: 'schober_mm' bands: BAND_NORMAL } } }"
               " effects { set_condition: 'intol_neural' }",
               4));
  ASSERT_THAT(read.conditions(), SizeIs(1));
  EXPECT_EQ(read.conditions(0).condition(), "intol_rotation");
  EXPECT_EQ(read.conditions(0).rule(), "T-1");
  ASSERT_THAT(read.rules(), SizeIs(4));
  EXPECT_EQ(read.rules(0).truth(), kv1::TRUTH_TRUE);
  EXPECT_EQ(read.rules(1).truth(), kv1::TRUTH_FALSE);
  EXPECT_EQ(read.rules(2).truth(), kv1::TRUTH_UNKNOWN);
  EXPECT_EQ(read.rules(3).truth(), kv1::TRUTH_UNKNOWN);
  EXPECT_EQ(read.rules(2).clauses(0).saw(), "missing");
}

TEST(RunRulesTest, ALaterRuleSeesWhatAnEarlierOneDid) {
  const auto read =
      ReadWith(RuleText("T-2", "MEASUREMENT",
                        "when { all { clauses { condition: 'intol_rotation' } "
                        "clauses { fired: 'T-1' } } } "
                        "effects { set_condition: 'intol_flexion' }",
                        2) +
               RuleText("T-1", "MEASUREMENT",
                        absl::StrCat(kAlways,
                                     " effects { set_condition: "
                                     "'intol_rotation' }"),
                        1));
  EXPECT_THAT(read.conditions(), SizeIs(2));
  EXPECT_THAT(read.rules(1).clauses(), SizeIs(2));
}

// Whether an earlier rule fired is not known where its condition is not.
TEST(RunRulesTest, WhatKeepsAnEarlierRuleOpenKeepsALaterOneOpen) {
  const auto truth = [](const std::string& earlier, const std::string& fired) {
    const auto read = ReadWith(
        RuleText("T-1", "MEASUREMENT",
                 absl::StrCat("when { ", earlier,
                              " } effects { set_condition: 'intol_rotation' }"),
                 1) +
        RuleText("T-2", "MEASUREMENT",
                 absl::StrCat("when { ", fired,
                              " } effects { set_condition: 'intol_flexion' }"),
                 2));
    return kv1::Truth_Name(read.rules(1).truth());
  };
  const std::string never = "condition: 'cond_cardiac'";
  const std::string always = "not { condition: 'cond_cardiac' }";
  const std::string open = "band { test: 'schober_mm' bands: BAND_NORMAL }";
  const std::string fired = "fired: 'T-1'";
  const std::string not_fired = "not { fired: 'T-1' }";
  EXPECT_EQ(truth(always, fired), "TRUTH_TRUE");
  EXPECT_EQ(truth(never, fired), "TRUTH_FALSE");
  EXPECT_EQ(truth(open, fired), "TRUTH_UNKNOWN");
  EXPECT_EQ(truth(always, not_fired), "TRUTH_FALSE");
  EXPECT_EQ(truth(never, not_fired), "TRUTH_TRUE");
  EXPECT_EQ(truth(open, not_fired), "TRUTH_UNKNOWN");
}

TEST(RunRulesTest, OneSideThatFiredIsEnoughAndOneThatIsOpenKeepsItOpen) {
  const auto read = [](const std::string& clause) {
    const auto result =
        ReadWith(RuleText("T-1", "MEASUREMENT",
                          absl::StrCat("per_side: true when { ", clause,
                                       " } effects { request_test: 'wblt' }"),
                          1) +
                 RuleText("T-2", "MEASUREMENT",
                          "when { fired: 'T-1' } "
                          "effects { set_condition: 'intol_flexion' }",
                          2));
    const v1::RuleTrace& later = *result.rules().rbegin();
    EXPECT_EQ(later.rule(), "T-2");
    return later;
  };
  // Left only was measured: it fires there, or fires on neither known side.
  EXPECT_EQ(read("band { test: 'pke_9090' bands: BAND_ABNORMAL }").truth(),
            kv1::TRUTH_TRUE);
  const v1::RuleTrace open =
      read("band { test: 'pke_9090' bands: BAND_NORMAL }");
  EXPECT_EQ(open.truth(), kv1::TRUTH_UNKNOWN);
  EXPECT_THAT(open.missing(), ElementsAre("pke_9090.R"));
}

TEST(RunRulesTest, ASideIsJudgedForItself) {
  const auto read = ReadWith(RuleText(
      "T-1", "FINDING",
      "per_side: true when { band { test: 'pke_9090' bands: BAND_ABNORMAL } } "
      "effects { add_qualifier { muscle: 'hamstrings' "
      "qualifier: QUALIFIER_PROTECTIVE } } "
      "effects { add_qualifier { muscle: 'iliopsoas' both_sides: true "
      "qualifier: QUALIFIER_DO_NOT_STRETCH } }"));
  auto has = [&](const char* muscle, kv1::Side side, kv1::Qualifier qualifier) {
    return HasQualifier(*FindFinding(read, muscle, side), qualifier);
  };
  EXPECT_TRUE(has("hamstrings", kLeft, kv1::QUALIFIER_PROTECTIVE));
  EXPECT_FALSE(has("hamstrings", kRight, kv1::QUALIFIER_PROTECTIVE));
  EXPECT_TRUE(has("iliopsoas", kLeft, kv1::QUALIFIER_DO_NOT_STRETCH));
  EXPECT_TRUE(has("iliopsoas", kRight, kv1::QUALIFIER_DO_NOT_STRETCH));
  EXPECT_THAT(FindFinding(read, "hamstrings", kLeft)->rules(), Contains("T-1"));
}

TEST(RunRulesTest, APerTargetRuleSpeaksOfEachTarget) {
  const auto read = ReadWith(
      RuleText("T-1", "SAFETY",
               "per_target: true when { status { statuses: STATUS_TIGHT } } "
               "effects { add_qualifier { qualifier: QUALIFIER_PROTECTIVE } } "
               "effects { allow_technique_for { technique: TECHNIQUE_SMR "
               "max_exercises: 1 } }"));
  EXPECT_EQ(std::count_if(read.rules().begin(), read.rules().end(),
                          [](const v1::RuleTrace& rule) {
                            return rule.truth() == kv1::TRUTH_TRUE;
                          }),
            3);
  for (const auto& finding : read.findings()) {
    EXPECT_EQ(HasQualifier(finding, kv1::QUALIFIER_PROTECTIVE),
              finding.status() == kv1::STATUS_TIGHT);
  }
  ASSERT_THAT(read.limits().allowed_target_techniques(), SizeIs(3));
  EXPECT_EQ(read.limits().allowed_target_techniques(0).muscle(), "iliopsoas");
  EXPECT_EQ(read.limits().allowed_target_techniques(0).side(), kLeft);
}

TEST(EffectTest, OnlyStatusesLimitsAQualifier) {
  const auto read = ReadWith(
      RuleText("T-1", "FINDING",
               absl::StrCat(kAlways,
                            " effects { add_qualifier { muscle: 'hamstrings' "
                            "qualifier: QUALIFIER_PROTECTIVE "
                            "only_statuses: STATUS_TIGHT } }")));
  EXPECT_TRUE(HasQualifier(*FindFinding(read, "hamstrings", kLeft),
                           kv1::QUALIFIER_PROTECTIVE));
  EXPECT_FALSE(HasQualifier(*FindFinding(read, "hamstrings", kRight),
                            kv1::QUALIFIER_PROTECTIVE));
}

TEST(EffectTest, ForcesChangeStatuses) {
  const auto read = ReadWith(RuleText(
      "T-1", "FINDING",
      absl::StrCat(kAlways,
                   " effects { force_length_normal: 'hamstrings' }"
                   " effects { force_unknown: 'iliopsoas' }"
                   " effects { force_stiff: 'ankle_talocrural' }"
                   " effects { force_neural_positive: 'femoral_nerve' }")));
  EXPECT_EQ(FindFinding(read, "hamstrings", kLeft)->status(),
            kv1::STATUS_NORMAL);
  EXPECT_EQ(FindFinding(read, "iliopsoas", kRight)->status(),
            kv1::STATUS_UNKNOWN);
  EXPECT_EQ(FindFinding(read, "ankle_talocrural", kLeft)->status(),
            kv1::STATUS_STIFF);
  EXPECT_EQ(FindFinding(read, "femoral_nerve", kLeft)->status(),
            kv1::STATUS_NEURAL_POSITIVE);
}

TEST(EffectTest, DroppedEvidenceIsReadAgainWithoutLosingWhatRulesAdded) {
  const auto read = ReadWith(
      RuleText("T-1", "FINDING",
               absl::StrCat(kAlways,
                            " effects { add_qualifier { muscle: 'hamstrings' "
                            "qualifier: QUALIFIER_PROTECTIVE } }"
                            " effects { drop_evidence { muscle: 'hamstrings' "
                            "tests: ['pslr', 'pke_9090'] } }")));
  const v1::Finding* finding = FindFinding(read, "hamstrings", kLeft);
  EXPECT_EQ(finding->status(), kv1::STATUS_UNKNOWN);
  EXPECT_THAT(finding->qualifiers(), ElementsAre(kv1::QUALIFIER_PROTECTIVE));
  EXPECT_THAT(finding->axes(), IsEmpty());
  ASSERT_THAT(finding->evidence(), SizeIs(2));
  EXPECT_EQ(finding->evidence(0).excluded_by(), "T-1");
  EXPECT_THAT(finding->rules(), Contains("T-1"));
}

TEST(EffectTest, TheFusionLimitIsNeverLoweredAgain) {
  const Knowledge knowledge = KnowledgeWithRules(
      RuleText("T-1", "MEASUREMENT",
               absl::StrCat(kAlways, " effects { positive_limit: 0.9 }")) +
      RuleText("T-2", "MEASUREMENT",
               absl::StrCat(kAlways, " effects { positive_limit: 0.2 }"), 2));
  const PatientFacts patient;
  Case the_case(knowledge, patient.facts(), Today());
  EXPECT_EQ(the_case.terms.positive_limit, 0.4);
  ReadCase(&the_case);
  EXPECT_EQ(the_case.terms.positive_limit, 0.9);
}

TEST(EffectTest, LimitsOnlyTighten) {
  const auto read = ReadWith(
      RuleText(
          "T-1", "MEASUREMENT",
          absl::StrCat(
              kAlways,
              " effects { max_level: 2 } effects { max_exercises: 6 }"
              " effects { max_hold_seconds: 20 } effects { relief_mode: true }"
              " effects { forbid_technique: TECHNIQUE_PNF }"
              " effects { forbid_exercise: 'pigeon' }"
              " effects { add_exercise: 'walk_brisk' }"
              " effects { advise: 'Keep moving.' }"
              " effects { prioritise: 'hip_capsule' }"
              " effects { forbid_tag_in_region { tag: 'END_RANGE_STRETCH' "
              "region: REGION_HIP } }"
              " effects { limit_exercises { muscle: 'hamstrings' "
              "exercises: 'hip_hinge_dowel' } }")) +
      RuleText("T-2", "MEASUREMENT",
               absl::StrCat(kAlways,
                            " effects { max_level: 4 }"
                            " effects { max_exercises: 8 }"
                            " effects { max_hold_seconds: 30 }"
                            " effects { forbid_technique: TECHNIQUE_SMR }"
                            " effects { forbid_exercise: 'couch_stretch' }"
                            " effects { advise: 'Keep moving.' }"),
               2));
  const v1::PlanLimits& limits = read.limits();
  EXPECT_EQ(limits.max_level(), 2);
  EXPECT_EQ(limits.max_exercises(), 6);
  EXPECT_EQ(limits.max_hold_seconds(), 20);
  EXPECT_TRUE(limits.relief_mode());
  EXPECT_THAT(limits.forbidden_techniques(),
              ElementsAre(kv1::TECHNIQUE_SMR, kv1::TECHNIQUE_PNF));
  EXPECT_THAT(limits.forbidden_exercises(),
              ElementsAre("couch_stretch", "pigeon"));
  EXPECT_THAT(limits.added_exercises(), ElementsAre("walk_brisk"));
  EXPECT_THAT(limits.advice(), ElementsAre("Keep moving."));
  EXPECT_EQ(limits.priority_targets(0).muscle(), "hip_capsule");
  EXPECT_EQ(limits.forbidden_region_tags(0).region(), kv1::REGION_HIP);
  EXPECT_EQ(limits.limited_targets(0).muscle(), "hamstrings");
}

}  // namespace
}  // namespace tonus::engine
