// SPDX-License-Identifier: Apache-2.0
// A clearance covers what was there when it was given, and nothing that came
// later.

#include "services/engine/condition_beginning.h"

#include <string>

#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

constexpr char kCardiac[] = "conditions { condition: 'cond_cardiac' }";
constexpr char kHigh[] = "history { systolic_mmhg: 165 diastolic_mmhg: 90 }";
constexpr char kFine[] = "history { systolic_mmhg: 120 diastolic_mmhg: 80 }";
constexpr char kHypertension[] = "cond_hypertension_uncontrolled";

v1::Gate GateOf(const storage::v1::PatientFacts& facts) {
  return Interpret(ReleasedKnowledge(), facts, Today()).gate();
}

// A person who said `first` 200 days ago, was cleared of heart disease 20 days
// ago and said `last` so many days ago.
storage::v1::PatientFacts Told(const std::string& first,
                               const std::string& last, int days_ago) {
  storage::v1::PatientFacts facts = PatientFacts(first)
                                        .Assessed(30, kDenied)
                                        .Cleared(20, "cond_cardiac")
                                        .facts();
  storage::v1::ProfileFact& profile = *facts.add_profiles();
  profile.set_fact_id("later");
  profile.mutable_effective_time()->set_seconds(SecondsAt(days_ago));
  *profile.mutable_profile() = testing::ParseText<v1::Profile>(last);
  return facts;
}

TEST(ConditionBeginningTest, AClearanceFromBeforeItWasToldOpensNothing) {
  EXPECT_EQ(GateOf(Told("", kCardiac, 19)), v1::GATE_REFER);
  EXPECT_EQ(GateOf(Told("", kCardiac, 1)), v1::GATE_REFER);
}

TEST(ConditionBeginningTest, OneOfTheDayOnWhichItWasToldOpensIt) {
  EXPECT_EQ(GateOf(Told("", kCardiac, 20)), v1::GATE_OK);
  EXPECT_EQ(GateOf(Told("", kCardiac, 21)), v1::GATE_OK);
}

TEST(ConditionBeginningTest, WhatWasAlwaysToldIsCovered) {
  EXPECT_EQ(GateOf(Told(kCardiac, kCardiac, 1)), v1::GATE_OK);
  EXPECT_EQ(GateOf(PatientFacts(kCardiac)
                       .Assessed(30, kDenied)
                       .Cleared(20, "cond_cardiac")
                       .facts()),
            v1::GATE_OK);
}

TEST(ConditionBeginningTest, WhatEndedAndCameAgainIsNot) {
  storage::v1::PatientFacts facts = Told(kCardiac, "", 10);
  EXPECT_EQ(GateOf(facts), v1::GATE_OK);
  storage::v1::ProfileFact& again = *facts.add_profiles();
  again = facts.profiles(0);
  again.mutable_effective_time()->set_seconds(SecondsAt(5));
  EXPECT_EQ(GateOf(facts), v1::GATE_REFER);
}

TEST(ConditionBeginningTest, ADayOfItsBeginningCountsForMoreThanTheTelling) {
  const std::string since_30_days =
      absl::StrCat("conditions { condition: 'cond_cardiac' since { ",
                   ToDate(Today() - 30).ShortDebugString(), " } }");
  EXPECT_EQ(GateOf(Told("", since_30_days, 1)), v1::GATE_OK);
}

// The pressure of 100, 50 and so many days ago.
storage::v1::PatientFacts Pressed(const char* first, const char* second,
                                  const char* last, int days_ago) {
  return PatientFacts("age_years: 40")
      .Assessed(100, absl::StrCat(kDenied, first))
      .Assessed(50, second)
      .Assessed(days_ago, last)
      .Cleared(20, kHypertension)
      .facts();
}

TEST(ConditionBeginningTest, AClearanceFromBeforeARuleSetItOpensNothing) {
  EXPECT_EQ(GateOf(Pressed(kFine, kFine, kHigh, 19)), v1::GATE_REFER);
  EXPECT_EQ(GateOf(Pressed(kFine, kFine, kHigh, 20)), v1::GATE_OK);
  EXPECT_EQ(GateOf(Pressed(kFine, kFine, kHigh, 21)), v1::GATE_OK);
}

TEST(ConditionBeginningTest, AClearanceLastsWhileARuleGoesOnSettingIt) {
  EXPECT_EQ(GateOf(Pressed(kFine, kHigh, kHigh, 1)), v1::GATE_OK);
  EXPECT_EQ(GateOf(Pressed(kHigh, kHigh, kHigh, 1)), v1::GATE_OK);
  EXPECT_EQ(GateOf(Pressed(kFine, kHigh, "", 1)), v1::GATE_OK);
}

TEST(ConditionBeginningTest, WhatARuleSetsAgainIsNotCovered) {
  storage::v1::PatientFacts facts = Pressed(kFine, kHigh, kFine, 10);
  EXPECT_EQ(GateOf(facts), v1::GATE_OK);
  storage::v1::AssessmentFact& again = *facts.add_assessments();
  again = testing::ParseText<storage::v1::AssessmentFact>(kHigh);
  again.mutable_effective_time()->set_seconds(SecondsAt(5));
  EXPECT_EQ(GateOf(facts), v1::GATE_REFER);
}

constexpr char kDisc[] =
    "conditions { condition: 'cond_disc_herniation_stable' }";

// A disc herniation without a screen of the nerves sets it (D-14).
storage::v1::PatientFacts Herniated(const char* first, const char* last,
                                    int days_ago) {
  storage::v1::PatientFacts facts = PatientFacts(first)
                                        .Assessed(30, kDenied)
                                        .Cleared(20, "cond_radiculopathy")
                                        .facts();
  storage::v1::ProfileFact& profile = *facts.add_profiles();
  profile.set_fact_id("later");
  profile.mutable_effective_time()->set_seconds(SecondsAt(days_ago));
  *profile.mutable_profile() = testing::ParseText<v1::Profile>(last);
  return facts;
}

TEST(ConditionBeginningTest, WhatAProfileMakesARuleSetIsNotCoveredBefore) {
  EXPECT_EQ(GateOf(Herniated("", kDisc, 19)), v1::GATE_REFER);
  EXPECT_EQ(GateOf(Herniated("", kDisc, 1)), v1::GATE_REFER);
  EXPECT_EQ(GateOf(Herniated("", kDisc, 20)), v1::GATE_OK);
  EXPECT_EQ(GateOf(Herniated(kDisc, kDisc, 1)), v1::GATE_OK);
}

TEST(ConditionBeginningTest, ALaterAssessmentCoversItNoMore) {
  storage::v1::PatientFacts facts = Herniated("", kDisc, 10);
  storage::v1::AssessmentFact& later = *facts.add_assessments();
  later.set_fact_id("later");
  later.mutable_effective_time()->set_seconds(SecondsAt(1));
  EXPECT_EQ(GateOf(facts), v1::GATE_REFER);
}

}  // namespace
}  // namespace tonus::engine
