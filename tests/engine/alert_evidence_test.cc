// SPDX-License-Identifier: Apache-2.0
// What an alert shows of what called for it: tests, measures, the target.
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/alert_causes.h"
#include "tests/engine/retest_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

namespace kv1 = knowledge::v1;

class AlertEvidenceTest : public RetestTest {
 protected:
  // The alert of the rule, or of the kind where it is empty, that is there.
  v1::Alert AlertOf(const std::string& rule, kv1::AlertKind kind) const {
    const v1::Interpretation now = Now();
    for (const AlertCause& cause :
         AlertCauses({ReleasedKnowledge(), person_.facts, person_.routine,
                      person_.routine, person_.routine, person_.facts, now,
                      day_, absl::UTCTimeZone()})) {
      if (cause.alert.rule() == rule && cause.alert.kind() == kind &&
          !cause.from.has_value()) {
        return cause.alert;
      }
    }
    ADD_FAILURE() << "no alert of " << rule;
    return {};
  }
};

TEST_F(AlertEvidenceTest, ATestThatIsStillWorse) {
  person_.facts.mutable_assessments(0)->add_results()->CopyFrom(
      testing::ParseText<v1::TestResult>(
          "test: 'wblt' side: SIDE_LEFT value: 9"));
  Train(kMiddle, kMiddle);
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 6.5"});
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 6.5"}, 3);
  const v1::Alert alert = AlertOf("A-066", kv1::ALERT_KIND_DETERIORATION);
  EXPECT_THAT(alert.tests(), ElementsAre("wblt"));
  EXPECT_EQ(alert.muscle(), "");
  EXPECT_EQ(alert.side(), kv1::SIDE_LEFT);
}

TEST_F(AlertEvidenceTest, ATestThatIsToBeTakenAgainIsNamed) {
  person_.facts.mutable_assessments(0)->add_results()->CopyFrom(
      testing::ParseText<v1::TestResult>(
          "test: 'wblt' side: SIDE_LEFT value: 9"));
  Train(kMiddle, kMiddle);
  Assess(kMiddle, {"test: 'wblt' side: SIDE_LEFT value: 6.5"});
  day_ += 3;
  EXPECT_EQ(AlertOf("A-066", kv1::ALERT_KIND_RETEST).text(),
            "To be repeated: Weight-bearing lunge, toe to wall, left.");
}

TEST_F(AlertEvidenceTest, ATargetThatDidNotChangeTwice) {
  Train(kEnd, kEnd);
  const auto one_side = [](const char* left, const char* right) {
    return std::vector<std::string>{
        absl::StrCat("test: 'mod_thomas_hip' side: SIDE_LEFT value: ", left),
        absl::StrCat("test: 'mod_thomas_hip' side: SIDE_RIGHT value: ", right)};
  };
  Assess(kMiddle, one_side("8", "-12"));
  Assess(kEnd, one_side("8", "-12"));
  const v1::Alert alert = AlertOf("A-062", kv1::ALERT_KIND_NO_PROGRESS);
  EXPECT_EQ(alert.muscle(), "iliopsoas");
  EXPECT_EQ(alert.side(), kv1::SIDE_LEFT);
  EXPECT_THAT(alert.tests(), Contains("mod_thomas_hip"));
}

TEST_F(AlertEvidenceTest, EachTargetIsAnAlertOfItsOwn) {
  Train(kEnd, kEnd);
  const std::vector<std::string> both = {
      "test: 'mod_thomas_hip' side: SIDE_LEFT value: 8",
      "test: 'mod_thomas_hip' side: SIDE_RIGHT value: 8"};
  person_.facts.mutable_assessments(0)->clear_results();
  for (const std::string& result : both) {
    *person_.facts.mutable_assessments(0)->add_results() =
        testing::ParseText<v1::TestResult>(result);
  }
  Assess(kMiddle, both);
  Assess(kEnd, both);
  std::vector<kv1::Side> sides;
  const v1::Interpretation now = Now();
  for (const AlertCause& cause :
       AlertCauses({ReleasedKnowledge(), person_.facts, person_.routine,
                    person_.routine, person_.routine, person_.facts, now, day_,
                    absl::UTCTimeZone()})) {
    if (cause.alert.rule() != "A-062") continue;
    EXPECT_EQ(cause.alert.muscle(), "iliopsoas");
    EXPECT_THAT(cause.alert.tests(), Contains("mod_thomas_hip"));
    // What is told to a clinician does not speak to the person.
    EXPECT_THAT(cause.alert.text(), HasSubstr("The person was advised"));
    EXPECT_THAT(cause.alert.text(), Not(HasSubstr("Arrange")));
    sides.push_back(cause.alert.side());
  }
  EXPECT_THAT(sides, ElementsAre(kv1::SIDE_LEFT, kv1::SIDE_RIGHT));
}

TEST_F(AlertEvidenceTest, ARatingOfChange) {
  Train(3, 3);
  Assess(4, {Score("groc", -4)});
  EXPECT_THAT(AlertOf("A-068", kv1::ALERT_KIND_DETERIORATION).tests(),
              ElementsAre("groc"));
}

TEST_F(AlertEvidenceTest, WhatIsDue) {
  Train(kMiddle, kMiddle);
  day_ = kMonday + OffsetOf(kMiddle);
  const v1::Alert due = AlertOf("", kv1::ALERT_KIND_RETEST);
  ASSERT_FALSE(due.tests().empty());
  for (const std::string& test : due.tests()) {
    EXPECT_NE(ReleasedKnowledge().FindTest(test), nullptr);
    EXPECT_EQ(absl::c_count(due.tests(), test), 1) << test;
  }
}

}  // namespace
}  // namespace tonus::engine
