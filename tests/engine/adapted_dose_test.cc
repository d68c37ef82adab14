// SPDX-License-Identifier: Apache-2.0
// What a share in percent leaves of every dose of the released pack.
#include "services/engine/adapted_dose.h"

#include <algorithm>
#include <vector>

#include "gmock/gmock.h"
#include "services/engine/dose.h"
#include "services/engine/taper.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

// The work of one side, in what `whole` counts.
int VolumeOf(const knowledge::v1::Exercise& exercise, const v1::Dose& whole,
             const v1::Dose& dose) {
  if (whole.total_seconds() > 0) return dose.total_seconds();
  if (!whole.repetitions_by_set().empty()) {
    int sum = 0;
    for (const int repetitions : dose.repetitions_by_set()) sum += repetitions;
    return sum;
  }
  const bool massage = exercise.technique() == knowledge::v1::TECHNIQUE_SMR &&
                       whole.hold_seconds() > 1;
  if (whole.repetitions() > 1 && !massage) {
    return dose.sets() * dose.repetitions();
  }
  if (whole.breaths() > 1) return dose.sets() * dose.breaths();
  return dose.sets() * std::max(1, dose.hold_seconds());
}

class AdaptedDoseTest : public ::testing::TestWithParam<int> {};

TEST_P(AdaptedDoseTest, AShareOfEveryDoseIsNeverMoreThanThat) {
  const Knowledge& knowledge = ReleasedKnowledge();
  const int percent = GetParam();
  int doubled_doses = 0;
  for (const auto& exercise : knowledge.pack().exercises()) {
    for (const auto& week : knowledge.pack().week_shapes()) {
      for (const bool worse_first : {false, true}) {
        for (const int taper : {0, 20}) {
          DoseSpot spot;
          spot.week = &week;
          spot.sides = {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT};
          spot.worse_first = worse_first;
          std::vector<v1::Dose> before =
              PlanDose(knowledge.pack().session(), exercise, spot);
          TaperDoses(exercise, taper, &before);
          std::vector<v1::Dose> after = before;
          LightenDoses(exercise, 100 - percent, /*fewer_sets=*/0, &after);
          ASSERT_EQ(after.size(), before.size());
          const bool doubled =
              before.size() == 2 && before[0].sets() == 2 * before[1].sets();
          doubled_doses += doubled ? 1 : 0;
          for (size_t i = 0; i < after.size(); ++i) {
            const int least = doubled && i == 0 ? 2 : 1;
            const int whole = VolumeOf(exercise, before[i], before[i]);
            const int left = VolumeOf(exercise, before[i], after[i]);
            EXPECT_LE(left, std::max(least, whole * percent / 100))
                << exercise.id() << " week " << week.week() << "\n"
                << before[i].DebugString() << after[i].DebugString();
            EXPECT_GE(left, 1);
            EXPECT_GE(after[i].sets(), 1);
            if (!doubled && !before[i].repetitions_by_set().empty()) {
              EXPECT_EQ(left, std::max(1, whole * percent / 100))
                  << exercise.id() << " week " << week.week()
                  << ": of sets that fall nothing more is taken";
            }
            if (percent == 100) {
              EXPECT_EQ(after[i].SerializeAsString(),
                        before[i].SerializeAsString());
            } else {
              EXPECT_EQ(after[i].max_sets(), 0);
              EXPECT_EQ(after[i].max_repetitions(), 0);
            }
          }
          if (doubled) {
            EXPECT_EQ(after[0].sets(), 2 * after[1].sets()) << exercise.id();
          }
        }
      }
    }
  }
  EXPECT_GT(doubled_doses, 100);
}

struct Falling {
  std::vector<int> planned;
  int percent_off;
  int fewer_sets;
  std::vector<int> left;
};

TEST(FallingSetsTest, AsMuchIsLeftAsIsAskedFor) {
  const auto* exercise = ReleasedKnowledge().FindExercise("side_bridge_knees");
  for (const Falling& row : std::vector<Falling>{{{4, 3, 2}, 30, 0, {4, 2}},
                                                 {{3, 2, 1}, 30, 0, {3, 1}},
                                                 {{6, 4, 2}, 30, 0, {6, 2}},
                                                 {{4, 3, 2}, 30, 1, {4, 2}},
                                                 {{4, 3, 2}, 20, 0, {4, 3}},
                                                 {{4, 3, 2}, 0, 1, {4, 3}}}) {
    v1::Dose dose;
    dose.set_sets(static_cast<int>(row.planned.size()));
    dose.mutable_repetitions_by_set()->Assign(row.planned.begin(),
                                              row.planned.end());
    std::vector<v1::Dose> doses{dose};
    LightenDoses(*exercise, row.percent_off, row.fewer_sets, &doses);
    EXPECT_THAT(doses[0].repetitions_by_set(),
                ::testing::ElementsAreArray(row.left));
    EXPECT_EQ(doses[0].sets(), static_cast<int>(row.left.size()));
  }
}

// A shift of time is no reason to do less than an exercise is good for.
TEST(KeepInRangeTest, NoSetFallsBelowItsExercise) {
  const auto* exercise =
      ReleasedKnowledge().FindExercise("half_kneel_side_reach");
  v1::Dose dose;
  dose.set_sets(1);
  dose.set_repetitions(5);
  dose.set_hold_seconds(2);
  const std::vector<v1::Dose> before{dose};
  std::vector<v1::Dose> after = before;
  LightenDoses(*exercise, 50, /*fewer_sets=*/0, &after);
  EXPECT_EQ(after[0].repetitions(), 2);
  KeepInRange(*exercise, before, &after);
  EXPECT_EQ(after[0].repetitions(), 5);
  EXPECT_EQ(after[0].hold_seconds(), 2);
  // What was below already stays so.
  dose.set_repetitions(3);
  after = {dose};
  KeepInRange(*exercise, {dose}, &after);
  EXPECT_EQ(after[0].repetitions(), 3);
}

INSTANTIATE_TEST_SUITE_P(Shares, AdaptedDoseTest,
                         ::testing::Values(10, 50, 70, 99, 100));

}  // namespace
}  // namespace tonus::engine
