// SPDX-License-Identifier: Apache-2.0
#include "services/engine/dose.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/knowledge/released_pack.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;

class DoseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto knowledge = OpenReleasedPack();
    ASSERT_TRUE(knowledge.ok()) << knowledge.status();
    knowledge_ = std::make_unique<Knowledge>(*std::move(knowledge));
    spot_.sides = {knowledge::v1::SIDE_RIGHT, knowledge::v1::SIDE_LEFT};
  }

  std::vector<v1::Dose> Plan(const std::string& exercise, int session) {
    spot_.week = &knowledge_->WeekOfSession(session);
    return PlanDose(knowledge_->pack().session(),
                    *knowledge_->FindExercise(exercise), spot_);
  }

  int Seconds(const std::string& exercise, const v1::Dose& dose) {
    return DoseSeconds(knowledge_->pack().session(),
                       *knowledge_->FindExercise(exercise), dose);
  }

  std::unique_ptr<Knowledge> knowledge_;
  DoseSpot spot_;
};

TEST_F(DoseTest, TheWeekLimitsSetsBelowTheExercise) {
  // The exercise says 2 sets of 8 to 12.
  EXPECT_EQ(Plan("sit_to_stand", 1)[0].sets(), 1);
  EXPECT_EQ(Plan("sit_to_stand", 4)[0].sets(), 2);
  EXPECT_EQ(Plan("sit_to_stand", 13)[0].sets(), 2);
  EXPECT_EQ(Plan("sit_to_stand", 7)[0].repetitions(), 10);
}

TEST_F(DoseTest, HoldsAreClampedIntoTheRangeOfTheExercise) {
  EXPECT_EQ(Plan("kneeling_hip_flexor", 1)[0].hold_seconds(), 30);
  EXPECT_EQ(Plan("kneeling_hip_flexor", 4)[0].hold_seconds(), 45);
  EXPECT_EQ(Plan("upper_trap_stretch", 4)[0].hold_seconds(), 40);  // 20 to 40.
}

TEST_F(DoseTest, StabilityHoldsDescend) {
  EXPECT_THAT(Plan("mcgill_curl_up", 1)[0].repetitions_by_set(),
              ElementsAre(3, 2, 1));
  EXPECT_THAT(Plan("mcgill_curl_up", 7)[0].repetitions_by_set(),
              ElementsAre(4, 3, 2));
  EXPECT_EQ(Plan("bird_dog_leg", 1)[0].repetitions_by_set_size(),
            0);  // 2 sets.
}

TEST_F(DoseTest, TheWorseSideGetsTwiceTheSets) {
  spot_.worse_first = true;
  spot_.max_side_seconds = 60;
  const std::vector<v1::Dose> doses = Plan("kneeling_hip_flexor", 1);
  EXPECT_EQ(doses[0].side(), knowledge::v1::SIDE_RIGHT);
  EXPECT_EQ(doses[0].sets(), 2);
  EXPECT_EQ(doses[1].sets(), 1);
}

TEST_F(DoseTest, TheCapOfTheMainPartWinsAndKeepsTheProportion) {
  spot_.worse_first = true;
  spot_.max_side_seconds = 60;
  const std::vector<v1::Dose> doses = Plan("kneeling_hip_flexor", 4);
  EXPECT_EQ(doses[0].sets() * doses[0].hold_seconds(), 60);
  EXPECT_EQ(doses[1].sets() * doses[1].hold_seconds(), 30);
}

TEST_F(DoseTest, CautionMeansOneSetOnEachSide) {
  spot_.worse_first = true;
  spot_.one_set = true;
  for (const v1::Dose& dose : Plan("clamshell", 13)) {
    EXPECT_EQ(dose.sets(), 1);
  }
  // Of 3-2-1, 4-3-2 and 6-4-2 the last, within 3 to 6.
  for (const int session : {1, 7, 13}) {
    const v1::Dose dose = Plan("mcgill_curl_up", session)[0];
    EXPECT_EQ(dose.sets(), 1);
    EXPECT_EQ(dose.repetitions(), 3) << session;
    EXPECT_EQ(dose.repetitions_by_set_size(), 0);
  }
}

// With caution one set is all.
TEST_F(DoseTest, WhatNeedsCautionHangsForOneSet) {
  spot_.one_set = true;
  const v1::Dose dose = Plan("hang_feet_assisted", 1)[0];
  EXPECT_EQ(dose.sets(), 1);
  EXPECT_EQ(dose.total_seconds(), 0);
  EXPECT_EQ(dose.max_total_seconds(), 0);
  EXPECT_EQ(Plan("near_dead_hang", 1)[0].total_seconds(), 60);
}

// 60 seconds in all, also where one set is asked for.
TEST_F(DoseTest, WhatStandsForTheHangTakesItsTime) {
  spot_.whole_total = true;
  for (const bool one_set : {false, true}) {
    spot_.one_set = one_set;
    for (const char* exercise :
         {"near_dead_hang", "hang_feet_assisted", "counter_lean_traction"}) {
      const v1::Dose dose = Plan(exercise, 1)[0];
      EXPECT_EQ(dose.total_seconds(), 60) << exercise;
      const int longest =
          std::max(dose.hold_seconds(), dose.max_hold_seconds());
      EXPECT_GE(dose.sets() * longest, 60) << exercise;
      EXPECT_LE(dose.sets(), 5) << exercise;
    }
  }
}

TEST_F(DoseTest, AHoldLimitGoesBelowTheRangeOfTheExercise) {
  spot_.max_hold_seconds = 20;
  EXPECT_EQ(Plan("figure4_supine", 1)[0].hold_seconds(), 20);  // 30 to 60.
}

TEST_F(DoseTest, SidesFollowTheExercise) {
  EXPECT_EQ(Plan("glute_bridge", 1)[0].side(), knowledge::v1::SIDE_MIDLINE);
  spot_.sides = {knowledge::v1::SIDE_MIDLINE};
  EXPECT_EQ(Plan("dead_bug_heel_tap", 1).size(), 2);
}

TEST_F(DoseTest, TimeCountsRepetitionsHoldsBreathsAndRests) {
  // 8 repetitions of 2 s and 1 s hold.
  EXPECT_EQ(Seconds("glute_bridge", Plan("glute_bridge", 1)[0]), 24);
  // Two sets with 30 s between them.
  EXPECT_EQ(Seconds("glute_bridge", Plan("glute_bridge", 4)[0]), 78);
  EXPECT_EQ(Seconds("march_warmup", Plan("march_warmup", 1)[0]), 180);
  EXPECT_EQ(Seconds("exhale_90_90", Plan("exhale_90_90", 1)[0]), 32);
  // 6 holds of 8 s with 2 s each, and two rests of 20 s.
  EXPECT_EQ(Seconds("mcgill_curl_up", Plan("mcgill_curl_up", 1)[0]), 100);
  // Three cycles of 5 s push and 5 s rest.
  EXPECT_EQ(Seconds("pnf_hip_flexor_edge", Plan("pnf_hip_flexor_edge", 4)[0]),
            30);
  // Passes take no time of their own.
  EXPECT_EQ(Seconds("smr_glutes_roller", Plan("smr_glutes_roller", 1)[0]), 30);
}

}  // namespace
}  // namespace tonus::engine
