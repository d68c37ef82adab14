// SPDX-License-Identifier: Apache-2.0
#include "services/engine/measurement.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::Contains;
using ::testing::DoubleEq;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Measurements MeasureToday(const PatientFacts& patient) {
  return Measure(ReleasedKnowledge(), patient.facts(), Today());
}

// The time so many hours before noon of today, as text of a result.
std::string HoursAgo(int hours) {
  return absl::StrCat("measure_time { seconds: ", SecondsAt(0) - hours * 3600,
                      " } ");
}

struct QualityRow {
  const char* test;
  double value;
  kv1::Side side;
  const char* attributes;
  int days_ago;
  double quality;
};

class QualityTest : public ::testing::TestWithParam<QualityRow> {};

TEST_P(QualityTest, IsTheProductOfItsFactors) {
  const QualityRow& row = GetParam();
  const PatientFacts patient = PatientFacts().Assessed(
      row.days_ago, Result(row.test, row.side, row.value, row.attributes));
  const Measurements measured = MeasureToday(patient);
  ASSERT_THAT(measured.readings, SizeIs(1));
  EXPECT_THAT(measured.readings[0].quality, DoubleEq(row.quality));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, QualityTest,
    ::testing::Values(
        QualityRow{"mod_thomas_hip", 4, kLeft, "", 0, 1},
        QualityRow{"mod_thomas_hip", 4, kLeft, "pelvis_controlled: true", 0, 1},
        QualityRow{"mod_thomas_hip", 4, kLeft, "pelvis_controlled: false", 0,
                   0.5},
        // Only for tests that need it.
        QualityRow{"pslr", 70, kLeft, "pelvis_controlled: false", 0, 1},
        QualityRow{"pslr", 70, kLeft, "warmed_up: false", 0, 0.9},
        QualityRow{"pslr", 70, kLeft, "warmed_up: true", 0, 1},
        QualityRow{"wblt", 9, kLeft, "warmed_up: false", 0, 0.9},
        QualityRow{"sorensen", 70, kMidline, "warmed_up: false", 0, 1},
        QualityRow{"wblt", 9, kLeft, "assessor: ASSESSOR_SELF", 0, 0.8},
        QualityRow{"wblt", 9, kLeft, "", 56, 1},
        QualityRow{"wblt", 9, kLeft, "", 57, 0.5},
        QualityRow{"wblt", 9, kLeft, "", 120, 0.5},
        QualityRow{"mod_thomas_hip", 4, kLeft,
                   "pelvis_controlled: false warmed_up: false "
                   "assessor: ASSESSOR_SELF",
                   57, 0.5 * 0.9 * 0.8 * 0.5}));

TEST(MeasureTest, AnExpiredResultIsNotRead) {
  const PatientFacts patient =
      PatientFacts().Assessed(121, Result("wblt", kLeft, 9));
  const Measurements measured = MeasureToday(patient);
  EXPECT_THAT(measured.readings, IsEmpty());
  ASSERT_THAT(measured.rejected, SizeIs(1));
  EXPECT_EQ(measured.rejected[0].reason(), "EXPIRED");
  EXPECT_EQ(measured.rejected[0].index(), 0);
}

TEST(MeasureTest, ANewerResultReplacesAnExpiredOneSilently) {
  const PatientFacts patient = PatientFacts()
                                   .Assessed(121, Result("wblt", kLeft, 9))
                                   .Assessed(1, Result("wblt", kLeft, 11));
  const Measurements measured = MeasureToday(patient);
  EXPECT_THAT(measured.rejected, IsEmpty());
  ASSERT_THAT(measured.readings, SizeIs(1));
  EXPECT_EQ(measured.readings[0].value, 11);
}

TEST(MeasureTest, ARejectedResultIsNamedByItsPlaceInTheLastAssessment) {
  const PatientFacts patient =
      PatientFacts()
          .Assessed(3, Result("wblt", kLeft, 99))
          .Assessed(1, Result("wblt", kLeft, 9) + Result("wblt", kRight, 99));
  const Measurements measured = MeasureToday(patient);
  ASSERT_THAT(measured.rejected, SizeIs(2));
  EXPECT_EQ(measured.rejected[0].index(), -1);
  EXPECT_EQ(measured.rejected[1].index(), 1);
}

TEST(MeasureTest, RepetitionsWithinADayAreTheirMedian) {
  const PatientFacts patient = PatientFacts().Assessed(
      0, Result("wblt", kLeft, 9, HoursAgo(24)) + Result("wblt", kLeft, 10.8) +
             Result("wblt", kLeft, 9.5) +
             // An hour too old to belong to them.
             Result("wblt", kLeft, 1, HoursAgo(25)));
  const Measurements measured = MeasureToday(patient);
  ASSERT_THAT(measured.readings, SizeIs(1));
  EXPECT_EQ(measured.readings[0].value, 9.5);
  EXPECT_EQ(measured.readings[0].quality, 1);
}

// 12 as a float of a client may arrive so; what is told is what was judged.
TEST(MeasureTest, TheDustOfAFloatIsBeyondNoLimit) {
  const auto band = [](double value) {
    return MeasureToday(
               PatientFacts().Assessed(0, Result("pke_9090", kLeft, value)))
        .readings.at(0)
        .band;
  };
  EXPECT_EQ(band(26.000001), knowledge::v1::BAND_NORMAL);
  EXPECT_EQ(band(26.01), knowledge::v1::BAND_BORDERLINE);
}

TEST(MeasureTest, ASpreadBeyondMeasurementErrorCostsWeight) {
  // The error of this test is 1.9 cm.
  const Measurements within = MeasureToday(PatientFacts().Assessed(
      0, Result("wblt", kLeft, 9) + Result("wblt", kLeft, 10.9)));
  EXPECT_EQ(within.readings.at(0).quality, 1);
  EXPECT_THAT(within.readings[0].value, DoubleEq(9.95));
  const Measurements beyond = MeasureToday(PatientFacts().Assessed(
      0, Result("wblt", kLeft, 9) + Result("wblt", kLeft, 11)));
  EXPECT_EQ(beyond.readings.at(0).quality, 0.7);
  EXPECT_THAT(beyond.readings[0].rules, Contains("R-005"));
}

TEST(MeasureTest, WithoutAKnownErrorMoreThanABandCostsWeight) {
  const auto read = [](int first, int second) {
    return MeasureToday(PatientFacts().Assessed(
                            0, Result("piriformis_length", kLeft, first) +
                                   Result("piriformis_length", kLeft, second)))
        .readings.at(0);
  };
  EXPECT_EQ(read(1, 2).quality, 1);
  EXPECT_EQ(read(0, 1).quality, 1);
  EXPECT_EQ(read(0, 2).quality, 0.7);
  EXPECT_THAT(read(0, 2).rules, Contains("R-005"));
}

// Most repetitions do not outvote a sign.
TEST(MeasureTest, OfANerveThePoorestCounts) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("slump", kLeft, 0) + Result("slump", kLeft, 2) +
             Result("slump", kLeft, 0) + Result("rep_flexion", kMidline, 2) +
             Result("rep_flexion", kMidline, -1) +
             Result("rep_flexion", kMidline, 0)));
  EXPECT_EQ(measured.Find("slump", kLeft)->value, 2);
  EXPECT_EQ(measured.Find("rep_flexion", kMidline)->value, 2);
}

TEST(MeasureTest, AnUncontrolledPelvisWidensTheError) {
  // 6 degrees of error, 15 without a controlled pelvis.
  const char* loose = "pelvis_controlled: false";
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("mod_thomas_hip", kLeft, 0, loose) +
             Result("mod_thomas_hip", kLeft, 10, loose)));
  EXPECT_EQ(measured.readings.at(0).quality, 0.5);
}

TEST(MeasureTest, TwoGradesAreReadAsThePoorer) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("slump", kLeft, 0) + Result("slump", kLeft, 2) +
             Result("hip_abd_mmt", kLeft, 5) +
             Result("hip_abd_mmt", kLeft, 3.5)));
  EXPECT_EQ(measured.Find("slump", kLeft)->value, 2);
  EXPECT_EQ(measured.Find("hip_abd_mmt", kLeft)->value, 3.5);
}

TEST(MeasureTest, ARepetitionWithoutPainIsReadInsteadOfOneThatPainStopped) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("pslr", kLeft, 40, "pain_limited: true") +
             Result("pslr", kLeft, 70)));
  const Reading& reading = measured.readings.at(0);
  EXPECT_EQ(reading.value, 70);
  EXPECT_FALSE(reading.pain_limited);
  EXPECT_TRUE(reading.pain_stopped_any);
}

TEST(MeasureTest, ARepetitionThatPainStoppedShiftsNothing) {
  const std::string valid = Result("wblt", kLeft, 9, HoursAgo(43)) +
                            Result("wblt", kLeft, 10, HoursAgo(20));
  const std::string painful = Result("wblt", kLeft, 3, "pain_limited: true");
  const Reading before =
      MeasureToday(PatientFacts().Assessed(0, valid)).readings.at(0);
  const Reading after =
      MeasureToday(PatientFacts().Assessed(0, painful + valid)).readings.at(0);
  EXPECT_EQ(before.value, 9.5);
  EXPECT_EQ(after.value, before.value);
  EXPECT_EQ(after.time, before.time);
  EXPECT_TRUE(after.pain_stopped_any);
}

TEST(MeasureTest, WhatPainStoppedADayLaterReplacesWhatWasMeasured) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("wblt", kLeft, 9, HoursAgo(25)) +
             Result("wblt", kLeft, 3, "pain_limited: true")));
  EXPECT_TRUE(measured.readings.at(0).pain_limited);
  EXPECT_EQ(measured.readings[0].value, 3);
}

TEST(MeasureTest, UnlikeProtocolsAreAnUnknownOneInAnyOrder) {
  const std::string belt =
      Result("hip_abd_hhd", kLeft, 20, "protocol: DYNAMOMETRY_PROTOCOL_BELT");
  const std::string manual =
      Result("hip_abd_hhd", kLeft, 20, "protocol: DYNAMOMETRY_PROTOCOL_MANUAL");
  for (const std::string& results : {belt + manual, manual + belt}) {
    const Measurements measured =
        MeasureToday(PatientFacts("sex: SEX_FEMALE").Assessed(0, results));
    ASSERT_THAT(measured.readings, SizeIs(1));
    EXPECT_EQ(measured.readings[0].band, kv1::BAND_NORMAL);
  }
}

TEST(MeasureTest, EachExpiredRepetitionIsNamed) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      121, Result("wblt", kLeft, 9) + Result("wblt", kLeft, 8)));
  EXPECT_THAT(measured.readings, IsEmpty());
  ASSERT_THAT(measured.rejected, SizeIs(2));
  EXPECT_EQ(measured.rejected[0].index(), 0);
  EXPECT_EQ(measured.rejected[1].index(), 1);
}

TEST(MeasureTest, ANerveTestThatPainStoppedIsNotLeftOut) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("slump", kLeft, 2, "pain_limited: true") +
             Result("slump", kLeft, 0)));
  ASSERT_THAT(measured.readings, SizeIs(1));
  EXPECT_EQ(measured.readings[0].value, 2);
}

TEST(MeasureTest, OfRefusedRepetitionsThePoorestAlarms) {
  std::string results;
  for (int grade : {0, 3, 0}) {
    results += Result("neuro_screen", kLeft, grade, "assessor: ASSESSOR_SELF");
  }
  const Measurements measured =
      MeasureToday(PatientFacts().Assessed(0, results));
  ASSERT_THAT(measured.refused, SizeIs(1));
  EXPECT_EQ(measured.refused[0].value, 3);
}

TEST(MeasureTest, RefusedValuesAreKeptApart) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("neuro_screen", kLeft, 2, "assessor: ASSESSOR_SELF")));
  EXPECT_THAT(measured.readings, IsEmpty());
  ASSERT_THAT(measured.refused, SizeIs(1));
  EXPECT_EQ(measured.refused[0].value, 2);
  EXPECT_EQ(measured.rejected.at(0).reason(), "NOT_ACCEPTED_FROM_SELF");
}

TEST(MeasureTest, ReadingsComeInPackOrderLeftFirst) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("wblt", kRight, 9) + Result("wblt", kLeft, 9) +
             Result("mod_thomas_hip", kLeft, 0)));
  ASSERT_THAT(measured.readings, SizeIs(3));
  EXPECT_EQ(measured.readings[0].test->id(), "mod_thomas_hip");
  EXPECT_EQ(measured.readings[1].side, kLeft);
  EXPECT_EQ(measured.readings[2].side, kRight);
}

TEST(DerivedReadingTest, RatiosAreComputed) {
  const Measurements measured = MeasureToday(PatientFacts().Assessed(
      0, Result("trunk_flexor", kMidline, 90) +
             Result("sorensen", kMidline, 60, "assessor: ASSESSOR_SELF") +
             Result("side_bridge", kLeft, 40) +
             Result("side_bridge", kRight, 32)));
  const Reading* trunk = measured.Find("ratio_flex_ext", kMidline);
  ASSERT_NE(trunk, nullptr);
  EXPECT_EQ(trunk->value, 1.5);
  EXPECT_EQ(trunk->band, kv1::BAND_BORDERLINE);
  // As good as the poorer of its sources.
  EXPECT_EQ(trunk->quality, 0.8);
  EXPECT_THAT(measured.Find("ratio_side_ext", kLeft)->value,
              DoubleEq(40.0 / 60));
  EXPECT_THAT(measured.Find("ratio_side_ext", kRight)->value,
              DoubleEq(32.0 / 60));
  const Reading* sides = measured.Find("ratio_side_asym", kMidline);
  ASSERT_NE(sides, nullptr);
  EXPECT_NEAR(sides->value, 0.2, 1e-12);
  EXPECT_EQ(sides->band, kv1::BAND_ABNORMAL);
}

struct DerivationRow {
  const char* name;
  int flexor_days_ago;
  double flexor;
  double extensor;
  const char* attributes;
  bool computed;
};

class DerivationTest : public ::testing::TestWithParam<DerivationRow> {};

TEST_P(DerivationTest, NeedsValidSourcesCloseTogether) {
  const DerivationRow& row = GetParam();
  const PatientFacts patient =
      PatientFacts()
          .Assessed(row.flexor_days_ago,
                    Result("trunk_flexor", kMidline, row.flexor))
          .Assessed(0,
                    Result("sorensen", kMidline, row.extensor, row.attributes));
  EXPECT_EQ(MeasureToday(patient).Find("ratio_flex_ext", kMidline) != nullptr,
            row.computed);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, DerivationTest,
    ::testing::Values(DerivationRow{"seven_days", 7, 90, 60, "", true},
                      DerivationRow{"eight_days", 8, 90, 60, "", false},
                      DerivationRow{"by_zero", 0, 90, 0, "", false},
                      DerivationRow{"stopped", 0, 90, 60, "pain_limited: true",
                                    false}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace tonus::engine
