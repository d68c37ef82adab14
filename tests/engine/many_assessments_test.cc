// SPDX-License-Identifier: Apache-2.0
// How many readings a person costs who was assessed often: so many as say
// anything, not so many as there are days.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/past_flags.h"
#include "services/engine/reading_days.h"
#include "tests/engine/screened_patient.h"

namespace tonus::engine {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// A clinic's usual set, with a neurological screen, a weak hip and a history.
std::string Usual(const std::string& more = "",
                  const std::string& told = "systolic_mmhg: 120") {
  return absl::StrCat(
      kDenied, " history { pain_with_sitting: true ", told, " } ",
      Result("neuro_screen", kLeft, 0), Result("slump", kLeft, 0),
      Result("hip_abd_mmt", kLeft, 3.5), Result("tib_ant_mmt", kLeft, 5),
      Result("pke_9090", kLeft, 30), more);
}

PatientFacts Often(int times) {
  PatientFacts patient("age_years: 30");
  for (int i = times; i > 0; --i) patient.Assessed(3 * i, Usual());
  return patient;
}

size_t PastReadings(const PatientFacts& patient) {
  return AlarmingMoments(Case(ReleasedKnowledge(), patient.facts(), Today()))
      .size();
}

TEST(ManyAssessmentsTest, WhatRaisesNothingIsNotReadAgain) {
  EXPECT_EQ(PastReadings(Often(40)), 0);
}

TEST(ManyAssessmentsTest, WhatMayRaiseAFlagIsReadFromThenOn) {
  for (const std::string& sign :
       {Result("neuro_screen", kRight, 2), Result("tib_ant_mmt", kRight, 3.5),
        Result("slump", kRight, 1), Result("femoral_pkb", kRight, 2)}) {
    PatientFacts patient("age_years: 30");
    patient.Assessed(12, Usual()).Assessed(9, Usual(sign));
    patient.Assessed(6, Usual()).Assessed(3, Usual());
    EXPECT_EQ(PastReadings(patient), 2) << sign;
  }
  PatientFacts patient("age_years: 30");
  patient.Assessed(12, Usual())
      .Assessed(9, Usual("", "leg_symptoms_left: true"))
      .Assessed(6, Usual());
  EXPECT_EQ(PastReadings(patient), 1);

  patient = PatientFacts("age_years: 30");
  patient.Assessed(12, Usual("", "systolic_mmhg: 180"))
      .Assessed(9, Usual())
      .Assessed(6, Usual());
  EXPECT_EQ(PastReadings(patient), 2);
}

// The days on which a plan is looked at again come from what is read.
TEST(ManyAssessmentsTest, OnlyTheNewestOfEachTestAgesAnything) {
  EXPECT_THAT(ReadingDays(ReleasedKnowledge(), Often(40).facts()), SizeIs(1));
  EXPECT_THAT(ReadingDays(ReleasedKnowledge(), PatientFacts().facts()),
              IsEmpty());
}

TEST(ManyAssessmentsTest, WhatWasNotMeasuredAgainAgesOnItsOwn) {
  PatientFacts patient;
  patient.Assessed(30, Usual(Result("wblt", kLeft, 8)))
      .Assessed(20, Usual("measures { measure: 'odi' total: 20 }"))
      .Assessed(10,
                Usual(Result("slump", kRight, 1, "assessor: ASSESSOR_SELF")))
      .Assessed(5, Usual(Result("slump", kRight, 0)))
      .Assessed(4, Usual());
  EXPECT_THAT(ReadingDays(ReleasedKnowledge(), patient.facts()),
              ::testing::ElementsAre(Today() - 30, Today() - 20, Today() - 10,
                                     Today() - 5, Today() - 4));
}

// Such a person is read as one who was assessed once.
TEST(ManyAssessmentsTest, OldNormalSignsChangeNoReading) {
  EXPECT_EQ(GateOf(Often(40)), GateOf(Often(1)));
}

}  // namespace
}  // namespace tonus::engine
