// SPDX-License-Identifier: Apache-2.0
// Activations begin within 2 minutes of the release of their block.

#include "services/engine/block_time.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

struct Work {
  std::string exercise;
  // Two seconds each.
  int repetitions = 0;
};

std::vector<v1::SessionItem> ItemsOf(const std::vector<Work>& works) {
  std::vector<v1::SessionItem> items;
  for (const Work& work : works) {
    v1::SessionItem& item = items.emplace_back();
    item.set_exercise(work.exercise);
    v1::Dose* dose = item.add_doses();
    dose->set_side(knowledge::v1::SIDE_MIDLINE);
    dose->set_sets(1);
    dose->set_repetitions(work.repetitions);
  }
  return items;
}

std::vector<std::string> NamesOf(const std::vector<v1::SessionItem>& items) {
  std::vector<std::string> names;
  for (const v1::SessionItem& item : items) names.push_back(item.exercise());
  return names;
}

TEST(BlockTimeTest, TheOrderIsByScoreWhereAllBeginInTime) {
  const struct {
    std::vector<Work> works;
    std::vector<std::string> in_order;
  } cases[] = {
      {{{"glute_bridge", 60}, {"sit_to_stand", 99}},
       {"glute_bridge", "sit_to_stand"}},
      {{{"glute_bridge", 61}, {"sit_to_stand", 60}},
       {"sit_to_stand", "glute_bridge"}},
      {{{"glute_bridge", 61}, {"sit_to_stand", 30}, {"step_up", 30}},
       {"sit_to_stand", "step_up", "glute_bridge"}},
      {{{"glute_bridge", 30}, {"sit_to_stand", 31}, {"step_up", 30}},
       {"glute_bridge", "step_up", "sit_to_stand"}},
  };
  for (const auto& [works, in_order] : cases) {
    std::vector<v1::SessionItem> items = ItemsOf(works);
    EXPECT_THAT(TakeLate(ReleasedKnowledge(), /*turn=*/1, &items),
                ::testing::IsEmpty());
    Unit block;
    block.items = ItemsOf({{"smr_glutes_roller", 99}});
    block.items.insert(block.items.end(), items.begin(), items.end());
    PutInTime(ReleasedKnowledge(), &block);
    EXPECT_EQ(block.items.front().exercise(), "smr_glutes_roller");
    block.items.erase(block.items.begin());
    EXPECT_THAT(NamesOf(block.items), ElementsAreArray(in_order));
  }
}

TEST(BlockTimeTest, WhatIsLateInEveryOrderTakesTurns) {
  const struct {
    int turn;
    std::string kept;
    std::string late;
  } cases[] = {{0, "glute_bridge", "sit_to_stand"},
               {1, "sit_to_stand", "glute_bridge"},
               {2, "glute_bridge", "sit_to_stand"}};
  for (const auto& [turn, kept, late] : cases) {
    std::vector<v1::SessionItem> items =
        ItemsOf({{"glute_bridge", 61}, {"sit_to_stand", 61}});
    EXPECT_THAT(NamesOf(TakeLate(ReleasedKnowledge(), turn, &items)),
                ElementsAre(late));
    EXPECT_THAT(NamesOf(items), ElementsAre(kept));
  }
}

// The first can always begin at once, and is pair 1 of the block.
TEST(BlockTimeTest, WhatComesFirstGivesItsTurnToNothingThatFitsBesideIt) {
  std::map<std::string, int> times;
  for (int turn = 1; turn <= 18; ++turn) {
    std::vector<v1::SessionItem> items =
        ItemsOf({{"glute_bridge", 40}, {"step_up", 40}, {"sit_to_stand", 61}});
    TakeLate(ReleasedKnowledge(), turn, &items);
    for (const std::string& exercise : NamesOf(items)) ++times[exercise];
  }
  EXPECT_EQ(times["glute_bridge"], 18);
  EXPECT_EQ(times["step_up"], 9);
  EXPECT_EQ(times["sit_to_stand"], 9);
}

TEST(BlockTimeTest, WhatComesFirstIsTrainedAtLeastAsOftenAsAnyOther) {
  std::map<std::string, int> times;
  for (int turn = 1; turn <= 18; ++turn) {
    std::vector<v1::SessionItem> items =
        ItemsOf({{"glute_bridge", 61}, {"step_up", 61}, {"sit_to_stand", 61}});
    TakeLate(ReleasedKnowledge(), turn, &items);
    for (const std::string& exercise : NamesOf(items)) ++times[exercise];
  }
  EXPECT_EQ(times["glute_bridge"], 9);
  EXPECT_GE(times["step_up"], 4);
  EXPECT_GE(times["sit_to_stand"], 4);
}

// Packs from before the limit have none.
TEST(BlockTimeTest, WithoutALimitNothingIsLate) {
  knowledge::v1::Pack pack = ReleasedKnowledge().pack();
  pack.mutable_session()->clear_activation_within_seconds();
  const absl::StatusOr<Knowledge> knowledge = Knowledge::Compile(pack, "test");
  ASSERT_THAT(knowledge, testing::IsOk());
  std::vector<v1::SessionItem> items =
      ItemsOf({{"glute_bridge", 99}, {"sit_to_stand", 99}});
  EXPECT_THAT(TakeLate(*knowledge, /*turn=*/0, &items), ::testing::IsEmpty());
}

TEST(BlockTimeTest, OnlyWhatIsLateIsTaken) {
  std::vector<v1::SessionItem> items =
      ItemsOf({{"glute_bridge", 61}, {"sit_to_stand", 61}, {"step_up", 60}});
  EXPECT_THAT(NamesOf(TakeLate(ReleasedKnowledge(), /*turn=*/0, &items)),
              ElementsAre("sit_to_stand"));
  EXPECT_THAT(NamesOf(items), ElementsAre("glute_bridge", "step_up"));
}

}  // namespace
}  // namespace tonus::engine
