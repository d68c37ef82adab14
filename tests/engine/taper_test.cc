// SPDX-License-Identifier: Apache-2.0
#include "services/engine/taper.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/dose.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;

// A dose in short: sets x repetitions, hold, breaths, each with its upper end.
std::string Short(const v1::Dose& dose) {
  const auto range = [](int low, int high) {
    return high > low ? absl::StrCat(low, "-", high) : absl::StrCat(low);
  };
  return absl::StrCat(range(dose.sets(), dose.max_sets()), "x",
                      range(dose.repetitions(), dose.max_repetitions()), " ",
                      range(dose.hold_seconds(), dose.max_hold_seconds()), "s ",
                      range(dose.breaths(), dose.max_breaths()), "b");
}

class TaperTest : public ::testing::Test {
 protected:
  std::vector<v1::Dose> Planned(const std::string& exercise) const {
    DoseSpot spot;
    spot.week = &ReleasedKnowledge().WeekOfSession(17);
    return PlanDose(ReleasedKnowledge().pack().session(),
                    *ReleasedKnowledge().FindExercise(exercise), spot);
  }

  static std::string Tapered(const std::string& exercise,
                             std::vector<v1::Dose> doses) {
    TaperDoses(*ReleasedKnowledge().FindExercise(exercise), 20, &doses);
    return Short(doses.back());
  }

  std::string Tapered(const std::string& exercise) const {
    return Tapered(exercise, Planned(exercise));
  }
};

TEST_F(TaperTest, AFifthIsTakenOffTheMiddleOfTheRange) {
  EXPECT_EQ(Tapered("glute_bridge"), "3x8 1s 0b");              // Of 3 x 8-12.
  EXPECT_EQ(Tapered("sit_to_stand"), "2x8 0s 0b");              // Of 2 x 8-12.
  EXPECT_EQ(Tapered("open_book"), "1x6-7 2s 0b");               // Of 1 x 6-10.
  EXPECT_EQ(Tapered("single_leg_stance_ex"), "2x2 15-20s 0b");  // Of 15-30 s.
  EXPECT_EQ(Tapered("plank_wall"), "2x1 15-30s 0b");  // Of 2-3 x 15-30 s.
}

TEST_F(TaperTest, WithoutAChoiceThereIsLessInASet) {
  EXPECT_EQ(Tapered("glute_set"), "2x10 5s 0b");  // One set is much less.
  std::vector<v1::Dose> raised = Planned("glute_bridge");
  raised[0].set_repetitions(12);
  raised[0].clear_max_repetitions();
  EXPECT_EQ(Tapered("glute_bridge", raised), "3x10 1s 0b");
}

TEST_F(TaperTest, SetsThatFallAreEachShorter) {
  std::vector<v1::Dose> doses = Planned("mcgill_curl_up");  // 6-4-2.
  TaperDoses(*ReleasedKnowledge().FindExercise("mcgill_curl_up"), 20, &doses);
  EXPECT_THAT(doses[0].repetitions_by_set(), ElementsAre(5, 3, 2));
}

TEST_F(TaperTest, TheWorseSideKeepsTwiceTheSets) {
  std::vector<v1::Dose> doses = Planned("clamshell");
  doses[0].set_sets(2 * doses[1].sets());
  doses[0].set_max_sets(2 * doses[1].max_sets());
  const int side = doses[0].side();
  TaperDoses(*ReleasedKnowledge().FindExercise("clamshell"), 20, &doses);
  EXPECT_EQ(doses[0].sets(), 2 * doses[1].sets());
  EXPECT_EQ(doses[0].repetitions(), doses[1].repetitions());
  EXPECT_EQ(doses[0].side(), side);
}

// Twice the middle of what may be done of a dose.
int VolumeOf(const v1::Dose& dose) {
  if (!dose.repetitions_by_set().empty()) {
    int all = 0;
    for (const int in_set : dose.repetitions_by_set()) all += 2 * in_set;
    return all;
  }
  const auto at = [&](int low, int high) { return std::max({1, low, high}); };
  return at(dose.sets(), 0) * at(dose.repetitions(), 0) *
             at(dose.hold_seconds(), 0) * at(dose.breaths(), 0) *
             at(dose.total_seconds(), 0) +
         at(dose.sets(), dose.max_sets()) *
             at(dose.repetitions(), dose.max_repetitions()) *
             at(dose.hold_seconds(), dose.max_hold_seconds()) *
             at(dose.breaths(), dose.max_breaths()) *
             at(dose.total_seconds(), dose.max_total_seconds());
}

TEST_F(TaperTest, NoExerciseLosesMoreThanAThirdNorGains) {
  for (const auto& exercise : ReleasedKnowledge().pack().exercises()) {
    const std::vector<v1::Dose> before = Planned(exercise.id());
    std::vector<v1::Dose> after = before;
    TaperDoses(exercise, 20, &after);
    const int whole = VolumeOf(before[0]);
    EXPECT_LE(VolumeOf(after[0]), whole) << exercise.id();
    EXPECT_GE(VolumeOf(after[0]) * 3, whole * 2)
        << exercise.id() << " " << Short(before[0]) << " " << Short(after[0]);
  }
}

TEST_F(TaperTest, WhatIsDoneInASetStaysInTheRangeOfTheExercise) {
  for (const auto& exercise : ReleasedKnowledge().pack().exercises()) {
    std::vector<v1::Dose> doses = Planned(exercise.id());
    if (!doses[0].repetitions_by_set().empty()) continue;
    const v1::Dose before = doses[0];
    TaperDoses(exercise, 20, &doses);
    const auto least = [](int low, int planned) {
      return std::min(low, planned);
    };
    EXPECT_GE(doses[0].repetitions(),
              least(exercise.repetitions().low(), before.repetitions()))
        << exercise.id();
    EXPECT_GE(doses[0].hold_seconds(),
              least(exercise.hold_seconds().low(), before.hold_seconds()))
        << exercise.id();
  }
}

TEST_F(TaperTest, TheLastSessionsAreShorterThanTheSameUntapered) {
  knowledge::v1::Pack pack = ReleasedKnowledge().pack();
  for (auto& week : *pack.mutable_week_shapes()) week.set_taper_percent(0);
  TONUS_ASSERT_OK_AND_ASSIGN(const Knowledge untapered,
                             Knowledge::Compile(pack, "untapered"));
  for (const bool found : {true, false}) {
    PlannedPerson person;
    if (!found) person.facts.mutable_assessments(0)->clear_results();
    person.Plan();
    const v1::Routine whole =
        PlanRoutine(untapered, person.facts, person.interpretation, kMonday);
    EXPECT_EQ(person.Session(16).total_minutes(),
              whole.sessions(15).total_minutes());
    for (const int number : {17, 18}) {
      const v1::Session& before = whole.sessions(number - 1);
      EXPECT_EQ(ExercisesOf(person.Session(number)), ExercisesOf(before));
      EXPECT_LT(person.Session(number).total_minutes(), before.total_minutes());
    }
  }
}

}  // namespace
}  // namespace tonus::engine
