// SPDX-License-Identifier: Apache-2.0
#include "services/engine/clause.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/clause_text.h"
#include "services/engine/reading.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
constexpr auto T = kv1::TRUTH_TRUE;
constexpr auto F = kv1::TRUTH_FALSE;
constexpr auto U = kv1::TRUTH_UNKNOWN;

// A person of 40 with a few results and answers.
PatientFacts Known() {
  return PatientFacts(
             "age_years: 40 conditions { condition: 'cond_osteoporosis' }")
      .Assessed(0,
                Result("pke_9090", kLeft, 40) + Result("pke_9090", kRight, 20) +
                    Result("pslr", kLeft, 60) +
                    Result("ftf", kMidline, 22, "pain_limited: true") +
                    Result("dnf_endurance", kMidline, 3, "pain_limited: true") +
                    Result("dnf_endurance", kMidline, 30) +
                    Result("hip_ir_prone", kLeft, 60) +
                    Result("hip_er_prone", kLeft, 30) +
                    "history { pain_with_sitting: true "
                    "leg_symptoms_left: true systolic_mmhg: 150 "
                    "feels_tight { muscle: 'soleus' side: SIDE_LEFT } }" +
                    "screening { answers { red_flag: 'rf_weight_loss' "
                    "present: true } answers { red_flag: 'rf_aortic' } }");
}

struct ClauseRow {
  const char* clause;
  kv1::Side side;
  Truth truth;
};

class ClauseTest : public ::testing::TestWithParam<ClauseRow> {};

TEST_P(ClauseTest, IsTrueFalseOrUnknown) {
  const PatientFacts patient = Known();
  Case the_case(ReleasedKnowledge(), patient.facts(), Today());
  ReadCase(&the_case);
  const auto clause = testing::ParseText<kv1::Clause>(GetParam().clause);
  Viewpoint viewpoint;
  viewpoint.side = GetParam().side;
  const Verdict verdict = Evaluate(the_case, viewpoint, clause);
  EXPECT_EQ(kv1::Truth_Name(verdict.truth), kv1::Truth_Name(GetParam().truth))
      << ClauseText(clause) << ": " << verdict.saw;
  EXPECT_FALSE(verdict.saw.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Values, ClauseTest,
    ::testing::Values(
        ClauseRow{"value { test: 'pke_9090' comparison: COMPARISON_GREATER "
                  "number: 39 }",
                  kLeft, T},
        ClauseRow{"value { test: 'pke_9090' comparison: COMPARISON_GREATER "
                  "number: 40 }",
                  kLeft, F},
        ClauseRow{"value { test: 'pke_9090' comparison: "
                  "COMPARISON_GREATER_OR_EQUAL number: 40 }",
                  kLeft, T},
        ClauseRow{"value { test: 'pke_9090' comparison: COMPARISON_LESS "
                  "number: 40 }",
                  kLeft, F},
        ClauseRow{"value { test: 'pke_9090' comparison: "
                  "COMPARISON_LESS_OR_EQUAL number: 40 }",
                  kLeft, T},
        ClauseRow{"value { test: 'pke_9090' comparison: COMPARISON_EQUAL "
                  "number: 40 }",
                  kLeft, T},
        // Missing is neither.
        ClauseRow{"value { test: 'ake_9090' comparison: COMPARISON_LESS "
                  "number: 99 }",
                  kLeft, U},
        ClauseRow{"not { value { test: 'ake_9090' comparison: COMPARISON_LESS "
                  "number: 99 } }",
                  kLeft, U},
        ClauseRow{"band { test: 'pke_9090' bands: BAND_ABNORMAL }", kLeft, T},
        ClauseRow{"band { test: 'pke_9090' bands: BAND_ABNORMAL }", kRight, F},
        ClauseRow{"band { test: 'ake_9090' bands: BAND_ABNORMAL }", kLeft, U},
        ClauseRow{"band { test: 'ftf' bands: BAND_ABNORMAL }", kRight, T},
        ClauseRow{"taken { test: 'pke_9090' }", kLeft, T},
        ClauseRow{"taken { test: 'ake_9090' }", kLeft, F},
        ClauseRow{"pain_limited { test: 'ftf' }", kLeft, T},
        ClauseRow{"pain_limited { test: 'pke_9090' }", kLeft, F},
        ClauseRow{"pain_limited { test: 'ake_9090' }", kLeft, U},
        ClauseRow{"pain_limited { test: 'dnf_endurance' }", kLeft, T},
        ClauseRow{
            "pain_limited { test: 'dnf_endurance' every_repetition: true }",
            kLeft, F},
        ClauseRow{"pain_limited { test: 'ftf' every_repetition: true }", kLeft,
                  T},
        ClauseRow{"mean { test: 'pke_9090' comparison: COMPARISON_EQUAL "
                  "number: 30 }",
                  kMidline, T},
        ClauseRow{"mean { test: 'pslr' comparison: COMPARISON_LESS "
                  "number: 99 }",
                  kMidline, U},
        ClauseRow{"difference { first: 'hip_ir_prone' second: 'hip_er_prone' "
                  "min_difference: 30 min_sum: 90 }",
                  kLeft, T},
        ClauseRow{"difference { first: 'hip_ir_prone' second: 'hip_er_prone' "
                  "min_difference: 30 min_sum: 91 }",
                  kLeft, F},
        ClauseRow{"difference { first: 'hip_ir_prone' second: 'hip_er_prone' "
                  "min_difference: 30 min_sum: 70 }",
                  kRight, U}));

INSTANTIATE_TEST_SUITE_P(
    Sides, ClauseTest,
    ::testing::Values(
        ClauseRow{"band { test: 'pke_9090' bands: BAND_ABNORMAL side: "
                  "SIDE_REFERENCE_OPPOSITE }",
                  kRight, T},
        ClauseRow{"band { test: 'pke_9090' bands: BAND_ABNORMAL side: "
                  "SIDE_REFERENCE_ANY }",
                  kRight, T},
        ClauseRow{"band { test: 'pke_9090' bands: BAND_ABNORMAL side: "
                  "SIDE_REFERENCE_BOTH }",
                  kLeft, F},
        // One side known: a missing one can still change ANY or BOTH.
        ClauseRow{"band { test: 'pslr' bands: BAND_BORDERLINE side: "
                  "SIDE_REFERENCE_ANY }",
                  kRight, T},
        ClauseRow{"band { test: 'pslr' bands: BAND_NORMAL side: "
                  "SIDE_REFERENCE_ANY }",
                  kRight, U},
        ClauseRow{"band { test: 'pslr' bands: BAND_BORDERLINE side: "
                  "SIDE_REFERENCE_BOTH }",
                  kRight, U},
        // A rule without a side asks for any.
        ClauseRow{"band { test: 'pke_9090' bands: BAND_ABNORMAL }", kMidline,
                  T}));

INSTANTIATE_TEST_SUITE_P(
    People, ClauseTest,
    ::testing::Values(
        ClauseRow{"age { comparison: COMPARISON_LESS years: 40 }", kMidline, F},
        ClauseRow{"age { comparison: COMPARISON_GREATER_OR_EQUAL years: 40 }",
                  kMidline, T},
        ClauseRow{"history: 'pain_with_sitting'", kMidline, T},
        ClauseRow{"history: 'pain_with_bending'", kMidline, F},
        ClauseRow{"history: 'no_such_key'", kMidline, U},
        ClauseRow{"side_history: 'leg_symptoms'", kLeft, T},
        ClauseRow{"side_history: 'leg_symptoms'", kRight, F},
        ClauseRow{"feels_tight { muscle: 'soleus' }", kLeft, T},
        ClauseRow{"feels_tight { muscle: 'soleus' }", kRight, F},
        ClauseRow{"condition: 'cond_osteoporosis'", kMidline, T},
        ClauseRow{"condition: 'cond_cardiac'", kMidline, F},
        ClauseRow{"forbidden_tag: 'LUMBAR_FLEXION'", kMidline, T},
        // With caution only.
        ClauseRow{"forbidden_tag: 'LUMBAR_ROTATION'", kMidline, F},
        ClauseRow{"red_flag: 'rf_weight_loss'", kMidline, T},
        ClauseRow{"red_flag: 'rf_aortic'", kMidline, F},
        ClauseRow{"red_flag: 'rf_dvt_signs'", kMidline, U},
        // Either value is enough; one below the limit proves nothing.
        ClauseRow{"blood_pressure { systolic: 150 diastolic: 90 }", kMidline,
                  T},
        ClauseRow{"blood_pressure { systolic: 151 diastolic: 90 }", kMidline,
                  U},
        ClauseRow{"directional_preference: DIRECTIONAL_PREFERENCE_FLEXION",
                  kMidline, F}));

INSTANTIATE_TEST_SUITE_P(
    Findings, ClauseTest,
    ::testing::Values(
        ClauseRow{"status { muscle: 'hamstrings' statuses: STATUS_TIGHT }",
                  kLeft, T},
        ClauseRow{"status { muscle: 'hamstrings' statuses: STATUS_TIGHT }",
                  kRight, F},
        // An untested nerve is not positive: a status is never UNKNOWN.
        ClauseRow{"not { status { muscle: 'sciatic_nerve' statuses: "
                  "STATUS_NEURAL_POSITIVE } }",
                  kLeft, T},
        ClauseRow{"status { region: REGION_HIP statuses: STATUS_TIGHT side: "
                  "SIDE_REFERENCE_ANY }",
                  kMidline, T},
        ClauseRow{"status { region: REGION_NECK statuses: STATUS_TIGHT side: "
                  "SIDE_REFERENCE_ANY }",
                  kMidline, F},
        ClauseRow{"qualifier { muscle: 'hamstrings' qualifier: "
                  "QUALIFIER_PAIN_LIMITED }",
                  kLeft, T},
        ClauseRow{"qualifier { muscle: 'soleus' qualifier: "
                  "QUALIFIER_PAIN_LIMITED }",
                  kLeft, F}));

INSTANTIATE_TEST_SUITE_P(
    Combinations, ClauseTest,
    ::testing::Values(
        ClauseRow{"all { clauses { condition: 'cond_osteoporosis' } "
                  "clauses { band { test: 'ake_9090' bands: BAND_NORMAL } } }",
                  kLeft, U},
        ClauseRow{"all { clauses { condition: 'cond_cardiac' } "
                  "clauses { band { test: 'ake_9090' bands: BAND_NORMAL } } }",
                  kLeft, F},
        ClauseRow{"any { clauses { condition: 'cond_osteoporosis' } "
                  "clauses { band { test: 'ake_9090' bands: BAND_NORMAL } } }",
                  kLeft, T},
        ClauseRow{"at_least { count: 2 "
                  "clauses { condition: 'cond_osteoporosis' } "
                  "clauses { condition: 'cond_cardiac' } "
                  "clauses { band { test: 'ake_9090' bands: BAND_NORMAL } } }",
                  kLeft, U},
        ClauseRow{"at_least { count: 3 "
                  "clauses { condition: 'cond_osteoporosis' } "
                  "clauses { condition: 'cond_cardiac' } "
                  "clauses { band { test: 'ake_9090' bands: BAND_NORMAL } } }",
                  kLeft, F},
        ClauseRow{"", kLeft, U}));

TEST(EvaluateTest, UnknownAgeIsUnknown) {
  const PatientFacts patient;
  Case the_case(ReleasedKnowledge(), patient.facts(), Today());
  ReadCase(&the_case);
  const auto clause = testing::ParseText<kv1::Clause>(
      "age { comparison: COMPARISON_LESS years: 18 }");
  const Verdict verdict = Evaluate(the_case, Viewpoint(), clause);
  EXPECT_EQ(verdict.truth, U);
  EXPECT_EQ(verdict.saw, "missing");
}

TEST(EvaluateTest, OnlyAnAlarmSeesARefusedValue) {
  const PatientFacts patient = PatientFacts().Assessed(
      0, Result("neuro_screen", kLeft, 2, "assessor: ASSESSOR_SELF"));
  Case the_case(ReleasedKnowledge(), patient.facts(), Today());
  ReadCase(&the_case);
  const auto clause = testing::ParseText<kv1::Clause>(
      "value { test: 'neuro_screen' comparison: COMPARISON_EQUAL number: 2 }");
  Viewpoint viewpoint;
  viewpoint.side = kLeft;
  EXPECT_EQ(Evaluate(the_case, viewpoint, clause).truth, U);
  viewpoint.alarm = true;
  EXPECT_EQ(Evaluate(the_case, viewpoint, clause).truth, T);
}

TEST(ClauseTextTest, SaysWhatItAsksAndWhatItSaw) {
  const PatientFacts patient = Known();
  Case the_case(ReleasedKnowledge(), patient.facts(), Today());
  ReadCase(&the_case);
  const auto clause = testing::ParseText<kv1::Clause>(
      "band { test: 'pke_9090' bands: BAND_NORMAL side: SIDE_REFERENCE_BOTH }");
  EXPECT_EQ(ClauseText(clause), "band(pke_9090) is NORMAL on both sides");
  EXPECT_EQ(ClauseText(testing::ParseText<kv1::Clause>(
                "pain_limited { test: 'pslr' every_repetition: true }")),
            "pslr stopped by pain each time");
  EXPECT_EQ(Evaluate(the_case, Viewpoint(), clause).saw,
            "left 40 deg, ABNORMAL; right 20 deg, NORMAL");
}

}  // namespace
}  // namespace tonus::engine
