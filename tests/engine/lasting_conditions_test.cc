// SPDX-License-Identifier: Apache-2.0
// What a result has shown to be harmful is not harmless because it grew old.

#include "services/engine/lasting_conditions.h"

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/explanation.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/engine/suggestion.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int kLastDay = 120;

PatientFacts Measured(int days_ago, const std::string& results) {
  PatientFacts patient("age_years: 30");
  patient.Assessed(days_ago, absl::StrCat(kDenied, results));
  return patient;
}

// The same, with every question answered anew, so that the gate is open.
PatientFacts AskedToday(int days_ago, const std::string& results) {
  PatientFacts patient = Measured(days_ago, results);
  patient.Assessed(0, kDenied);
  return patient;
}

v1::Interpretation Read(const PatientFacts& patient) {
  return Interpret(ReleasedKnowledge(), patient.facts(), Today());
}

bool Has(const PatientFacts& patient, absl::string_view condition) {
  return absl::c_any_of(Read(patient).conditions(),
                        [&](const v1::ConditionInForce& in_force) {
                          return in_force.condition() == condition;
                        });
}

bool Forbids(const PatientFacts& patient, absl::string_view tag) {
  return absl::c_any_of(
      Read(patient).tags(), [&](const v1::TagRestriction& restriction) {
        return restriction.tag() == tag && restriction.forbidden();
      });
}

struct Sign {
  std::string results;
  std::string condition;
};

class LastingConditionsTest : public ::testing::TestWithParam<Sign> {};

TEST_P(LastingConditionsTest, OutlivesItsResult) {
  const auto& [results, condition] = GetParam();
  for (const int days_ago : {kLastDay, kLastDay + 1, 10 * kLastDay}) {
    EXPECT_TRUE(Has(Measured(days_ago, results), condition)) << days_ago;
  }
}

TEST_P(LastingConditionsTest, IsTheSameWithAnyLaterAssessment) {
  const auto& [results, condition] = GetParam();
  PatientFacts patient = Measured(kLastDay + 1, results);
  patient.Assessed(1, absl::StrCat(kDenied, Result("wblt", kLeft, 12)));
  EXPECT_TRUE(Has(patient, condition));
}

INSTANTIATE_TEST_SUITE_P(
    Signs, LastingConditionsTest,
    ::testing::Values(
        Sign{Result("rep_flexion", kMidline, 2), "intol_flexion"},
        Sign{Result("rep_extension", kMidline, 1), "intol_extension"},
        Sign{Result("rep_rotation", kLeft, 2), "intol_rotation"},
        Sign{Result("side_bend", kLeft, 20, "pain_limited: true"),
             "intol_sidebend"},
        Sign{Result("slump", kLeft, 2), "intol_neural"},
        Sign{Result("femoral_pkb", kRight, 2), "intol_neural"},
        Sign{Result("sl_stance", kLeft, 3), "cond_falls_risk"},
        Sign{Result("fadir", kLeft, 1), "cond_hip_fai"},
        Sign{Result("beighton", kMidline, 7), "cond_hypermobility"},
        Sign{Result("aberrant_movement", kMidline, 2) +
                 Result("prone_instability", kMidline, 1),
             "cond_lumbar_instability"}));

TEST(LastingTest, ANormalResultSetsNothing) {
  for (const int days_ago : {kLastDay, kLastDay + 1}) {
    const PatientFacts patient =
        Measured(days_ago, Result("rep_flexion", kMidline, 0) +
                               Result("fadir", kLeft, 0) +
                               Result("sl_stance", kLeft, 30));
    EXPECT_THAT(Read(patient).conditions(), IsEmpty());
  }
}

TEST(LastingTest, TheSameTestTakenAgainEndsIt) {
  PatientFacts patient =
      Measured(kLastDay + 1, Result("rep_flexion", kMidline, 2));
  EXPECT_TRUE(Forbids(patient, "LUMBAR_FLEXION"));
  patient.Assessed(1,
                   absl::StrCat(kDenied, Result("rep_flexion", kMidline, 0)));
  EXPECT_FALSE(Has(patient, "intol_flexion"));
  EXPECT_FALSE(Forbids(patient, "LUMBAR_FLEXION"));
}

TEST(LastingTest, ARetestThatExpiredTooIsTheOneThatCounts) {
  PatientFacts patient = Measured(300, Result("rep_flexion", kMidline, 2));
  patient.Assessed(200,
                   absl::StrCat(kDenied, Result("rep_flexion", kMidline, 0)));
  EXPECT_FALSE(Has(patient, "intol_flexion"));
}

TEST(LastingTest, TheOtherSideEndsNothing) {
  PatientFacts patient =
      Measured(kLastDay + 1, Result("rep_rotation", kLeft, 2));
  patient.Assessed(1, absl::StrCat(kDenied, Result("rep_rotation", kRight, 0)));
  EXPECT_TRUE(Has(patient, "intol_rotation"));
  patient.Assessed(0, absl::StrCat(kDenied, Result("rep_rotation", kLeft, 0)));
  EXPECT_FALSE(Has(patient, "intol_rotation"));
}

// A person alone can not take back what a clinician found.
TEST(LastingTest, ARetestThatDoesNotCountEndsNothing) {
  PatientFacts patient = Measured(kLastDay + 1, Result("slump", kLeft, 2));
  patient.Assessed(1, absl::StrCat(kDenied, Result("slump", kLeft, 0,
                                                   "assessor: ASSESSOR_SELF")));
  EXPECT_TRUE(Has(patient, "intol_neural"));
}

TEST(LastingTest, ACorrectedResultSetsNothing) {
  EXPECT_FALSE(
      Has(Measured(kLastDay + 1, Result("fadir", kLeft, 0)), "cond_hip_fai"));
}

// The order in which results are told does not matter, only when they were
// measured.
TEST(LastingTest, AResultThatIsToldLateEndsNothingNewer) {
  const auto measured = [](int days_ago) {
    return absl::StrCat("measure_time { seconds: ", SecondsAt(days_ago), " }");
  };
  PatientFacts patient("age_years: 30");
  patient.Assessed(130, absl::StrCat(kDenied, Result("fadir", kLeft, 0)));
  patient.Assessed(
      1, absl::StrCat(kDenied, Result("fadir", kLeft, 1, measured(150))));
  EXPECT_FALSE(Has(patient, "cond_hip_fai"));
  patient.Assessed(
      0, absl::StrCat(kDenied, Result("fadir", kLeft, 1, measured(125))));
  EXPECT_TRUE(Has(patient, "cond_hip_fai"));
}

TEST(LastingTest, BothDirectionsKeepTheSpineNeutral) {
  const PatientFacts patient =
      Measured(kLastDay + 1, Result("rep_flexion", kMidline, 2) +
                                 Result("rep_extension", kMidline, 2));
  EXPECT_TRUE(Forbids(patient, "LUMBAR_SIDE_BEND"));
}

// What is no longer evidence decides nothing else.
TEST(LastingTest, AnOldResultGivesNoVerdict) {
  const v1::Interpretation read =
      Read(Measured(kLastDay + 1, Result("slump", kLeft, 2) +
                                      Result("rep_extension", kMidline, -2) +
                                      Result("rep_flexion", kMidline, 2)));
  EXPECT_EQ(read.directional_preference(),
            knowledge::v1::DIRECTIONAL_PREFERENCE_UNSPECIFIED);
  for (const v1::Finding& finding : read.findings()) {
    EXPECT_EQ(finding.status(), knowledge::v1::STATUS_UNKNOWN);
  }
  // But that what pulls on the nerve is left alone.
  ASSERT_THAT(read.decisions(), SizeIs(1));
  EXPECT_EQ(read.decisions(0).action(),
            knowledge::v1::DECISION_ACTION_LEAVE_ALONE);
  EXPECT_EQ(read.decisions(0).muscle(), "hamstrings");
}

TEST(LastingTest, SaysUntilWhenAndAsksForTheTestFirst) {
  const PatientFacts before =
      AskedToday(kLastDay, Result("rep_flexion", kMidline, 2));
  EXPECT_THAT(Read(before).limits().advice(),
              Not(Contains(HasSubstr("stays in force"))));
  const v1::Interpretation read =
      Read(AskedToday(kLastDay + 1, Result("rep_flexion", kMidline, 2)));
  EXPECT_THAT(read.limits().advice(),
              Contains(HasSubstr(
                  "stays in force until the test is taken again: "
                  "Repeated lumbar flexion response (2 points on " +
                  absl::FormatCivilTime(Today() - kLastDay - 1) + ").")));
  ASSERT_THAT(read.test_requests(), Not(IsEmpty()));
  EXPECT_EQ(read.test_requests(0).test(), "rep_flexion");
  EXPECT_EQ(read.test_requests(0).rule(), "D-01");
}

TEST(LastingTest, TheTestIsSuggestedFirst) {
  for (const auto& [test, value] :
       {std::pair("rep_flexion", 2), std::pair("rep_extension", 1)}) {
    const PatientFacts patient =
        AskedToday(kLastDay + 1, Result(test, kMidline, value));
    const v1::SuggestTestsResponse suggested =
        SuggestTests(ReleasedKnowledge(), patient.facts(), Today(),
                     {knowledge::v1::ASSESSOR_CLINICIAN, 1});
    ASSERT_THAT(suggested.suggestions(), SizeIs(1));
    EXPECT_EQ(suggested.suggestions(0).test(), test);
    EXPECT_THAT(suggested.suggestions(0).reason(), HasSubstr("stays in force"));
  }
}

// What is computed of old results is no test that anybody could take again.
TEST(LastingTest, OfWhatIsComputedTheResultsAreTold) {
  knowledge::v1::Pack pack = ReleasedKnowledge().pack();
  const auto rule = absl::c_find_if(*pack.mutable_rules(), [](const auto& one) {
    return one.id() == "D-01";
  });
  *rule->mutable_when() = testing::ParseText<knowledge::v1::Clause>(
      "all { "
      "clauses { value { test: 'ratio_flex_ext' number: 0.1 "
      "                  comparison: COMPARISON_GREATER_OR_EQUAL } } "
      "clauses { value { test: 'trunk_flexor' number: 1 "
      "                  comparison: COMPARISON_GREATER_OR_EQUAL } } "
      "clauses { value { test: 'sorensen' number: 1 "
      "                  comparison: COMPARISON_GREATER_OR_EQUAL } } }");
  const auto knowledge = Knowledge::Compile(pack, "test");
  ASSERT_THAT(knowledge, testing::IsOk());
  const v1::Interpretation read =
      Interpret(*knowledge,
                Measured(kLastDay + 1, Result("trunk_flexor", kMidline, 42) +
                                           Result("sorensen", kMidline, 95))
                    .facts(),
                Today());
  EXPECT_THAT(read.limits().advice(),
              Contains(AllOf(HasSubstr("42 s on "), HasSubstr("95 s on "),
                             Not(HasSubstr("derived")))));
}

// Each forbids what the test of the other demands.
TEST(LastingTest, OfTwoThatForbidEachOtherBothAreAskedFor) {
  const v1::Interpretation read =
      Read(AskedToday(kLastDay + 1, Result("rep_flexion", kMidline, 2) +
                                        Result("rep_extension", kMidline, 2)));
  std::vector<std::string> asked;
  for (const v1::TestRequest& request : read.test_requests()) {
    asked.push_back(request.test());
  }
  EXPECT_THAT(asked, IsSupersetOf({"rep_flexion", "rep_extension"}));
}

// What was never evidence together has set nothing that could last.
TEST(LastingTest, ResultsThatNeverCountedTogetherSetNothing) {
  PatientFacts patient =
      Measured(200, Result("aberrant_movement", kMidline, 1));
  patient.Assessed(
      0, absl::StrCat(kDenied, Result("prone_instability", kMidline, 1)));
  EXPECT_FALSE(Has(patient, "cond_lumbar_instability"));
  PatientFacts nerve = Measured(200, Result("slump", kLeft, 1));
  nerve.Assessed(0, absl::StrCat(kDenied, Result("slr_neural", kLeft, 1)));
  EXPECT_FALSE(Has(nerve, "intol_neural"));
  EXPECT_THAT(Read(nerve).limits().advice(),
              Not(Contains(HasSubstr("stays in force"))));
}

// Whether what was found of a leg keeps `muscle` on its left from being read
// and stretched, when `tight` is measured today.
bool KeepsOff(const std::string& sign, int days_ago, const std::string& tight,
              absl::string_view muscle) {
  PatientFacts patient = Measured(days_ago, sign);
  patient.Assessed(0, absl::StrCat(kDenied, tight));
  const v1::Interpretation read = Read(patient);
  for (const v1::Finding& finding : read.findings()) {
    if (finding.muscle() != muscle || finding.side() != kLeft) continue;
    return absl::c_linear_search(finding.qualifiers(),
                                 knowledge::v1::QUALIFIER_DO_NOT_STRETCH);
  }
  return false;
}

TEST(LastingTest, WhatPullsOnANerveIsNotStretchedAsLongAsThatLasts) {
  const std::string hamstrings =
      Result("pke_9090", kLeft, 45) + Result("ake_9090", kLeft, 45);
  const std::string thigh = Result("mod_thomas_knee", kLeft, 40) +
                            Result("mod_thomas_hip", kLeft, 10);
  for (const int days_ago : {kLastDay - 1, kLastDay + 1, 10 * kLastDay}) {
    const std::string slump = Result("slump", kLeft, 2);
    EXPECT_TRUE(KeepsOff(slump, days_ago, hamstrings, "hamstrings"));
    const std::string bend = Result("femoral_pkb", kLeft, 2);
    EXPECT_TRUE(KeepsOff(bend, days_ago, thigh, "rectus_femoris"));
    EXPECT_TRUE(KeepsOff(bend, days_ago, thigh, "iliopsoas"));
    // Also while the other leg has a new sign of its own, and not on the side
    // that never had one.
    const std::string right = Result("slump", kRight, 2);
    EXPECT_TRUE(KeepsOff(slump, days_ago, hamstrings + right, "hamstrings"));
    EXPECT_FALSE(KeepsOff(right, days_ago, hamstrings, "hamstrings"));
    // Until the test is taken again.
    EXPECT_FALSE(KeepsOff(
        slump, days_ago, hamstrings + Result("slump", kLeft, 0), "hamstrings"));
  }
}

TEST(LastingTest, AMuscleThatIsKeptFromBeingReadStaysUnknown) {
  PatientFacts patient = Measured(kLastDay + 1, Result("slump", kLeft, 2));
  patient.Assessed(0, absl::StrCat(kDenied, Result("pke_9090", kLeft, 45),
                                   Result("ake_9090", kLeft, 45)));
  const v1::Interpretation read = Read(patient);
  for (const v1::Finding& finding : read.findings()) {
    if (finding.muscle() != "hamstrings" || finding.side() != kLeft) continue;
    EXPECT_EQ(finding.status(), knowledge::v1::STATUS_UNKNOWN);
    EXPECT_THAT(finding.rules(), Contains("R-310"));
  }
  // The ledger tells from what that follows.
  const auto trace = absl::c_find_if(read.rules(), [](const auto& rule) {
    return rule.rule() == "R-310" && rule.side() == kLeft;
  });
  ASSERT_NE(trace, read.rules().end());
  EXPECT_NE(trace->truth(), knowledge::v1::TRUTH_TRUE);
  ASSERT_THAT(trace->clauses(), SizeIs(2));
  EXPECT_EQ(trace->clauses(1).saw(),
            absl::StrCat("Slump (left, grade 2 on ",
                         absl::FormatCivilTime(Today() - kLastDay - 1), ")"));
}

// A nerve that was found sensitive keeps the leg from being read as guarded,
// and lets lost power alarm, however long ago that was.
TEST(LastingTest, ANerveCountsInOtherRulesAsLongAsItLasts) {
  const std::string raise =
      Result("pke_9090", kLeft, 10) + Result("pslr", kLeft, 50);
  const std::string weak = Result("knee_ext_mmt", kLeft, 2);
  for (const int days_ago : {kLastDay - 1, kLastDay + 1, 10 * kLastDay}) {
    for (const char* nerve : {"slump", "femoral_pkb"}) {
      const auto status = [&](const std::string& today) {
        PatientFacts patient = Measured(days_ago, Result(nerve, kLeft, 2));
        patient.Assessed(0, absl::StrCat(kDenied, today));
        const v1::Interpretation read = Read(patient);
        for (const v1::Finding& finding : read.findings()) {
          if (finding.muscle() == "hamstrings" && finding.side() == kLeft) {
            return finding.status();
          }
        }
        return knowledge::v1::STATUS_UNSPECIFIED;
      };
      EXPECT_EQ(status(raise), nerve == std::string("slump")
                                   ? knowledge::v1::STATUS_UNKNOWN
                                   : knowledge::v1::STATUS_NORMAL)
          << days_ago << " " << nerve;
      const auto gate = [&](const std::string& today) {
        PatientFacts patient = Measured(days_ago, Result(nerve, kLeft, 2));
        patient.Assessed(0, absl::StrCat(kDenied, today));
        return Read(patient).gate();
      };
      EXPECT_NE(gate(weak), v1::GATE_OK) << days_ago << " " << nerve;
      EXPECT_EQ(gate(Result("knee_ext_mmt", kRight, 2)), v1::GATE_OK);
      EXPECT_EQ(gate(weak + Result(nerve, kLeft, 0)), v1::GATE_OK);
    }
  }
}

// What the profile says no test can end.
TEST(LastingTest, WhatIsToldAnywayIsNotSaidToEnd) {
  for (const char* told : {"", " conditions { condition: 'cond_hip_fai' }"}) {
    PatientFacts patient(absl::StrCat("age_years: 30", told));
    patient
        .Assessed(kLastDay + 1,
                  absl::StrCat(kDenied, Result("fadir", kLeft, 1)))
        .Assessed(0, kDenied);
    const v1::Interpretation read = Read(patient);
    EXPECT_EQ(absl::c_any_of(read.limits().advice(),
                             [](const std::string& advice) {
                               return absl::StrContains(advice,
                                                        "stays in force");
                             }),
              *told == 0);
  }
}

// Who could not stand on one leg does not try it alone.
TEST(LastingTest, ATestThatEndsItIsNotTakenAlone) {
  const PatientFacts patient =
      AskedToday(kLastDay + 1, Result("sl_stance", kLeft, 3));
  const auto asked = [&](knowledge::v1::Assessor assessor) {
    const v1::SuggestTestsResponse all = SuggestTests(
        ReleasedKnowledge(), patient.facts(), Today(), {assessor, 100});
    return absl::c_any_of(all.suggestions(),
                          [](const v1::TestSuggestion& suggestion) {
                            return suggestion.test() == "sl_stance" &&
                                   suggestion.needs_clinician();
                          });
  };
  EXPECT_TRUE(asked(knowledge::v1::ASSESSOR_CLINICIAN));
  EXPECT_FALSE(asked(knowledge::v1::ASSESSOR_SELF));
}

std::vector<std::string> ExplanationOf(const PatientFacts& patient,
                                       const std::string& muscle) {
  const v1::Interpretation read = Read(patient);
  const v1::Routine routine =
      PlanRoutine(ReleasedKnowledge(), patient.facts(), read, Today());
  v1::ExplainRoutineRequest request;
  request.set_muscle(muscle);
  const auto explained =
      Explain(ReleasedKnowledge(), {patient.facts(), read, routine}, request);
  if (!explained.ok()) return {};
  return {explained->sentences().begin(), explained->sentences().end()};
}

// The rule that lasts is in force, and what it sets aside can tell nothing.
TEST(LastingTest, IsExplainedAsWhatRules) {
  PatientFacts thigh = Measured(kLastDay + 1, Result("femoral_pkb", kLeft, 2));
  thigh.Assessed(0, absl::StrCat(kDenied, Result("mod_thomas_hip", kLeft, 10),
                                 Result("ely_knee_flex", kLeft, 90)));
  PatientFacts hamstrings = Measured(kLastDay + 1, Result("slump", kLeft, 2));
  hamstrings.Assessed(0, absl::StrCat(kDenied, Result("pke_9090", kLeft, 50)));
  for (const auto& [patient, muscle, text, test] :
       {std::tuple(thigh, "iliopsoas.L", "A positive prone knee bend",
                   "Prone knee bend"),
        std::tuple(thigh, "rectus_femoris.L", "A positive prone knee bend",
                   "Prone knee bend"),
        std::tuple(hamstrings, "hamstrings.L", "With a positive sciatic nerve",
                   "Slump")}) {
    const std::vector<std::string> told = ExplanationOf(patient, muscle);
    EXPECT_THAT(told, Contains(HasSubstr(text))) << muscle;
    EXPECT_THAT(told, Contains(AllOf(HasSubstr("lasts until it is taken"),
                                     HasSubstr(test))))
        << muscle;
    EXPECT_THAT(told, Not(Contains(HasSubstr("Open until then, by rule R-31"))))
        << muscle;
  }
  for (const int days_ago : {0, kLastDay + 1}) {
    PatientFacts patient = Measured(days_ago, Result("slump", kLeft, 2));
    patient.Assessed(0, absl::StrCat(kDenied, Result("pke_9090", kLeft, 50)));
    EXPECT_THAT(ExplanationOf(patient, "hamstrings.L"),
                Not(Contains(AllOf(HasSubstr("would tell most"),
                                   HasSubstr("straight-leg")))))
        << days_ago;
  }
}

// A tag that something else forbids rules the test out all the same.
TEST(LastingTest, IsNotAskedForAgainstAnotherCondition) {
  PatientFacts patient(
      "age_years: 30 conditions { condition: 'cond_osteoporosis' }");
  patient
      .Assessed(kLastDay + 1,
                absl::StrCat(kDenied, Result("rep_flexion", kMidline, 2)))
      .Assessed(0, kDenied);
  const v1::Interpretation read = Read(patient);
  EXPECT_EQ(read.gate(), v1::GATE_OK);
  EXPECT_TRUE(absl::c_none_of(read.test_requests(), [](const auto& request) {
    return request.test() == "rep_flexion";
  }));
  EXPECT_THAT(read.limits().advice(), Contains(HasSubstr("stays in force")));
}

}  // namespace
}  // namespace tonus::engine
