// SPDX-License-Identifier: Apache-2.0
// Red flags that rules raise from what was measured or told.

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/screened_patient.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

TEST(RuleFlagTest, AValueThatRaisesAFlagKeepsItUntilCleared) {
  const std::string screen =
      absl::StrCat(kDenied, Result("neuro_screen", kLeft, 2));
  const std::string clear =
      absl::StrCat(kDenied, Result("neuro_screen", kLeft, 0));
  EXPECT_EQ(GateOf(PatientFacts().Assessed(20, screen)), kRefer);
  EXPECT_EQ(GateOf(PatientFacts().Assessed(20, screen).Assessed(5, clear)),
            kRefer);
  EXPECT_EQ(GateOf(PatientFacts()
                       .Assessed(20, screen)
                       .Assessed(5, clear)
                       .Cleared(4, "rf_motor_deficit")),
            kOpen);
  EXPECT_EQ(
      GateOf(
          PatientFacts().Assessed(20, screen).Cleared(20, "rf_motor_deficit")),
      kRefer);
}

// Normal repetitions of the same day take no sign back, in whatever order they
// were made and recorded.
TEST(RuleFlagTest, OneRepetitionRaisesAFlag) {
  const auto gate = [](const char* test, double sign, double normal) {
    std::set<std::string> gates;
    for (const int place : {0, 1, 2}) {
      std::string together = kDenied;
      PatientFacts apart;
      for (const int i : {0, 1, 2}) {
        const std::string result =
            Result(test, kLeft, i == place ? sign : normal);
        together += result;
        apart.Assessed(0, kDenied + result);
      }
      gates.insert(GateOf(PatientFacts().Assessed(0, together)));
      gates.insert(GateOf(apart));
    }
    return gates;
  };
  EXPECT_THAT(gate("neuro_screen", 3, 0), ElementsAre(kUrgent));
  EXPECT_THAT(gate("neuro_screen", 2, 0), ElementsAre(kRefer));
  EXPECT_THAT(gate("tib_ant_mmt", 3.5, 5), ElementsAre(kRefer));
  EXPECT_THAT(gate("tib_ant_mmt", 4, 5), ElementsAre(kOpen));
}

// A clearance opens the gate; the sign still restricts as a lesser one does.
TEST(RuleFlagTest, AClearedSignRestrictsThePlan) {
  for (const auto& [grade, flag] :
       {std::pair(2, "rf_motor_deficit"),
        std::pair(3, "rf_progressive_motor_loss")}) {
    const auto read = ReadPatient(
        PatientFacts()
            .Assessed(2, absl::StrCat(kDenied, Result("slump", kLeft, 2),
                                      Result("neuro_screen", kLeft, grade)))
            .Cleared(1, flag));
    EXPECT_EQ(read.gate(), v1::GATE_OK) << grade;
    EXPECT_EQ(read.limits().max_level(), 2) << grade;
    EXPECT_THAT(read.limits().forbidden_techniques(),
                IsSupersetOf({knowledge::v1::TECHNIQUE_PNF,
                              knowledge::v1::TECHNIQUE_NEURAL_FLOSS}))
        << grade;
    for (const v1::Decision& decision : read.decisions()) {
      EXPECT_NE(decision.action(), knowledge::v1::DECISION_ACTION_FLOSS)
          << grade;
    }
  }
}

// What was measured on a day of its own, so many days ago.
std::string Measured(const std::string& test, double value, int days_ago,
                     const std::string& more = "") {
  return Result(test, kLeft, value,
                absl::StrCat("measure_time { seconds: ", SecondsAt(days_ago),
                             " } ", more));
}

// The pack reads no result after 120 days, but a sign stays a sign.
TEST(RuleFlagTest, ASignDoesNotExpire) {
  const auto screen = [](double value, const std::string& more = "") {
    return absl::StrCat(kDenied, Result("neuro_screen", kLeft, value, more));
  };
  for (const int days : {119, 120, 121, 143}) {
    const auto told = [&](double value, const std::string& more = "") {
      return PatientFacts().Assessed(days, screen(value, more));
    };
    EXPECT_EQ(GateOf(told(3)), kUrgent) << days;
    EXPECT_EQ(GateOf(told(3, "assessor: ASSESSOR_SELF")), kUrgent) << days;
    EXPECT_EQ(GateOf(told(3).Assessed(0, kDenied)), kUrgent) << days;
    EXPECT_EQ(GateOf(told(2).Assessed(0, kDenied)), kRefer) << days;
    EXPECT_EQ(GateOf(told(1).Assessed(0, kDenied)), kOpen) << days;
    EXPECT_EQ(GateOf(told(3)
                         .Assessed(2, kDenied)
                         .Cleared(1, "rf_progressive_motor_loss")),
              kOpen)
        << days;
  }
}

TEST(RuleFlagTest, ASignIsOneOnTheDayOnWhichItWasMeasured) {
  for (const int days : {1, 120, 121, 143}) {
    const auto now = [&](const std::string& results) {
      return PatientFacts().Assessed(0, absl::StrCat(kDenied, results));
    };
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 3, days))), kUrgent) << days;
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 3, days,
                                  "assessor: ASSESSOR_SELF"))),
              kUrgent)
        << days;
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 2, days))), kRefer) << days;
    EXPECT_EQ(GateOf(now(Measured("tib_ant_mmt", 3, days))), kRefer) << days;
    EXPECT_EQ(GateOf(now(Measured("tib_ant_mmt", 4, days))), kOpen) << days;
    // As with two assessments, a later value does not take it back.
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 3, days + 2) +
                         Measured("neuro_screen", 0, days))),
              kUrgent)
        << days;
    EXPECT_EQ(GateOf(now(Measured("neuro_screen", 3, days))
                         .Cleared(days, "rf_progressive_motor_loss")),
              kUrgent)
        << days;
  }
  EXPECT_EQ(
      GateOf(PatientFacts()
                 .Assessed(
                     0, absl::StrCat(kDenied, Measured("neuro_screen", 3, 143)))
                 .Cleared(0, "rf_progressive_motor_loss")),
      kOpen);
}

// Weakness and the nerve beside it may have been measured on different days.
TEST(RuleFlagTest, APairOfSignsIsOneFromTheDayOfTheSecond) {
  const auto gate = [](int power, int nerve) {
    return GateOf(PatientFacts().Assessed(
        0, absl::StrCat(kDenied, Measured("knee_ext_mmt", 3, power),
                        Measured("slump", 2, nerve),
                        Result("neuro_screen", kLeft, 0))));
  };
  EXPECT_EQ(gate(140, 130), kRefer);
  EXPECT_EQ(gate(130, 140), kRefer);
  // The first was too old when the second came.
  EXPECT_EQ(gate(260, 130), kOpen);
}

TEST(RuleFlagTest, ARefusedScreenOfTheLegsStillAlarms) {
  const std::string alone = "assessor: ASSESSOR_SELF";
  EXPECT_EQ(
      GateOf(PatientFacts().Assessed(
          0, absl::StrCat(kDenied, Result("neuro_screen", kLeft, 3, alone)))),
      kUrgent);
  EXPECT_EQ(
      GateOf(PatientFacts().Assessed(
          0, absl::StrCat(kDenied, Result("tib_ant_mmt", kLeft, 3, alone)))),
      kOpen);
}

TEST(RuleFlagTest, HighPressureLocksAlthoughALaterHistoryLeavesItOut) {
  const std::string high =
      absl::StrCat(kDenied, " history { systolic_mmhg: 180 }");
  EXPECT_EQ(GateOf(PatientFacts().Assessed(
                0, absl::StrCat(kDenied, " history { systolic_mmhg: 179 }"))),
            kRefer);  // 160 needs a clearance
  const auto read = ReadPatient(PatientFacts().Assessed(9, high).Assessed(
      1, absl::StrCat(kDenied, " history { pain_with_sitting: true }")));
  EXPECT_THAT(Subjects(read), Contains("rf_bp_very_high"));
  EXPECT_THAT(Subjects(read), Contains("cond_hypertension_uncontrolled"));
}

}  // namespace
}  // namespace tonus::engine
