// SPDX-License-Identifier: Apache-2.0
// The ledger of decisions: steps, rejections, sources.

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/target_name.h"
#include "tests/engine/read_results.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> StepsOf(const v1::Decision& decision) {
  std::vector<std::string> steps;
  for (const v1::Step& step : decision.steps()) {
    steps.push_back(absl::StrCat(knowledge::v1::Action_Name(step.action()), " ",
                                 TargetKey(step.muscle(), step.side()), " ",
                                 step.rule()));
  }
  return steps;
}

TEST(LedgerTest, APairIsItsReleaseAndItsActivation) {
  const v1::Interpretation read = ReadPair();
  const v1::Decision& pair = DecisionOf(read, kPair);
  EXPECT_THAT(StepsOf(pair),
              ElementsAre("ACTION_RELEASE iliopsoas.R R-504",
                          "ACTION_ACTIVATE gluteus_maximus.R R-504",
                          "ACTION_STRENGTHEN gluteus_maximus.R R-513",
                          "ACTION_LENGTHEN iliopsoas.R R-714"));
  EXPECT_GT(pair.steps(0).priority(), 0);
  EXPECT_EQ(pair.steps(0).priority(), pair.factors().priority());
  EXPECT_EQ(pair.steps(1).priority(), pair.partner_factors().priority());
  EXPECT_THAT(
      pair.steps(0).sources(),
      IsSupersetOf({"R-504", "mod_thomas_hip", "iliopsoas>gluteus_maximus"}));
}

TEST(LedgerTest, EveryPartnerThatIsNotTrainedSaysWhyNot) {
  const v1::Interpretation read = ReadPair();
  std::set<std::string> named;
  for (const v1::RejectedAction& rejected :
       DecisionOf(read, kPair).rejected()) {
    if (rejected.rule() != "R-504" || rejected.actions().empty()) continue;
    EXPECT_EQ(rejected.actions(0), knowledge::v1::ACTION_ACTIVATE);
    EXPECT_EQ(rejected.reason(), "No test was taken.");
    EXPECT_THAT(rejected.sources(),
                Contains(absl::StrCat("iliopsoas>", rejected.muscle())));
    named.insert(rejected.muscle());
  }
  std::set<std::string> partners(
      ReleasedKnowledge().FindMuscle("iliopsoas")->inhibits().begin(),
      ReleasedKnowledge().FindMuscle("iliopsoas")->inhibits().end());
  partners.erase("gluteus_maximus");
  EXPECT_EQ(named, partners);
}

TEST(LedgerTest, AWeakMuscleSaysWhyNothingIsReleasedForIt) {
  const v1::Interpretation read = Read(absl::StrCat(
      Result("mod_thomas_hip", kRight, -20), Result("hip_ext_hhd", kRight, 5)));
  const v1::Decision& decision = DecisionOf(read, "activate:gluteus_maximus.R");
  EXPECT_THAT(StepsOf(decision),
              Contains("ACTION_ACTIVATE gluteus_maximus.R R-505"));
  EXPECT_THAT(Rejected(decision.rejected()),
              IsSupersetOf({"iliopsoas.R R-505: It tests in order.",
                            "gluteus_maximus.R R-501: Its length is not "
                            "known, and only what tests tight is stretched."}));
}

// Its pair has no strength exercise for it.
TEST(LedgerTest, AWeakMuscleIsNotToldToBeTrainedLikeATightAndWeakOne) {
  const v1::Interpretation read = Read(absl::StrCat(
      Result("ober_mod", kRight, -10), Result("hip_abd_mmt", kRight, 3.5)));
  bool is_there = false;
  for (const v1::Finding& finding : read.findings()) {
    if (finding.muscle() != "gluteus_minimus" || finding.side() != kRight) {
      continue;
    }
    is_there = finding.status() == knowledge::v1::STATUS_WEAK;
    for (const v1::RejectedAction& rejected : finding.rejected()) {
      EXPECT_NE(rejected.rule(), "R-507") << rejected.reason();
      EXPECT_NE(rejected.rule(), "R-505") << rejected.reason();
    }
  }
  EXPECT_TRUE(is_there);
}

TEST(LedgerTest, ALengthThatIsNotSettledIsNotToldToBeNormal) {
  // Short by one test and not by the other.
  const v1::Interpretation read =
      Read(absl::StrCat(Result("mod_thomas_hip", kRight, 4),
                        Result("hip_ext_prone", kRight, 12)));
  bool is_there = false;
  for (const v1::Finding& finding : read.findings()) {
    if (finding.muscle() != "iliopsoas" || finding.side() != kRight) continue;
    is_there = true;
    for (const v1::RejectedAction& rejected : finding.rejected()) {
      EXPECT_NE(rejected.reason(), "It does not test tight.");
    }
  }
  EXPECT_TRUE(is_there);
}

// What one decision rejects, no other does; what is done says how.
TEST(LedgerTest, DecisionsDoNotDenyEachOther) {
  // A tight tensor that is released beside a tight and weak gluteus minimus
  // that never is.
  const v1::Interpretation read = Read(absl::StrCat(
      Result("ober_mod", kRight, -10), Result("hip_er_prone", kRight, 20),
      Result("hip_abd_mmt", kRight, 3.5)));
  std::set<std::tuple<std::string, kv1::Side, int>> done;
  for (const v1::Decision& decision : read.decisions()) {
    for (const v1::Step& step : decision.steps()) {
      done.insert({step.muscle(), step.side(), step.action()});
    }
  }
  ASSERT_THAT(done, Contains(std::tuple("tensor_fasciae_latae", kRight,
                                        kv1::ACTION_RELEASE)));
  ASSERT_THAT(done, Contains(std::tuple("gluteus_minimus", kRight,
                                        kv1::ACTION_ACTIVATE)));
  for (const v1::Decision& decision : read.decisions()) {
    for (const v1::RejectedAction& rejected : decision.rejected()) {
      for (const int action : rejected.actions()) {
        EXPECT_THAT(done, Not(Contains(std::tuple(rejected.muscle(),
                                                  rejected.side(), action))))
            << decision.id() << ": " << rejected.action();
      }
    }
  }
  EXPECT_THAT(
      Rejected(DecisionOf(read, "activate:gluteus_minimus.R").rejected()),
      Contains("tensor_fasciae_latae.R R-504: It is released in its own right; "
               "only what is weak and not tight makes a pair with it."));
  EXPECT_THAT(
      Rejected(DecisionOf(read,
                          "release_and_activate_partner:tensor_fasciae_latae.R>"
                          "gluteus_medius.R")
                   .rejected()),
      Contains("gluteus_minimus.R R-504: It tests tight and weak, so it is "
               "trained in its own right, without release."));
}

// A caution rules out every stretch at the end of the range.
TEST(LedgerTest, WhatIsRuledOutIsRejectedInsteadOfPromised) {
  const std::string results = Result("pke_9090", kRight, 40);
  const char* const id = "release_and_integrate:hamstrings.R";
  EXPECT_THAT(StepsOf(DecisionOf(Read(results), id)),
              Contains("ACTION_LENGTHEN hamstrings.R R-714"));
  const v1::Interpretation careful = Interpret(
      ReleasedKnowledge(),
      PatientFacts("age_years: 40")
          .Assessed(0, absl::StrCat("screening { others_denied: true answers { "
                                    "red_flag: 'rf_new_onset_over_55' "
                                    "present: true } } ",
                                    results))
          .facts(),
      Today());
  const v1::Decision& decision = DecisionOf(careful, id);
  EXPECT_THAT(StepsOf(decision),
              Not(Contains("ACTION_LENGTHEN hamstrings.R R-714")));
  EXPECT_THAT(
      Rejected(decision.rejected()),
      Contains(AllOf(StartsWith("hamstrings.R G-06: "),
                     HasSubstr("demands what is ruled out: passive stretch"))));
}

TEST(LedgerTest, ATargetWithoutAnyExerciseIsLeftAlone) {
  // The catalogue mobilises the ankle by nothing of its own.
  const v1::Interpretation read = Read(absl::StrCat(
      Result("wblt", kRight, 5), Result("ankle_df_knee_flex", kRight, 25)));
  const v1::Decision& decision =
      DecisionOf(read, "mobilise:ankle_talocrural.R");
  EXPECT_THAT(StepsOf(decision),
              ElementsAre("ACTION_LEAVE_ALONE ankle_talocrural.R R-735"));
  EXPECT_THAT(decision.reason(),
              EndsWith("Nothing of this can be done: There is no exercise for "
                       "it to choose from."));
  EXPECT_THAT(
      Rejected(decision.rejected()),
      IsSupersetOf({"ankle_talocrural.R R-735: There is no exercise for it to "
                    "choose from.",
                    "ankle_talocrural.R R-506: Nothing releases it, so there "
                    "is no new range to use."}));
}

TEST(LedgerTest, WhatIsInOrderSaysThatPainStoppedTheRest) {
  EXPECT_THAT(
      DecisionOf(
          Read(Result("thoracic_rot_seated", kLeft, 20, "pain_limited: true") +
               Result("thoracic_rot_seated", kRight, 60)),
          "leave_alone:thoracic_spine.M")
          .reason(),
      HasSubstr("tested in order (Seated thoracic rotation 60 deg), though "
                "pain stopped another measurement"));
}

TEST(LedgerTest, AReleaseThatMayNotBeDoneIsNotPromised) {
  const v1::Interpretation read =
      Read(Result("janda_neck_flexion", kMidline, 2) +
           Result("dnf_endurance", kMidline, 10));
  const v1::Decision& decision = DecisionOf(
      read,
      "release_and_activate_partner:sternocleidomastoid.L>deep_neck_flexors.M");
  EXPECT_THAT(StepsOf(decision), Not(Contains(StartsWith("ACTION_RELEASE"))));
  EXPECT_THAT(decision.reason(),
              EndsWith("The release is left out: There is no exercise for it "
                       "to choose from."));
}

// Neither the other side nor the length of a weak muscle was looked at.
TEST(LedgerTest, WhatIsNotKnownIsNotCalledNormal) {
  EXPECT_THAT(Rejected(DecisionOf(ReadPair(), kPair).rejected()),
              Contains("iliopsoas.R R-508: Of the two sides, only this one is "
                       "known to be tight."));
  const v1::Interpretation read = Read(absl::StrCat(
      Result("calf_raise", kRight, 3), Result("tib_ant_mmt", kRight, 3)));
  EXPECT_THAT(
      Rejected(DecisionOf(read, "activate:tibialis_anterior.R").rejected()),
      Contains("gastrocnemius.R R-505: It tests weak and is not known to be "
               "tight."));
}

struct StepRow {
  const char* name;
  std::string results;
  const char* decision;
  std::vector<std::string> steps;
};

class StepsTest : public ::testing::TestWithParam<StepRow> {};

TEST_P(StepsTest, AreThoseOfTheDecision) {
  const v1::Interpretation read = Read(GetParam().results);
  EXPECT_THAT(StepsOf(DecisionOf(read, GetParam().decision)),
              ::testing::ElementsAreArray(GetParam().steps));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, StepsTest,
    ::testing::Values(StepRow{"Integrate",
                              Result("mod_thomas_hip", kRight, 8),
                              "release_and_integrate:iliopsoas.R",
                              {"ACTION_RELEASE iliopsoas.R R-506",
                               "ACTION_INTEGRATE iliopsoas.R R-506",
                               "ACTION_LENGTHEN iliopsoas.R R-714"}},
                      StepRow{"LeaveAlone",
                              Result("mod_thomas_hip", kRight, -20),
                              "leave_alone:iliopsoas.R",
                              {"ACTION_LEAVE_ALONE iliopsoas.R R-501"}},
                      StepRow{"Mobilise",
                              Result("hip_ir_seated", kRight, 5) +
                                  Result("hip_flexion", kRight, 80),
                              "mobilise:hip_capsule.R",
                              {"ACTION_MOBILISE hip_capsule.R R-506",
                               "ACTION_INTEGRATE hip_capsule.R R-506"}},
                      StepRow{"Floss",
                              Result("slump", kRight, 2) +
                                  Result("neuro_screen", kRight, 0),
                              "floss:sciatic_nerve.R",
                              {"ACTION_FLOSS sciatic_nerve.R R-718"}},
                      StepRow{"RetestTheNerve",
                              Result("slump", kRight, 2),
                              "retest:sciatic_nerve.R",
                              {"ACTION_RETEST sciatic_nerve.R R-325"}},
                      StepRow{"RetestTheMuscle",
                              Result("pslr", kRight, 40),
                              "retest:hamstrings.R",
                              {"ACTION_RETEST hamstrings.R R-315"}}),
    [](const auto& info) { return info.param.name; });

TEST(LedgerTest, StabilityAndReferralBelongToNoTarget) {
  const v1::Interpretation read = Read(Result("neuro_screen", kRight, 1));
  ASSERT_THAT(read.steps(), Not(IsEmpty()));
  EXPECT_EQ(read.steps(0).action(), knowledge::v1::ACTION_STABILISE);
  EXPECT_EQ(read.steps(0).rule(), "R-510");
  bool refers = false;
  for (const v1::Step& step : read.steps()) {
    refers = refers || (step.action() == knowledge::v1::ACTION_REFER &&
                        step.rule() == "R-312");
  }
  EXPECT_TRUE(refers) << read.DebugString();
}

TEST(LedgerTest, WhileTheGateIsClosedOnlyReferralIsLeft) {
  const v1::Interpretation read =
      Read(Result("mod_thomas_hip", kRight, 8), "age_years: 16");
  ASSERT_THAT(read.steps(), Not(IsEmpty()));
  for (const v1::Step& step : read.steps()) {
    EXPECT_EQ(step.action(), knowledge::v1::ACTION_REFER);
    EXPECT_THAT(step.reason(), Not(IsEmpty()));
  }
}

// R-911 is a ruling between the articles and leaves the low back alone.
TEST(LedgerTest, ADecisionToDoNothingHasASourceToo) {
  const v1::Interpretation read = Read(Result("schober_mm", kMidline, 2));
  EXPECT_EQ(DecisionOf(read, "leave_alone:lumbar_spine.M").rule(), "R-911");
  std::vector<std::string> subjects;
  for (const v1::Source& source : read.sources()) {
    subjects.push_back(source.subject());
  }
  EXPECT_THAT(subjects, IsSupersetOf({"R-911", "R-335", "src2"}));
}

// Whether a rule that the engine carries out itself holds, from a side.
kv1::Truth TruthOf(const v1::Interpretation& read, const std::string& rule,
                   kv1::Side side) {
  for (const v1::RuleTrace& trace : read.rules()) {
    if (trace.rule() == rule && trace.side() == side) return trace.truth();
  }
  ADD_FAILURE() << "no trace of " << rule;
  return kv1::TRUTH_UNSPECIFIED;
}

TEST(EngineRuleTraceTest, TheGateSaysWhatItSaw) {
  const auto gate = [](const std::string& answers, const char* rule,
                       const std::string& profile = "age_years: 35") {
    return TruthOf(
        Interpret(ReleasedKnowledge(),
                  PatientFacts(profile).Assessed(0, answers).facts(), Today()),
        rule, kMidline);
  };
  const std::string aortic =
      "screening { others_denied: true answers { red_flag: 'rf_aortic' "
      "present: true } }";
  EXPECT_EQ(gate(aortic, "G-01"), kv1::TRUTH_TRUE);
  EXPECT_EQ(gate(kDenied, "G-01"), kv1::TRUTH_FALSE);
  EXPECT_EQ(gate("", "G-01"), kv1::TRUTH_UNKNOWN);
  EXPECT_EQ(gate(kDenied, "G-02"), kv1::TRUTH_FALSE);
  EXPECT_EQ(gate(kDenied, "G-02", "age_years: 16"), kv1::TRUTH_TRUE);
  EXPECT_EQ(gate("", "G-02"), kv1::TRUTH_UNKNOWN);
  const char kBlocked[] = "conditions { condition: 'cond_aaa' }";
  const char kUncleared[] = "conditions { condition: 'cond_cardiac' }";
  EXPECT_EQ(gate(kDenied, "G-03", kBlocked), kv1::TRUTH_TRUE);
  EXPECT_EQ(gate(kDenied, "G-03", kUncleared), kv1::TRUTH_FALSE);
  EXPECT_EQ(gate(kDenied, "G-04", kUncleared), kv1::TRUTH_TRUE);
  EXPECT_EQ(gate(kDenied, "G-04", kBlocked), kv1::TRUTH_FALSE);
  EXPECT_EQ(gate(kDenied, "G-06", kUncleared), kv1::TRUTH_TRUE);
  EXPECT_EQ(gate(kDenied, "G-06"), kv1::TRUTH_FALSE);
  EXPECT_EQ(gate(kDenied, "D-08"), kv1::TRUTH_FALSE);
  EXPECT_EQ(gate(std::string(kDenied) + Result("rep_flexion", kMidline, -1) +
                     Result("rep_extension", kMidline, 0),
                 "D-08"),
            kv1::TRUTH_TRUE);
}

TEST(EngineRuleTraceTest, APatternThatIsNotThereSaysWhichArmIsMissing) {
  const std::string three = Result("mod_thomas_hip", kRight, 8) +
                            Result("hip_ext_hhd", kRight, 5) +
                            Result("trunk_flexor", kMidline, 5);
  const v1::Interpretation read = Read(three);
  EXPECT_EQ(TruthOf(read, "R-400", kRight), kv1::TRUTH_FALSE);
  EXPECT_EQ(TruthOf(read, "R-401", kRight), kv1::TRUTH_TRUE);
  EXPECT_EQ(TruthOf(read, "R-401", kLeft), kv1::TRUTH_FALSE);
  EXPECT_EQ(TruthOf(read, "R-404", kMidline), kv1::TRUTH_FALSE);
  for (const v1::RuleTrace& trace : read.rules()) {
    if (trace.rule() != "R-400" || trace.side() != kRight) continue;
    std::vector<std::string> saw;
    for (const v1::ClauseTrace& arm : trace.clauses()) {
      saw.push_back(arm.saw());
    }
    EXPECT_THAT(
        saw, ElementsAre("iliopsoas.R TIGHT", "none", "gluteus_maximus.R WEAK",
                         "rectus_abdominis.M WEAK"));
  }
  // The traces and the labels say the same.
  for (const v1::DetectedSyndrome& label : read.syndromes()) {
    if (label.side() == kMidline) continue;
    EXPECT_EQ(TruthOf(read, label.rule(), label.side()), kv1::TRUTH_TRUE);
  }
}

TEST(LedgerTest, EveryNamedRuleAndPairHasAGradedSource) {
  const v1::Interpretation read = ReadPair();
  std::set<std::string> subjects;
  for (const v1::Source& source : read.sources()) {
    EXPECT_TRUE(subjects.insert(source.subject()).second) << source.subject();
    EXPECT_THAT(source.citation(), Not(IsEmpty()));
    if (source.subject().rfind("src", 0) == 0) continue;
    EXPECT_NE(source.evidence(), kv1::EVIDENCE_GRADE_UNSPECIFIED)
        << source.subject();
  }
  EXPECT_THAT(subjects, IsSupersetOf({"R-504", "R-106", "mod_thomas_hip",
                                      "iliopsoas>gluteus_maximus", "src4"}));
  for (const v1::Decision& decision : read.decisions()) {
    for (const v1::Step& step : decision.steps()) {
      EXPECT_THAT(subjects, IsSupersetOf(step.sources()));
    }
    for (const v1::RejectedAction& rejected : decision.rejected()) {
      EXPECT_THAT(subjects, IsSupersetOf(rejected.sources()));
    }
  }
}

TEST(LedgerTest, APairWithItsOwnEvidenceCitesIt) {
  const v1::Interpretation read = ReadPair();
  for (const v1::Source& source : read.sources()) {
    if (source.subject() == "iliopsoas>gluteus_maximus") {
      EXPECT_THAT(source.citation(), HasSubstr("Mills 2015"));
      EXPECT_EQ(source.evidence(), kv1::EVIDENCE_GRADE_DISPUTED);
    }
    if (source.subject() == "iliopsoas>rectus_abdominis") {
      EXPECT_THAT(source.citation(), HasSubstr("Janda"));
    }
  }
}

TEST(LedgerTest, WhatIsQueuedKeepsItsFactors) {
  std::string results;
  for (const char* test : {"mod_thomas_hip", "mod_thomas_knee",
                           "mod_thomas_abd", "piriformis_length"}) {
    absl::StrAppend(&results, Result(test, kRight, 20));
  }
  const v1::Interpretation read =
      Read(results + Result("mod_thomas_knee", kLeft, 20) +
           Result("pke_9090", kRight, 50) + Result("wblt", kRight, 1) +
           Result("hip_abd_knee_flex", kRight, 5));
  bool queued = false;
  for (const v1::Decision& decision : read.decisions()) {
    if (decision.rank() == 0 || decision.kept()) continue;
    for (const v1::RejectedAction& rejected : decision.rejected()) {
      if (rejected.rule() != "R-511") continue;
      queued = true;
      EXPECT_EQ(rejected.factors().priority(), decision.factors().priority());
    }
  }
  EXPECT_TRUE(queued) << read.DebugString();
}

TEST(LedgerTest, AxesNameTheRuleThatGaveTheirState) {
  const v1::Interpretation read = Read(absl::StrCat(
      Result("mod_thomas_hip", kRight, 8), Result("mod_thomas_hip", kLeft, -20),
      Result("slump", kLeft, 0)));
  EXPECT_EQ(FindingOf(read, "iliopsoas", kRight).axes(0).rule(), "R-107");
  EXPECT_EQ(FindingOf(read, "iliopsoas", kLeft).axes(0).rule(), "R-108");
  EXPECT_EQ(FindingOf(read, "sciatic_nerve", kLeft).axes(0).rule(), "R-115");
}

}  // namespace
}  // namespace tonus::engine
