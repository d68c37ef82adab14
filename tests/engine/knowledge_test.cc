// SPDX-License-Identifier: Apache-2.0
#include "services/engine/knowledge.h"

#include <utility>

#include "tests/testing/matchers.h"
#include "tests/testing/small_pack.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsNull;
using ::testing::NotNull;
using ::tonus::knowledge::v1::Pack;
using ::tonus::testing::SmallPack;

class KnowledgeTest : public ::testing::Test {
 protected:
  static Knowledge Compile(Pack pack) {
    auto knowledge = Knowledge::Compile(std::move(pack), "the hash");
    EXPECT_TRUE(knowledge.ok()) << knowledge.status().message();
    return *std::move(knowledge);
  }

  template <typename Entry>
  static std::vector<std::string> Ids(absl::Span<const Entry* const> entries) {
    std::vector<std::string> ids;
    for (const Entry* entry : entries) ids.push_back(entry->id());
    return ids;
  }
};

TEST_F(KnowledgeTest, FindsEntriesByIdAndNothingElse) {
  const Knowledge knowledge = Compile(SmallPack());
  EXPECT_EQ(knowledge.version(), "test.1");
  EXPECT_EQ(knowledge.hash(), "the hash");
  ASSERT_THAT(knowledge.FindMuscle("iliopsoas"), NotNull());
  EXPECT_EQ(knowledge.FindMuscle("iliopsoas")->display_name(), "Iliopsoas");
  EXPECT_THAT(knowledge.FindMuscle("thomas"), IsNull());
  EXPECT_THAT(knowledge.FindMuscle(""), IsNull());
  EXPECT_THAT(knowledge.FindTest("thomas"), NotNull());
  EXPECT_THAT(knowledge.FindMeasure("pain"), NotNull());
  EXPECT_THAT(knowledge.FindRedFlag("rf_urgent"), NotNull());
  EXPECT_THAT(knowledge.FindCondition("cond_acute"), NotNull());
  EXPECT_THAT(knowledge.FindTag("SUPINE"), NotNull());
  EXPECT_THAT(knowledge.FindExercise("walk"), NotNull());
  EXPECT_THAT(knowledge.FindEquipment("mat"), NotNull());
  EXPECT_THAT(knowledge.FindRule("R-310"), NotNull());
  EXPECT_THAT(knowledge.FindRule("R-400"), IsNull());
  EXPECT_THAT(knowledge.FindCitedRule("R-400"), NotNull());
  EXPECT_THAT(knowledge.FindSyndromeSet("TIGHT"), NotNull());
}

TEST_F(KnowledgeTest, StaysValidWhenMoved) {
  Knowledge first = Compile(SmallPack());
  const auto* muscle = first.FindMuscle("iliopsoas");
  const Knowledge second = std::move(first);
  EXPECT_EQ(second.FindMuscle("iliopsoas"), muscle);
  EXPECT_EQ(muscle->id(), "iliopsoas");
}

TEST_F(KnowledgeTest, FindsMappingsOfBothEndsInPackOrder) {
  Pack pack = SmallPack();
  auto* mapping = pack.add_test_mappings();
  *mapping = pack.test_mappings(0);
  mapping->set_id("TI-000");
  mapping->set_side(knowledge::v1::TestMapping::SIDE_RELATION_OPPOSITE);
  const Knowledge knowledge = Compile(pack);
  EXPECT_THAT(Ids(knowledge.MappingsOfTest("thomas")),
              ElementsAre("TI-001", "TI-000"));
  EXPECT_THAT(Ids(knowledge.MappingsOfMuscle("iliopsoas")),
              ElementsAre("TI-001", "TI-000"));
  EXPECT_THAT(knowledge.MappingsOfMuscle("sciatic_nerve"), IsEmpty());
}

TEST_F(KnowledgeTest, SortsExercisesOfAMuscleByLevelThenId) {
  Pack pack = SmallPack();
  auto* exercise = pack.add_exercises();
  *exercise = pack.exercises(1);
  exercise->set_id("a_bridge");
  const Knowledge knowledge = Compile(pack);
  EXPECT_THAT(Ids(knowledge.ExercisesFor("gluteus_maximus")),
              ElementsAre("glute_squeeze", "a_bridge", "glute_bridge"));
  EXPECT_THAT(knowledge.ExercisesFor("thoracic_spine"), IsEmpty());
}

TEST_F(KnowledgeTest, NamesTheIntegrationMovement) {
  const Knowledge knowledge = Compile(SmallPack());
  EXPECT_EQ(knowledge.IntegrationMovement("iliopsoas"), "glute_bridge");
  EXPECT_EQ(knowledge.IntegrationMovement("gluteus_maximus"), "");
}

TEST_F(KnowledgeTest, RunsRulesByStageThenOrderThenId) {
  Pack pack = SmallPack();
  const auto add = [&pack](const std::string& id, int order) {
    auto* rule = pack.add_rules();
    *rule = pack.rules(0);
    rule->set_id(id);
    rule->set_order(order);
  };
  add("R-600", 5);
  add("R-008", 11);
  add("R-999", 400);
  EXPECT_THAT(Ids(Compile(pack).RulesInOrder()),
              ElementsAre("R-600", "R-008", "R-011", "R-999", "R-310"));
}

TEST_F(KnowledgeTest, FindsTheWeekOfASession) {
  Pack pack = SmallPack();
  pack.mutable_session()->set_weeks(2);
  auto* week = pack.add_week_shapes();
  *week = pack.week_shapes(0);
  week->set_week(2);
  week->set_first_session(4);
  week->set_last_session(6);
  const Knowledge knowledge = Compile(pack);
  EXPECT_EQ(knowledge.WeekOfSession(1).week(), 1);
  EXPECT_EQ(knowledge.WeekOfSession(3).week(), 1);
  EXPECT_EQ(knowledge.WeekOfSession(4).week(), 2);
  EXPECT_EQ(knowledge.WeekOfSession(6).week(), 2);
  EXPECT_EQ(knowledge.WeekOfSession(7).week(), 1);
}

}  // namespace
}  // namespace tonus::engine
