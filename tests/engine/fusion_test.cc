// SPDX-License-Identifier: Apache-2.0
#include "services/engine/fusion.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/asymmetry.h"
#include "services/engine/finding.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using State = v1::AxisReading;

v1::Finding FuseFor(const std::string& results, const char* muscle,
                    kv1::Side side, const std::string& profile = "") {
  const PatientFacts patient = PatientFacts(profile).Assessed(0, results);
  Measurements measured =
      Measure(ReleasedKnowledge(), patient.facts(), Today());
  JudgeAsymmetry(ReleasedKnowledge(), &measured);
  return Fuse(ReleasedKnowledge(), measured, DefaultTerms(ReleasedKnowledge()),
              *ReleasedKnowledge().FindMuscle(muscle), side);
}

TEST(FuseTest, OneAbnormalResultConvictsAtMediumConfidence) {
  const v1::Finding finding =
      FuseFor(Result("mod_thomas_hip", kLeft, 4), "iliopsoas", kLeft);
  EXPECT_EQ(finding.status(), kv1::STATUS_TIGHT);
  EXPECT_DOUBLE_EQ(finding.confidence(), 0.60);
  EXPECT_EQ(finding.confidence_label(), "MEDIUM");
  EXPECT_DOUBLE_EQ(finding.severity(), 0.7);
  ASSERT_THAT(finding.axes(), SizeIs(1));
  EXPECT_DOUBLE_EQ(finding.axes(0).score(), 1);
  EXPECT_DOUBLE_EQ(finding.axes(0).prior(), 0.1);
  EXPECT_DOUBLE_EQ(finding.axes(0).agreement(), 1);
}

TEST(FuseTest, AContradictingResultLeavesAConflict) {
  const v1::Finding finding = FuseFor(
      Result("mod_thomas_hip", kLeft, 4) + Result("hip_ext_prone", kLeft, 12),
      "iliopsoas", kLeft);
  EXPECT_EQ(finding.status(), kv1::STATUS_UNKNOWN);
  EXPECT_EQ(finding.confidence(), 0);
  EXPECT_EQ(finding.confidence_label(), "");
  ASSERT_THAT(finding.axes(), SizeIs(1));
  EXPECT_NEAR(finding.axes(0).score(), 0.218, 0.0005);
  EXPECT_NEAR(finding.axes(0).score() + finding.axes(0).prior(), 0.318, 0.0005);
  EXPECT_NEAR(finding.axes(0).agreement(), 0.218, 0.0005);
  EXPECT_EQ(finding.axes(0).state(), State::STATE_INDETERMINATE);
  EXPECT_THAT(finding.qualifiers(), ElementsAre(kv1::QUALIFIER_CONFLICT));
}

TEST(FuseTest, NoEvidenceIsUnknownWhateverTheClass) {
  for (const kv1::Muscle& muscle : ReleasedKnowledge().pack().muscles()) {
    for (kv1::Side side : SidesOf(muscle)) {
      const v1::Finding finding = FuseFor("", muscle.id().c_str(), side);
      EXPECT_EQ(finding.status(), kv1::STATUS_UNKNOWN) << muscle.id();
      EXPECT_THAT(finding.axes(), IsEmpty());
      EXPECT_THAT(finding.qualifiers(), IsEmpty());
    }
  }
}

TEST(FuseTest, BorderlineAloneNeverCreatesAStatus) {
  const v1::Finding finding = FuseFor(Result("mod_thomas_knee", kLeft, 74) +
                                          Result("ely_knee_flex", kLeft, 115),
                                      "rectus_femoris", kLeft);
  EXPECT_EQ(finding.status(), kv1::STATUS_UNKNOWN);
  EXPECT_THAT(finding.qualifiers(), ElementsAre(kv1::QUALIFIER_BORDERLINE));
}

TEST(FuseTest, WeightAtTheLimitIsEnough) {
  // 0.35 exactly: the least confidence for a verdict.
  EXPECT_EQ(FuseFor(Result("mod_thomas_abd", kLeft, 24), "tensor_fasciae_latae",
                    kLeft)
                .status(),
            kv1::STATUS_TIGHT);
  const v1::Finding cold =
      FuseFor(Result("mod_thomas_abd", kLeft, 24, "warmed_up: false"),
              "tensor_fasciae_latae", kLeft);
  EXPECT_EQ(cold.status(), kv1::STATUS_UNKNOWN);
  EXPECT_THAT(cold.qualifiers(), ElementsAre(kv1::QUALIFIER_LOW_EVIDENCE));
}

TEST(FuseTest, WhatPainStoppedIsNoEvidenceExceptForNerves) {
  const v1::Finding muscle =
      FuseFor(Result("mod_thomas_hip", kLeft, 9, "pain_limited: true"),
              "iliopsoas", kLeft);
  EXPECT_EQ(muscle.status(), kv1::STATUS_UNKNOWN);
  EXPECT_THAT(muscle.qualifiers(), ElementsAre(kv1::QUALIFIER_PAIN_LIMITED));
  ASSERT_THAT(muscle.evidence(), SizeIs(1));
  EXPECT_EQ(muscle.evidence(0).excluded_by(), "R-003");
  const v1::Finding nerve = FuseFor(
      Result("slump", kLeft, 2, "pain_limited: true"), "sciatic_nerve", kLeft);
  EXPECT_EQ(nerve.status(), kv1::STATUS_NEURAL_POSITIVE);
}

TEST(FuseTest, ExcessMakesAMuscleLong) {
  const char* female = "sex: SEX_FEMALE age_years: 24";
  // 0.495 of weight is enough alone.
  EXPECT_EQ(
      FuseFor(Result("pslr", kLeft, 108), "hamstrings", kLeft, female).status(),
      kv1::STATUS_OVERLENGTHENED);
  // At the limit itself nothing is excessive.
  EXPECT_EQ(
      FuseFor(Result("pslr", kLeft, 105), "hamstrings", kLeft, female).status(),
      kv1::STATUS_NORMAL);
  // Little weight needs company.
  EXPECT_EQ(FuseFor(Result("ftf", kMidline, -20), "hamstrings", kLeft).status(),
            kv1::STATUS_UNKNOWN);
  EXPECT_EQ(FuseFor(Result("ftf", kMidline, -20) +
                        Result("sit_and_reach", kMidline, 30),
                    "hamstrings", kLeft)
                .status(),
            kv1::STATUS_OVERLENGTHENED);
}

TEST(FuseTest, AMidlineTargetIsReadOnceFromTheWorseSide) {
  const v1::Finding finding =
      FuseFor(Result("thoracic_rot_seated", kLeft, 45) +
                  Result("thoracic_rot_seated", kRight, 25),
              "thoracic_spine", kMidline);
  ASSERT_THAT(finding.evidence(), SizeIs(1));
  EXPECT_EQ(finding.evidence(0).side(), kRight);
  EXPECT_EQ(finding.evidence(0).band(), kv1::BAND_ABNORMAL);
  EXPECT_EQ(finding.status(), kv1::STATUS_STIFF);
}

TEST(FuseTest, OfEqualBandsThePoorerValueIsTheWorseSide) {
  // Both are as severe as can be; the side on which the value stands must not
  // matter.
  for (const auto& [poorer, other] :
       {std::pair(kLeft, kRight), std::pair(kRight, kLeft)}) {
    const v1::Finding finding = FuseFor(
        Result("thoracic_rot_seated", other, 0.5) +
            Result("thoracic_rot_seated", poorer, 0, "assessor: ASSESSOR_SELF"),
        "thoracic_spine", kMidline);
    ASSERT_THAT(finding.evidence(), SizeIs(1));
    EXPECT_EQ(finding.evidence(0).side(), poorer);
    EXPECT_DOUBLE_EQ(finding.confidence(), 0.44);
  }
}

TEST(FuseTest, OfEqualValuesTheBetterMeasurementIsTheWorseSide) {
  for (const auto& [better, other] :
       {std::pair(kLeft, kRight), std::pair(kRight, kLeft)}) {
    const v1::Finding finding = FuseFor(
        Result("thoracic_rot_seated", other, 20, "assessor: ASSESSOR_SELF") +
            Result("thoracic_rot_seated", better, 20),
        "thoracic_spine", kMidline);
    ASSERT_THAT(finding.evidence(), SizeIs(1));
    EXPECT_EQ(finding.evidence(0).side(), better);
    EXPECT_DOUBLE_EQ(finding.confidence(), 0.55);
  }
}

TEST(FuseTest, PainOnOneSideIsToldOfAMidlineTarget) {
  const v1::Finding finding = FuseFor(
      Result("thoracic_rot_seated", kLeft, 90) +
          Result("thoracic_rot_seated", kRight, 32, "pain_limited: true"),
      "thoracic_spine", kMidline);
  EXPECT_EQ(finding.status(), kv1::STATUS_NORMAL);
  EXPECT_THAT(finding.qualifiers(), ElementsAre(kv1::QUALIFIER_PAIN_LIMITED));
}

TEST(FuseTest, AnAbnormalWorseSideAddsToTheLargestSeverity) {
  // 0.583 for the force, 0.75 for the pattern, and 0.1 because the force is
  // both abnormal and the worse side.
  const std::string unequal =
      Result("hip_abd_hhd", kLeft, 48.1) + Result("hip_abd_hhd", kRight, 10.5);
  EXPECT_NEAR(FuseFor(unequal + Result("janda_hip_abd", kRight, 2),
                      "gluteus_medius", kRight)
                  .severity(),
              0.85, 1e-12);
  const std::string severe = Result("mod_thomas_hip", kLeft, -10) +
                             Result("mod_thomas_hip", kRight, 9.5);
  EXPECT_EQ(FuseFor(severe, "iliopsoas", kRight).severity(), 1);
}

TEST(FuseTest, AnOppositeTestSpeaksAboutTheOtherSide) {
  EXPECT_EQ(FuseFor(Result("crossed_slr", kLeft, 1), "sciatic_nerve", kRight)
                .status(),
            kv1::STATUS_NEURAL_POSITIVE);
  EXPECT_EQ(
      FuseFor(Result("crossed_slr", kLeft, 1), "sciatic_nerve", kLeft).status(),
      kv1::STATUS_UNKNOWN);
}

struct NerveRow {
  double slump;
  double slr;
  kv1::Status status;
};

class NerveTest : public ::testing::TestWithParam<NerveRow> {};

TEST_P(NerveTest, CountsWhatIsDoubtful) {
  EXPECT_EQ(FuseFor(Result("slump", kLeft, GetParam().slump) +
                        Result("slr_neural", kLeft, GetParam().slr),
                    "sciatic_nerve", kLeft)
                .status(),
            GetParam().status);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, NerveTest,
    ::testing::Values(NerveRow{0, 0, kv1::STATUS_NORMAL},
                      NerveRow{1, 0, kv1::STATUS_NEURAL_SUSPECT},
                      NerveRow{0, 1, kv1::STATUS_NEURAL_SUSPECT},
                      NerveRow{1, 1, kv1::STATUS_NEURAL_POSITIVE},
                      NerveRow{2, 0, kv1::STATUS_NEURAL_POSITIVE},
                      NerveRow{0, 2, kv1::STATUS_NEURAL_POSITIVE}));

TEST(FuseTest, AHigherLimitHoldsForLengthAndJointOnly) {
  const PatientFacts patient = PatientFacts().Assessed(
      0, Result("pke_9090", kLeft, 40) + Result("ake_9090", kLeft, 30) +
             Result("slb_hold", kLeft, 10) + Result("hip_ext_mmt", kLeft, 4));
  const Measurements measured =
      Measure(ReleasedKnowledge(), patient.facts(), Today());
  auto status = [&](double limit, const char* muscle) {
    return Fuse(ReleasedKnowledge(), measured, FusionTerms{limit, {}},
                *ReleasedKnowledge().FindMuscle(muscle), kLeft)
        .status();
  };
  EXPECT_EQ(status(0.4, "hamstrings"), kv1::STATUS_TIGHT);
  EXPECT_EQ(status(0.9, "hamstrings"), kv1::STATUS_UNKNOWN);
  EXPECT_EQ(status(0.4, "gluteus_maximus"), kv1::STATUS_WEAK);
  EXPECT_EQ(status(0.9, "gluteus_maximus"), kv1::STATUS_WEAK);
}

TEST(FuseTest, ADroppedTestIsListedButDoesNotCount) {
  const PatientFacts patient =
      PatientFacts().Assessed(0, Result("pke_9090", kLeft, 40));
  const Measurements measured =
      Measure(ReleasedKnowledge(), patient.facts(), Today());
  FusionTerms terms = DefaultTerms(ReleasedKnowledge());
  terms.dropped.push_back({"hamstrings", kLeft, "pke_9090", "R-310"});
  const v1::Finding finding =
      Fuse(ReleasedKnowledge(), measured, terms,
           *ReleasedKnowledge().FindMuscle("hamstrings"), kLeft);
  EXPECT_EQ(finding.status(), kv1::STATUS_UNKNOWN);
  ASSERT_THAT(finding.evidence(), SizeIs(1));
  EXPECT_EQ(finding.evidence(0).excluded_by(), "R-310");
}

// Table F1.
struct StatusRow {
  const char* muscle;
  State::State length;
  State::State strength;
  bool is_long;
  kv1::Status status;
};

constexpr auto kPos = State::STATE_POSITIVE;
constexpr auto kNeg = State::STATE_NEGATIVE;
constexpr auto kIndet = State::STATE_INDETERMINATE;
constexpr auto kNone = State::STATE_UNKNOWN;
constexpr char kTonic[] = "iliopsoas";
constexpr char kPhasic[] = "gluteus_maximus";
constexpr char kMixed[] = "sartorius";

class StatusTest : public ::testing::TestWithParam<StatusRow> {};

TEST_P(StatusTest, IsThatOfTheFirstRowThatFits) {
  const StatusRow& row = GetParam();
  v1::Finding finding;
  finding.set_muscle(row.muscle);
  finding.set_side(kLeft);
  for (auto [axis, state] : {std::pair(kv1::AXIS_LENGTH, row.length),
                             std::pair(kv1::AXIS_STRENGTH, row.strength)}) {
    if (state == kNone) continue;
    auto& reading = *finding.add_axes();
    reading.set_axis(axis);
    reading.set_state(state);
    reading.set_confidence(axis == kv1::AXIS_LENGTH ? 0.8 : 0.6);
    reading.set_severity(axis == kv1::AXIS_LENGTH ? 0.3 : 0.9);
  }
  if (row.is_long) {
    auto& evidence = *finding.add_evidence();
    evidence.set_axis(kv1::AXIS_LENGTH);
    evidence.set_excess(true);
    evidence.set_weight(0.35);
  }
  ReadStatus(ReleasedKnowledge(), &finding);
  EXPECT_EQ(kv1::Status_Name(finding.status()), kv1::Status_Name(row.status));
}

INSTANTIATE_TEST_SUITE_P(
    TableF1, StatusTest,
    ::testing::Values(
        StatusRow{kTonic, kPos, kPos, false, kv1::STATUS_TIGHT_AND_WEAK},
        StatusRow{kTonic, kPos, kPos, true, kv1::STATUS_TIGHT_AND_WEAK},
        StatusRow{kTonic, kPos, kNeg, true, kv1::STATUS_TIGHT},
        StatusRow{kTonic, kPos, kIndet, false, kv1::STATUS_TIGHT},
        StatusRow{kTonic, kPos, kNone, false, kv1::STATUS_TIGHT},
        StatusRow{kTonic, kNeg, kPos, true, kv1::STATUS_OVERLENGTHENED},
        StatusRow{kTonic, kIndet, kNone, true, kv1::STATUS_OVERLENGTHENED},
        StatusRow{kTonic, kNeg, kPos, false, kv1::STATUS_WEAK},
        StatusRow{kTonic, kIndet, kPos, false, kv1::STATUS_WEAK},
        StatusRow{kTonic, kNone, kPos, false, kv1::STATUS_WEAK},
        StatusRow{kTonic, kNeg, kNeg, false, kv1::STATUS_NORMAL},
        StatusRow{kPhasic, kNeg, kNeg, false, kv1::STATUS_NORMAL},
        StatusRow{kTonic, kNeg, kIndet, false, kv1::STATUS_NORMAL},
        StatusRow{kMixed, kNeg, kNone, false, kv1::STATUS_NORMAL},
        StatusRow{kPhasic, kNeg, kIndet, false, kv1::STATUS_UNKNOWN},
        StatusRow{kPhasic, kNeg, kNone, false, kv1::STATUS_UNKNOWN},
        StatusRow{kPhasic, kNone, kNeg, false, kv1::STATUS_NORMAL},
        StatusRow{kMixed, kIndet, kNeg, false, kv1::STATUS_NORMAL},
        StatusRow{kTonic, kNone, kNeg, false, kv1::STATUS_UNKNOWN},
        StatusRow{kTonic, kIndet, kNeg, false, kv1::STATUS_UNKNOWN},
        StatusRow{kMixed, kIndet, kIndet, false, kv1::STATUS_UNKNOWN},
        StatusRow{kMixed, kNone, kNone, false, kv1::STATUS_UNKNOWN}));

TEST(ReadStatusTest, TwoAxesGiveTheSmallerConfidenceAndTheLargerSeverity) {
  v1::Finding finding = testing::ParseText<v1::Finding>(R"pb(
    muscle: "iliopsoas"
    side: SIDE_LEFT
    axes {
      axis: AXIS_LENGTH
      state: STATE_POSITIVE
      confidence: 0.8
      severity: 0.5
    }
    axes {
      axis: AXIS_STRENGTH
      state: STATE_POSITIVE
      confidence: 0.4
      severity: 0.9
    }
  )pb");
  ReadStatus(ReleasedKnowledge(), &finding);
  EXPECT_EQ(finding.confidence(), 0.4);
  EXPECT_EQ(finding.confidence_label(), "LOW");
  EXPECT_EQ(finding.severity(), 0.9);
}

TEST(ForceAxisTest, WeaknessSurvivesANormalLength) {
  v1::Finding finding =
      FuseFor(Result("pke_9090", kLeft, 40) + Result("slb_hold", kLeft, 10) +
                  Result("slb_hold", kRight, 10),
              "hamstrings", kLeft);
  EXPECT_EQ(finding.status(), kv1::STATUS_TIGHT);
  // 0.25 of weight is too little for weakness; say it were enough.
  ForceAxis(ReleasedKnowledge(), kv1::AXIS_STRENGTH, kPos, "R-001", &finding);
  EXPECT_EQ(finding.status(), kv1::STATUS_TIGHT_AND_WEAK);
  ForceAxis(ReleasedKnowledge(), kv1::AXIS_LENGTH, kNeg, "R-313", &finding);
  EXPECT_EQ(finding.status(), kv1::STATUS_WEAK);
}

}  // namespace
}  // namespace tonus::engine
