// SPDX-License-Identifier: Apache-2.0
// Which easier exercise of the pack stands in for its harder one, and
// why the others do not.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/candidates.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAreArray;
using ::testing::Pair;

using knowledge::v1::Exercise;

const Exercise& Named(const std::string& id) {
  return *ReleasedKnowledge().FindExercise(id);
}

// Why the easier one is not used; empty when it is.
std::string WhyNot(const Exercise& easier, const Exercise& exercise) {
  if (PurposeOf(easier) != PurposeOf(exercise)) return "another purpose";
  if (!exercise.targets().empty() &&
      !absl::c_linear_search(easier.targets(), exercise.targets(0))) {
    return "leaves out its first target";
  }
  return "";
}

// A step down halves the dose of these; a clinician may look for a better link.
constexpr std::pair<const char*, const char*> kUnused[] = {
    {"childs_pose_side", "leaves out its first target"},
    {"couch_stretch", "leaves out its first target"},
    {"dead_bug_heel_tap", "leaves out its first target"},
    {"doorway_er_stretch", "leaves out its first target"},
    {"face_pull", "leaves out its first target"},
    {"half_kneel_side_reach", "leaves out its first target"},
    {"hip_flexor_march_band", "another purpose"},
    {"mcgill_curl_up", "leaves out its first target"},
    {"pallof_press", "leaves out its first target"},
    {"scalene_scm_stretch", "leaves out its first target"},
    {"scorpion_prone", "leaves out its first target"},
    {"scorpion_supine", "leaves out its first target"},
    {"single_leg_stance_ex", "leaves out its first target"},
    {"smr_hip_flexor_front", "leaves out its first target"},
    {"smr_lateral_thigh", "leaves out its first target"},
    {"smr_piriformis_ball", "leaves out its first target"},
    {"smr_suboccipital_balls", "another purpose"},
    {"standing_hip_abd", "leaves out its first target"},
    {"suitcase_carry", "leaves out its first target"},
    {"superman", "leaves out its first target"},
    {"wall_hip_abd_iso", "leaves out its first target"},
    {"wall_slide", "leaves out its first target"},
};

TEST(RegressionLinksTest, EachIsUsedOrHasItsReason) {
  std::map<std::string, std::string> unused;
  int other_techniques = 0;
  for (const Exercise& exercise : ReleasedKnowledge().pack().exercises()) {
    const Exercise* easier =
        ReleasedKnowledge().FindExercise(exercise.regression());
    if (easier == nullptr) continue;
    const std::string why = WhyNot(*easier, exercise);
    EXPECT_EQ(ServesSame(*easier, exercise), why.empty()) << exercise.id();
    if (!why.empty()) {
      unused.emplace(exercise.id(), why);
    } else if (easier->technique() != exercise.technique()) {
      ++other_techniques;
    }
  }
  std::vector<::testing::Matcher<std::pair<const std::string, std::string>>>
      expected;
  for (const auto& [id, why] : kUnused) expected.push_back(Pair(id, why));
  EXPECT_THAT(unused, ElementsAreArray(expected));
  EXPECT_GT(other_techniques, 30);
}

TEST(RegressionLinksTest, AStepUpKeepsTheTechnique) {
  EXPECT_TRUE(ServesSame(Named("glute_set"), Named("glute_bridge")));
  EXPECT_FALSE(IsSameWork(Named("glute_bridge"), Named("glute_set")));
  EXPECT_TRUE(IsSameWork(Named("glute_bridge"), Named("single_leg_bridge")));
}

}  // namespace
}  // namespace tonus::engine
