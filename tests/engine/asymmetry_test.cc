// SPDX-License-Identifier: Apache-2.0
#include "services/engine/asymmetry.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/case.h"
#include "services/engine/finding.h"
#include "services/engine/interpretation.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
constexpr auto kNormal = kv1::BAND_NORMAL;
constexpr auto kBorderline = kv1::BAND_BORDERLINE;
constexpr auto kAbnormal = kv1::BAND_ABNORMAL;

struct AsymmetryRow {
  const char* test;
  double left;
  double right;
  kv1::Band left_band;
  kv1::Band right_band;
  kv1::Side worse;  // unspecified when the sides do not differ enough
};

class AsymmetryTest : public ::testing::TestWithParam<AsymmetryRow> {};

TEST_P(AsymmetryTest, WorsensTheWorseSideByOneStep) {
  const AsymmetryRow& row = GetParam();
  const PatientFacts patient =
      PatientFacts().Assessed(0, Result(row.test, kLeft, row.left) +
                                     Result(row.test, kRight, row.right));
  Measurements measured =
      Measure(ReleasedKnowledge(), patient.facts(), Today());
  JudgeAsymmetry(ReleasedKnowledge(), &measured);
  const Reading* left = measured.Find(row.test, kLeft);
  const Reading* right = measured.Find(row.test, kRight);
  EXPECT_EQ(left->band, row.left_band);
  EXPECT_EQ(right->band, row.right_band);
  EXPECT_EQ(left->worse_side, row.worse == kLeft);
  EXPECT_EQ(right->worse_side, row.worse == kRight);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, AsymmetryTest,
    ::testing::Values(
        // Counts from 6 degrees on.
        AsymmetryRow{"mod_thomas_hip", -18, -12.1, kNormal, kNormal,
                     kv1::SIDE_UNSPECIFIED},
        AsymmetryRow{"mod_thomas_hip", -18, -12, kNormal, kBorderline, kRight},
        AsymmetryRow{"mod_thomas_hip", -5, -11, kAbnormal, kNormal, kLeft},
        AsymmetryRow{"mod_thomas_hip", 3, -11, kAbnormal, kNormal, kLeft},
        // Higher is better; 0.7 counts, and binary arithmetic falls short.
        AsymmetryRow{"pec_minor_index", 9.5, 8.8, kNormal, kBorderline, kRight},
        // Relative: 15 percent of the larger side.
        AsymmetryRow{"hip_abd_hhd", 20, 17, kNormal, kBorderline, kRight},
        AsymmetryRow{"hip_abd_hhd", 20, 17.1, kNormal, kNormal,
                     kv1::SIDE_UNSPECIFIED},
        AsymmetryRow{"hip_abd_hhd", 0, 0, kAbnormal, kAbnormal,
                     kv1::SIDE_UNSPECIFIED},
        // No limit of its own, but the derived difference is above 0.15.
        AsymmetryRow{"side_bridge", 60, 50, kNormal, kBorderline, kRight},
        AsymmetryRow{"side_bridge", 55, 50, kNormal, kNormal,
                     kv1::SIDE_UNSPECIFIED}));

TEST(JudgeAsymmetryTest, ASideThatPainStoppedIsComparedWithNothing) {
  const PatientFacts patient = PatientFacts().Assessed(
      0, Result("mod_thomas_hip", kLeft, -30, "pain_limited: true") +
             Result("mod_thomas_hip", kRight, -12));
  Measurements measured =
      Measure(ReleasedKnowledge(), patient.facts(), Today());
  JudgeAsymmetry(ReleasedKnowledge(), &measured);
  EXPECT_EQ(measured.Find("mod_thomas_hip", kRight)->band, kNormal);
}

TEST(JudgeAsymmetryTest, SeverityKnowsWhetherTheValueOrTheSideIsBad) {
  auto severity = [](double left, double right) {
    const PatientFacts patient =
        PatientFacts().Assessed(0, Result("mod_thomas_hip", kLeft, left) +
                                       Result("mod_thomas_hip", kRight, right));
    const v1::Interpretation read =
        Interpret(ReleasedKnowledge(), patient.facts(), Today());
    return FindFinding(read, "iliopsoas", kLeft)->severity();
  };
  // Borderline, called abnormal for its side alone.
  EXPECT_EQ(severity(-5, -11), 0.5);
  // Abnormal by value, and the worse side on top.
  EXPECT_NEAR(severity(2, -4), 0.7, 1e-12);
  EXPECT_NEAR(severity(2, -3), 0.6, 1e-12);
}

TEST(JudgeAsymmetryTest, AnOrdinalBandWorsenedForItsSideIsMild) {
  const PatientFacts patient = PatientFacts().Assessed(
      0, Result("hip_abd_mmt", kLeft, 4) + Result("hip_abd_mmt", kRight, 5));
  const v1::Interpretation read =
      Interpret(ReleasedKnowledge(), patient.facts(), Today());
  const v1::Finding* finding = FindFinding(read, "gluteus_medius", kLeft);
  EXPECT_EQ(finding->status(), kv1::STATUS_WEAK);
  EXPECT_EQ(finding->severity(), 0.5);
}

bool IsAsymmetric(const PatientFacts& patient, const char* muscle,
                  kv1::Side side) {
  const v1::Interpretation read =
      Interpret(ReleasedKnowledge(), patient.facts(), Today());
  const v1::Finding* finding = FindFinding(read, muscle, side);
  return HasQualifier(*finding, kv1::QUALIFIER_ASYMMETRIC);
}

TEST(MarkAsymmetricFindingsTest, MarksTheSideWithTheWorseVerdict) {
  // 5 degrees apart: no asymmetric test, but one side is tight.
  const PatientFacts patient =
      PatientFacts().Assessed(0, Result("mod_thomas_hip", kLeft, 1) +
                                     Result("mod_thomas_hip", kRight, -4) +
                                     Result("hip_ext_prone", kRight, 15));
  EXPECT_FALSE(IsAsymmetric(patient, "iliopsoas", kRight));
  const PatientFacts other = PatientFacts().Assessed(
      0, Result("pke_9090", kLeft, 25) + Result("pke_9090", kRight, 40));
  EXPECT_TRUE(IsAsymmetric(other, "hamstrings", kRight));
  EXPECT_FALSE(IsAsymmetric(other, "hamstrings", kLeft));
}

TEST(MarkAsymmetricFindingsTest, UnknownIsNoDifference) {
  const PatientFacts patient =
      PatientFacts().Assessed(0, Result("pke_9090", kRight, 40));
  EXPECT_FALSE(IsAsymmetric(patient, "hamstrings", kRight));
  EXPECT_FALSE(IsAsymmetric(patient, "hamstrings", kLeft));
}

TEST(MarkAsymmetricFindingsTest, AnAsymmetricTestMarksTheOppositeTarget) {
  // A bend to the left that is short speaks about the right side.
  const PatientFacts patient = PatientFacts().Assessed(
      0, Result("side_bend", kLeft, 18) + Result("side_bend", kRight, 22));
  EXPECT_TRUE(IsAsymmetric(patient, "quadratus_lumborum", kRight));
  EXPECT_FALSE(IsAsymmetric(patient, "quadratus_lumborum", kLeft));
}

}  // namespace
}  // namespace tonus::engine
