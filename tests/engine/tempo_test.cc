// SPDX-License-Identifier: Apache-2.0
#include "services/engine/tempo.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using testing::EqualsProto;
using testing::ParseText;

knowledge::v1::Tempo Of(const std::string& exercise, const std::string& dose,
                        knowledge::v1::Slot slot = knowledge::v1::SLOT_INTRA) {
  return TempoOf(ReleasedKnowledge(),
                 *ReleasedKnowledge().FindExercise(exercise),
                 ParseText<v1::Dose>(dose), slot);
}

TEST(TempoTest, AContractRelaxCycle) {
  EXPECT_THAT(
      Of("pnf_hip_flexor_edge", "sets: 1 repetitions: 3 hold_seconds: 5"),
      EqualsProto("contraction_seconds { low: 3 high: 10 } "
                  "relaxation_seconds { low: 5 high: 5 } "
                  "effort_percent { low: 20 high: 60 } "
                  "usual_effort_percent: 30"));
}

TEST(TempoTest, BedtimePullsLess) {
  EXPECT_THAT(Of("hip_flexor_bed_edge", "sets: 1 hold_seconds: 60"),
              EqualsProto("pull { low: 5 high: 6 }"));
  EXPECT_THAT(Of("hip_flexor_bed_edge", "sets: 1 hold_seconds: 60",
                 knowledge::v1::SLOT_BEDTIME),
              EqualsProto("pull { low: 5 high: 5 }"));
}

TEST(TempoTest, ReliefAsksForNoPull) {
  EXPECT_THAT(Of("across_body_hip", "sets: 1 hold_seconds: 30"),
              EqualsProto("pull { low: 5 high: 6 }"));
  EXPECT_THAT(Of("across_body_hip", "sets: 1 hold_seconds: 30",
                 knowledge::v1::SLOT_RELIEF),
              EqualsProto(""));
}

TEST(TempoTest, PassesOnlyWhereTheyAreCounted) {
  EXPECT_TRUE(Of("smr_glutes_roller", "sets: 1 repetitions: 15")
                  .has_repetition_seconds());
  EXPECT_FALSE(Of("smr_glutes_wall_ball", "sets: 1 hold_seconds: 30")
                   .has_repetition_seconds());
  EXPECT_EQ(Of("smr_glutes_wall_ball", "sets: 1").max_pressure(), 6);
}

TEST(TempoTest, TheEndPositionOnlyWhereTheDoseDoesNotHoldIt) {
  EXPECT_TRUE(
      Of("cat_cow", "sets: 1 repetitions: 5").has_end_position_seconds());
  EXPECT_FALSE(Of("open_book", "sets: 1 repetitions: 6 hold_seconds: 2")
                   .has_end_position_seconds());
}

TEST(TempoTest, APauseOnlyWhereTheBreathIsHeld) {
  EXPECT_EQ(Of("left_rib_exhale", "sets: 1 hold_seconds: 3 breaths: 4")
                .max_pause_seconds(),
            5);
  EXPECT_EQ(Of("exhale_90_90", "sets: 1 breaths: 4").max_pause_seconds(), 0);
}

TEST(TempoTest, AnExerciseMayHaveItsOwn) {
  knowledge::v1::Exercise exercise =
      *ReleasedKnowledge().FindExercise("hip_flexor_bed_edge");
  exercise.mutable_tempo()->mutable_pull()->set_low(2);
  exercise.mutable_tempo()->mutable_pull()->set_high(3);
  EXPECT_THAT(TempoOf(ReleasedKnowledge(), exercise, v1::Dose(),
                      knowledge::v1::SLOT_POST),
              EqualsProto("pull { low: 2 high: 3 }"));
}

}  // namespace
}  // namespace tonus::engine
