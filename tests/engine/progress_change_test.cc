// SPDX-License-Identifier: Apache-2.0
// What two values of a test say, at each limit; what became of targets; and
// range that was gained without pain or function.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/progress.h"
#include "tests/engine/patient_facts.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

v1::Progress Read(const storage::v1::PatientFacts& facts) {
  return SummarizeProgress(ReleasedKnowledge(), facts, {}, {}, Today(),
                           absl::UTCTimeZone());
}

// The first side of the only test.
v1::SideProgress SideOf(const v1::Progress& progress) {
  EXPECT_THAT(progress.tests(), SizeIs(1));
  if (progress.tests().empty()) return {};
  return progress.tests(0).sides(0);
}

std::vector<std::string> Rules(const v1::Progress& progress) {
  std::vector<std::string> rules;
  for (const auto& statement : progress.statements()) {
    rules.insert(rules.end(), statement.rules().begin(),
                 statement.rules().end());
  }
  return rules;
}

struct Row {
  const char* test;
  knowledge::v1::Side side;
  double first;
  double last;
  v1::TestChange reading;
  const char* more = "";
};

void PrintTo(const Row& row, std::ostream* stream) {
  *stream << row.test << " from " << row.first << " to " << row.last
          << row.more;
}

class TestChangeTest : public ::testing::TestWithParam<Row> {};

TEST_P(TestChangeTest, IsReadByTheErrorOfTheTest) {
  const Row& row = GetParam();
  const v1::SideProgress side = SideOf(
      Read(PatientFacts()
               .Assessed(42, kDenied + Result(row.test, row.side, row.first))
               .Assessed(1, Result(row.test, row.side, row.last, row.more))
               .facts()));
  EXPECT_EQ(v1::TestChange_Name(side.reading()),
            v1::TestChange_Name(row.reading));
  EXPECT_DOUBLE_EQ(side.baseline().value(), row.first);
  EXPECT_DOUBLE_EQ(side.latest().value(), row.last);
  EXPECT_NEAR(side.change(), row.last - row.first, 1e-9);
  EXPECT_THAT(side.points(), SizeIs(2));
  EXPECT_THAT(side.text(), HasSubstr(" now."));
}

constexpr auto kBetter = v1::TEST_CHANGE_IMPROVED;
constexpr auto kWorse = v1::TEST_CHANGE_WORSENED;
constexpr auto kWithin = v1::TEST_CHANGE_WITHIN_ERROR;

INSTANTIATE_TEST_SUITE_P(
    Rows, TestChangeTest,
    ::testing::Values(
        // Higher is better, 1.9 cm.
        Row{"wblt", kLeft, 6, 7.9, kBetter},
        Row{"wblt", kLeft, 6, 7.8, kWithin}, Row{"wblt", kLeft, 7.9, 6, kWorse},
        Row{"wblt", kLeft, 7.8, 6, kWithin}, Row{"wblt", kLeft, 6, 6, kWithin},
        Row{"wblt", kLeft, 9.9, 10, kWithin},
        // Lower is better, 8 degrees.
        Row{"ake_9090", kRight, 40, 32, kBetter},
        Row{"ake_9090", kRight, 40, 32.1, kWithin},
        Row{"ake_9090", kRight, 32, 40, kWorse},
        // 6 degrees, 15 when the pelvis was not held in one of them.
        Row{"mod_thomas_hip", kLeft, 10, 4, kBetter},
        Row{"mod_thomas_hip", kLeft, 10, 4.1, kWithin},
        Row{"mod_thomas_hip", kLeft, 10, -4, kWithin,
            "pelvis_controlled: false"},
        Row{"mod_thomas_hip", kLeft, 10, -5, kBetter,
            "pelvis_controlled: false"},
        // The error of grades is not known: a band counts.
        Row{"trendelenburg", kLeft, 2, 0, kBetter},
        Row{"trendelenburg", kLeft, 0, 2, kWorse},
        Row{"trendelenburg", kLeft, 2, 2, kWithin}));

TEST(TestProgressTest, TellsBandsErrorAndTargets) {
  const v1::Progress progress =
      Read(PatientFacts()
               .Assessed(42, kDenied + Result("wblt", kLeft, 6))
               .Assessed(1, Result("wblt", kLeft, 10))
               .facts());
  const v1::SideProgress side = SideOf(progress);
  EXPECT_EQ(side.baseline().band(), knowledge::v1::BAND_ABNORMAL);
  EXPECT_EQ(side.latest().band(), knowledge::v1::BAND_NORMAL);
  EXPECT_DOUBLE_EQ(side.mdc(), 1.9);
  EXPECT_DOUBLE_EQ(progress.tests(0).bands().normal().min(), 10);
  ASSERT_THAT(side.targets(), Not(IsEmpty()));
  EXPECT_EQ(side.targets(0).side(), kLeft);
  EXPECT_EQ(side.text(),
            "Weight-bearing lunge, toe to wall, left: 6 cm at first, 10 cm "
            "now. Better by as much as the error of the test, 1.9 cm, or more. "
            "It was abnormal and is normal now.");
}

TEST(TestProgressTest, ResultsWithinADayAreOneValue) {
  const v1::SideProgress side =
      SideOf(Read(PatientFacts()
                      .Assessed(10, kDenied + Result("wblt", kLeft, 6) +
                                        Result("wblt", kLeft, 8))
                      .Assessed(1, Result("wblt", kLeft, 9))
                      .facts()));
  ASSERT_THAT(side.points(), SizeIs(2));
  EXPECT_DOUBLE_EQ(side.points(0).value(), 7);
  EXPECT_DOUBLE_EQ(side.points(1).value(), 9);
}

// Noon and noon of the next day: the older result is part of the newer value.
TEST(TestProgressTest, AResultOfTheDayBeforeIsNotToldTwice) {
  const v1::SideProgress side =
      SideOf(Read(PatientFacts()
                      .Assessed(2, kDenied + Result("wblt", kLeft, 6))
                      .Assessed(1, Result("wblt", kLeft, 8))
                      .facts()));
  ASSERT_THAT(side.points(), SizeIs(1));
  EXPECT_DOUBLE_EQ(side.points(0).value(), 7);
  EXPECT_EQ(side.reading(), v1::TEST_CHANGE_SINGLE_VALUE);
}

TEST(TestProgressTest, ATestThatPainStoppedSaysNothing) {
  const v1::SideProgress side = SideOf(
      Read(PatientFacts()
               .Assessed(42, kDenied + Result("wblt", kLeft, 9))
               .Assessed(1, Result("wblt", kLeft, 3, "pain_limited: true"))
               .facts()));
  EXPECT_EQ(side.reading(), v1::TEST_CHANGE_STOPPED_BY_PAIN);
  EXPECT_FALSE(side.has_change());
  EXPECT_DOUBLE_EQ(side.latest().value(), 9);
  EXPECT_TRUE(side.points(1).pain_limited());
}

TEST(TestProgressTest, ATestTakenAloneShowsTheWayAndDecidesNothing) {
  const v1::SideProgress side = SideOf(
      Read(PatientFacts()
               .Assessed(42, kDenied + Result("wblt", kLeft, 6))
               .Logged(20,
                       "session_number: 4 self_tests { test: 'wblt' side: "
                       "SIDE_LEFT before: 9 after: 12 }")
               .facts()));
  ASSERT_THAT(side.points(), SizeIs(2));
  EXPECT_EQ(side.points(1).session_number(), 4);
  EXPECT_DOUBLE_EQ(side.points(1).value(), 9);
  EXPECT_EQ(side.reading(), v1::TEST_CHANGE_SINGLE_VALUE);
}

TEST(TestProgressTest, WrongAndUnknownResultsAreNotTold) {
  EXPECT_THAT(Read(PatientFacts()
                       .Assessed(1, kDenied + Result("wblt", kLeft, 99) +
                                        Result("no_such_test", kLeft, 1))
                       .facts())
                  .tests(),
              IsEmpty());
}

std::string Hips(double left, double right) {
  return Result("mod_thomas_hip", kLeft, left) +
         Result("mod_thomas_hip", kRight, right) +
         Result("hip_ext_prone", kLeft, left > 0 ? 0 : 20) +
         Result("hip_ext_prone", kRight, right > 0 ? 0 : 20);
}

// The target with that id on that side, or none.
const v1::TargetProgress* TargetOf(const v1::Progress& progress,
                                   const std::string& muscle,
                                   knowledge::v1::Side side) {
  for (const v1::TargetProgress& target : progress.targets()) {
    if (target.target().muscle() == muscle && target.target().side() == side) {
      return &target;
    }
  }
  return nullptr;
}

TEST(TargetProgressTest, OneThatIsTestedNormalHasGraduated) {
  const v1::Progress progress = Read(PatientFacts()
                                         .Assessed(42, kDenied + Hips(15, 15))
                                         .Assessed(1, Hips(-12, 14))
                                         .facts());
  const v1::TargetProgress* left = TargetOf(progress, "iliopsoas", kLeft);
  ASSERT_NE(left, nullptr);
  EXPECT_EQ(left->change(), v1::TARGET_CHANGE_GRADUATED);
  EXPECT_EQ(left->status_then(), knowledge::v1::STATUS_TIGHT);
  EXPECT_EQ(left->status_now(), knowledge::v1::STATUS_NORMAL);
  EXPECT_EQ(ToCivilDay(left->date_then()), Today() - 42);
  ASSERT_THAT(left->shown_by(), Not(IsEmpty()));
  EXPECT_EQ(left->shown_by(0).test(), "mod_thomas_hip");
  const v1::TargetProgress* right = TargetOf(progress, "iliopsoas", kRight);
  ASSERT_NE(right, nullptr);
  EXPECT_EQ(right->change(), v1::TARGET_CHANGE_REMAINS);
}

// "Still" is said of what was measured a second time.
TEST(TargetProgressTest, OneThatWasMeasuredOnceIsNotSaidToBeStillTight) {
  PatientFacts person;
  person.Assessed(42, kDenied + Hips(15, 15));
  const v1::Progress once = Read(person.facts());
  for (const auto side : {kLeft, kRight}) {
    const v1::TargetProgress* hip = TargetOf(once, "iliopsoas", side);
    ASSERT_NE(hip, nullptr);
    EXPECT_EQ(hip->change(), v1::TARGET_CHANGE_REMAINS);
    EXPECT_THAT(hip->text(), HasSubstr("tight; not tested again since"));
  }
  // One side, and something else.
  person.Assessed(
      1, Result("mod_thomas_hip", kLeft, 15) + Result("wblt", kRight, 9));
  const v1::Progress later = Read(person.facts());
  EXPECT_THAT(TargetOf(later, "iliopsoas", kLeft)->text(),
              HasSubstr("still tight"));
  EXPECT_THAT(TargetOf(later, "iliopsoas", kRight)->text(),
              HasSubstr("tight; not tested again since"));
}

TEST(TargetProgressTest, OneThatWasNormalAndIsTightIsNew) {
  const v1::Progress progress = Read(PatientFacts()
                                         .Assessed(42, kDenied + Hips(-12, -12))
                                         .Assessed(1, Hips(15, -12))
                                         .facts());
  const v1::TargetProgress* left = TargetOf(progress, "iliopsoas", kLeft);
  ASSERT_NE(left, nullptr);
  EXPECT_EQ(left->change(), v1::TARGET_CHANGE_NEW);
  EXPECT_EQ(TargetOf(progress, "iliopsoas", kRight), nullptr);
}

TEST(TargetProgressTest, WhatIsTooOldToBeReadIsNotNormal) {
  const v1::Progress progress =
      Read(PatientFacts().Assessed(150, kDenied + Hips(15, 15)).facts());
  const v1::TargetProgress* left = TargetOf(progress, "iliopsoas", kLeft);
  ASSERT_NE(left, nullptr);
  EXPECT_EQ(left->change(), v1::TARGET_CHANGE_UNKNOWN);
  EXPECT_THAT(left->shown_by(), IsEmpty());
}

std::string Pain(int pain) {
  return absl::StrCat(" measures { measure: 'nrs_avg' total: ", pain, " } ");
}

TEST(HonestyTest, RangeWithoutPainOrFunctionIsToldAsSuch) {
  for (const int now : {5, 7, 4, 3}) {
    const v1::Progress progress =
        Read(PatientFacts()
                 .Assessed(42, kDenied + Result("wblt", kLeft, 6) + Pain(5))
                 .Assessed(1, Result("wblt", kLeft, 10) + Pain(now))
                 .facts());
    const bool improved = now == 3;
    EXPECT_EQ(::testing::Value(Rules(progress), Contains("A-069")), !improved)
        << now;
  }
}

TEST(HonestyTest, WithoutAScoreNothingIsClaimed) {
  const v1::Progress progress =
      Read(PatientFacts()
               .Assessed(42, kDenied + Result("wblt", kLeft, 6))
               .Assessed(1, Result("wblt", kLeft, 10))
               .facts());
  EXPECT_THAT(Rules(progress), Contains("A-069"));
  EXPECT_THAT(progress.DebugString(), HasSubstr("is not known: no score"));
}

TEST(HonestyTest, WhatGotWorseIsSaid) {
  const auto psfs = [](int value) {
    return Result("psfs", knowledge::v1::SIDE_MIDLINE, value);
  };
  const v1::Progress progress = Read(
      PatientFacts()
          .Assessed(42, kDenied + psfs(4))
          .Logged(30, "session_number: 1 completed_pct: 100 pain_before: 2")
          .Logged(2, "session_number: 2 completed_pct: 100 pain_before: 7")
          .Assessed(1,
                    psfs(2) + Result("groc", knowledge::v1::SIDE_MIDLINE, -4))
          .facts());
  std::string all;
  for (const v1::ProgressStatement& said : progress.statements()) {
    absl::StrAppend(&all, said.text(), "\n");
  }
  EXPECT_THAT(all, HasSubstr("pain was 2 at first and 7 the last time"));
  EXPECT_THAT(all, HasSubstr("4 at first, 2 now"));
  // A-068 closed the gate, and why is said.
  EXPECT_EQ(progress.next().gate(), v1::GATE_REFER);
  EXPECT_THAT(Rules(progress), Contains("A-068"));
}

TEST(HonestyTest, RangeWithinTheErrorIsNoGain) {
  EXPECT_THAT(
      Rules(Read(PatientFacts()
                     .Assessed(42, kDenied + Result("wblt", kLeft, 6) + Pain(5))
                     .Assessed(1, Result("wblt", kLeft, 7.8) + Pain(5))
                     .facts())),
      Not(Contains("A-069")));
}

// Trouble that came and went was none at first.
TEST(TargetProgressTest, WhatWasNormalAtFirstIsNotSaidToHaveBeenWeak) {
  for (const bool was_normal : {false, true}) {
    PatientFacts patient;
    if (was_normal) {
      patient.Assessed(60, kDenied + Result("hip_abd_mmt", kLeft, 5));
    }
    patient.Assessed(42, kDenied + Result("hip_abd_mmt", kLeft, 3))
        .Assessed(1, Result("hip_abd_mmt", kLeft, 5));
    const v1::Progress progress = Read(patient.facts());
    std::string text;
    for (const v1::TargetProgress& target : progress.targets()) {
      if (target.target().muscle() == "gluteus_medius") text = target.text();
    }
    EXPECT_THAT(text, HasSubstr(was_normal ? "weak in between, tested normal"
                                           : "weak at first, tested normal"));
    for (const auto& statement : progress.statements()) {
      EXPECT_THAT(statement.text(), Not(HasSubstr("trouble at first")));
    }
  }
}

}  // namespace
}  // namespace tonus::engine
