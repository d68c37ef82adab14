// SPDX-License-Identifier: Apache-2.0
// Coverage of the small pack, which has a stretch of one muscle, two exercises
// for another, and nothing for a joint and a nerve.
#include "services/engine/coverage.h"

#include <algorithm>

#include "tests/engine/pack_check_rows.h"

namespace tonus::engine {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::tonus::testing::SmallPack;

Coverage CoverageOf(const kv1::Pack& pack) {
  const auto knowledge = Knowledge::Compile(pack, "");
  EXPECT_TRUE(knowledge.ok()) << knowledge.status().message();
  return CheckCoverage(*knowledge);
}

void AddSet(const std::string& id, const std::vector<std::string>& things,
            kv1::Pack* pack) {
  kv1::EquipmentSet& set = *pack->add_equipment_sets();
  set.set_id(id);
  set.set_display_name(id);
  for (const std::string& thing : things) set.add_equipment(thing);
}

// The small pack with people who have nothing, and everything that is
// uncovered listed.
kv1::Pack ListedPack() {
  kv1::Pack pack = SmallPack();
  AddSet("nothing", {"none"}, &pack);
  for (kv1::UncoveredVerdict row : CoverageOf(pack).uncovered) {
    row.set_reason("the pack is small");
    *pack.add_uncovered_verdicts() = row;
  }
  return pack;
}

bool Speaks(const std::vector<kv1::UncoveredVerdict>& rows,
            const std::string& muscle, kv1::Status status) {
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
    return std::count(row.muscles().begin(), row.muscles().end(), muscle) > 0 &&
           std::count(row.statuses().begin(), row.statuses().end(), status) > 0;
  });
}

TEST(CoverageTest, FindsWhatHasNoExerciseAndNothingElse) {
  kv1::Pack pack = SmallPack();
  AddSet("nothing", {"none"}, &pack);
  const Coverage coverage = CoverageOf(pack);
  EXPECT_TRUE(Speaks(coverage.uncovered, "thoracic_spine", kv1::STATUS_STIFF));
  EXPECT_FALSE(Speaks(coverage.uncovered, "iliopsoas", kv1::STATUS_TIGHT));
  EXPECT_FALSE(Speaks(coverage.uncovered, "gluteus_maximus", kv1::STATUS_WEAK));
  EXPECT_GT(coverage.combinations, 0);
  EXPECT_THAT(TextsOf(coverage.complaints),
              Each(HasSubstr("has no legal exercise and is not listed")));
}

TEST(CoverageTest, AcceptsWhatIsListed) {
  EXPECT_THAT(TextsOf(CoverageOf(ListedPack()).complaints), IsEmpty());
}

TEST(CoverageTest, KeepsTheReasonsThatAreListed) {
  for (const auto& row : CoverageOf(ListedPack()).uncovered) {
    EXPECT_EQ(row.reason(), "the pack is small");
  }
}

TEST(CoverageTest, ComplainsOfWhatIsListedAndCovered) {
  kv1::Pack pack = ListedPack();
  kv1::UncoveredVerdict& row = *pack.add_uncovered_verdicts();
  row.add_muscles("gluteus_maximus");
  row.add_statuses(kv1::STATUS_WEAK);
  row.set_reason("not so");
  EXPECT_THAT(TextsOf(CoverageOf(pack).complaints),
              ElementsAre(AllOf(HasSubstr("that are covered or no verdict"),
                                HasSubstr("gluteus_maximus STATUS_WEAK"))));
}

TEST(CoverageTest, ComplainsOfWhatIsNoLongerListed) {
  kv1::Pack pack = ListedPack();
  pack.clear_uncovered_verdicts();
  EXPECT_THAT(TextsOf(CoverageOf(pack).complaints),
              Contains(AllOf(StartsWith("muscles thoracic_spine: "),
                             HasSubstr("STATUS_STIFF"))));
}

TEST(CoverageTest, AForbiddenTagTakesAnExerciseAway) {
  kv1::Pack pack = ListedPack();
  for (kv1::Exercise& exercise : *pack.mutable_exercises()) {
    exercise.add_tags("LUMBAR_FLEXION");
  }
  // The acute condition forbids it, the later one does not.
  EXPECT_THAT(TextsOf(CoverageOf(pack).complaints),
              Contains(AllOf(StartsWith("muscles gluteus_maximus: "),
                             HasSubstr("conditions: cond_acute)"))));
}

TEST(CoverageTest, AThingThatIsMissingTakesAnExerciseAway) {
  kv1::Pack pack = ListedPack();
  kv1::Equipment& ball = *pack.add_equipment();
  ball.set_id("ball");
  ball.set_display_name("Ball");
  AddSet("ball", {"ball"}, &pack);
  ASSERT_THAT(TextsOf(CoverageOf(pack).complaints),
              Not(Contains(StartsWith("muscles iliopsoas"))));
  pack.mutable_exercises(kStretch)->add_equipment("ball");
  EXPECT_THAT(TextsOf(CoverageOf(pack).complaints),
              Contains(AllOf(StartsWith("muscles iliopsoas: "),
                             HasSubstr("equipment sets: nothing;"))));
}

TEST(CoverageTest, ABlockingConditionIsNotExamined) {
  kv1::Pack pack = ListedPack();
  const int64_t before = CoverageOf(pack).combinations;
  pack.mutable_conditions(1)->set_gate(kv1::CONDITION_GATE_BLOCK);
  EXPECT_LT(CoverageOf(pack).combinations, before);
}

TEST(CoverageTest, AsksForNothingAndForEachThingAlone) {
  kv1::Pack pack = ListedPack();
  pack.clear_equipment_sets();
  pack.clear_uncovered_verdicts();
  AddSet("ball", {"ball"}, &pack);
  for (const char* thing : {"ball", "band"}) {
    kv1::Equipment& equipment = *pack.add_equipment();
    equipment.set_id(thing);
    equipment.set_display_name(thing);
  }
  EXPECT_THAT(TextsOf(CoverageOf(pack).complaints),
              AllOf(Contains("equipment_sets: no set has nothing at all"),
                    Contains("equipment_sets: no set has `band` alone"),
                    Not(Contains("equipment_sets: no set has `ball` alone"))));
}

TEST(CoverageTest, RefusesWhatWouldTakeMinutes) {
  kv1::Pack pack = SmallPack();
  for (int i = 0; i < 50'000; ++i) {
    AddSet("set_" + std::to_string(i), {"none"}, &pack);
  }
  const Coverage coverage = CoverageOf(pack);
  EXPECT_EQ(coverage.combinations, 0);
  EXPECT_THAT(TextsOf(coverage.complaints),
              ElementsAre(HasSubstr("none was examined")));
}

}  // namespace
}  // namespace tonus::engine
