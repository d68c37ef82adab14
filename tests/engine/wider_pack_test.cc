// SPDX-License-Identifier: Apache-2.0
// Rows of the pack that its own tests and exercises can not show: pairs of a
// tight and a weak muscle, and movements after a release. They are shown with a
// pack that has one test or exercise more, as a later one may.

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/engine/target_name.h"
#include "tests/engine/patient_facts.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;
using ::testing::Contains;
using ::testing::Not;
using ::testing::StartsWith;
using tonus::testing::ParseText;

constexpr int kAbnormal = 0;
constexpr int kNormal = 10;

const kv1::Muscle& MuscleOf(const std::string& id) {
  return *ReleasedKnowledge().FindMuscle(id);
}

kv1::Side SideOf(const std::string& muscle) {
  return MuscleOf(muscle).laterality() == kv1::LATERALITY_MIDLINE ? kMidline
                                                                  : kLeft;
}

// Adds a test `new_MUSCLE` that settles one question about a target by itself.
void AddTest(const std::string& muscle, kv1::Axis axis, kv1::Pack* pack) {
  const bool midline = SideOf(muscle) == kMidline;
  kv1::Test& test = *pack->add_tests();
  test = ParseText<kv1::Test>(R"pb(
    kind: TEST_KIND_MOVEMENT_PATTERN
    unit: "points"
    min: 0
    max: 10
    step: 1
    direction: DIRECTION_HIGHER
    bands {
      normal { min: 8 }
      borderline { min: 4 max: 7 }
      abnormal { max: 3 }
    }
    weight: 0.9
    evidence: EVIDENCE_GRADE_AUTHORED
    source: "authored"
    procedure: "look"
  )pb");
  test.set_id(absl::StrCat("new_", muscle));
  test.set_display_name(absl::StrCat("New test of ", muscle));
  test.set_laterality(MuscleOf(muscle).laterality());
  kv1::TestMapping& mapping = *pack->add_test_mappings();
  mapping.set_id(absl::StrCat("TI-new-", muscle));
  mapping.set_test(test.id());
  mapping.set_muscle(muscle);
  mapping.set_axis(axis);
  mapping.set_factor(1);
  mapping.set_side(midline ? kv1::TestMapping::SIDE_RELATION_MIDLINE
                           : kv1::TestMapping::SIDE_RELATION_SAME);
}

std::string NewResult(const std::string& muscle, int value) {
  return Result(absl::StrCat("new_", muscle), SideOf(muscle), value);
}

struct Reading {
  v1::Interpretation interpretation;
  v1::Routine routine;
};

Reading Read(const kv1::Pack& pack, const std::string& results) {
  absl::StatusOr<Knowledge> knowledge = Knowledge::Compile(pack, "");
  if (!knowledge.ok()) {
    ADD_FAILURE() << knowledge.status();
    return {};
  }
  const storage::v1::PatientFacts facts =
      PatientFacts("age_years: 40 user_level: 4 equipment: 'band'")
          .Assessed(0, absl::StrCat(kDenied, results))
          .facts();
  Reading reading;
  reading.interpretation = Interpret(*knowledge, facts, Today());
  reading.routine =
      PlanRoutine(*knowledge, facts, reading.interpretation, Today());
  return reading;
}

std::vector<std::string> DecisionsOf(const Reading& reading) {
  std::vector<std::string> ids;
  for (const auto& decision : reading.interpretation.decisions()) {
    ids.push_back(decision.id());
  }
  return ids;
}

// "R-506 glute_bridge" for each item of a decision about `muscle`.
std::vector<std::string> ItemsFor(const Reading& reading,
                                  const std::string& muscle) {
  const std::string target = TargetKey(muscle, SideOf(muscle));
  std::vector<std::string> items;
  for (const v1::Session& session : reading.routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      if (absl::EndsWith(item.decision(), target)) {
        items.push_back(absl::StrCat(item.rule(), " ", item.exercise()));
      }
    }
  }
  return items;
}

std::string NameOf(const ::testing::TestParamInfo<std::string>& row) {
  std::string name = row.param;
  absl::c_replace_if(
      name, [](char c) { return c == '>' || c == '='; }, '_');
  return name;
}

// `first` + separator + `second` in two.
std::pair<std::string, std::string> Split(const std::string& row,
                                          const std::string& separator) {
  const size_t at = row.find(separator);
  return {row.substr(0, at), row.substr(at + separator.size())};
}

class PairTest : public ::testing::TestWithParam<std::string> {};

TEST_P(PairTest, FiresOnlyWithAWeakPartner) {
  const auto [tight, weak] = Split(GetParam(), ">");
  ASSERT_THAT(MuscleOf(tight).inhibits(), Contains(weak));
  kv1::Pack pack = ReleasedKnowledge().pack();
  AddTest(tight, kv1::AXIS_LENGTH, &pack);
  AddTest(weak, kv1::AXIS_STRENGTH, &pack);
  const std::string pair = absl::StrCat(
      "release_and_activate_partner:", TargetKey(tight, SideOf(tight)), ">",
      TargetKey(weak, SideOf(weak)));
  EXPECT_THAT(DecisionsOf(Read(pack, absl::StrCat(NewResult(tight, kAbnormal),
                                                  NewResult(weak, kAbnormal)))),
              Contains(pair));
  EXPECT_THAT(DecisionsOf(Read(pack, absl::StrCat(NewResult(tight, kAbnormal),
                                                  NewResult(weak, kNormal)))),
              Not(Contains(pair)));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PairTest,
    ::testing::Values(
        "piriformis>deep_hip_rotators", "gastrocnemius>toe_extensors",
        "tibialis_posterior>fibularis", "upper_trapezius>supraspinatus",
        "scalenes>deep_neck_flexors", "cervical_erectors>thoracic_erectors",
        "pectoralis_major>deltoid", "biceps_brachii>triceps_brachii",
        "forearm_flexors>forearm_extensors"),
    NameOf);

class MovementTest : public ::testing::TestWithParam<std::string> {};

// Adds an exercise that treats `muscle` in a session, for everybody.
void AddTreatment(const std::string& muscle, kv1::Pack* pack) {
  kv1::Exercise& exercise = *pack->add_exercises();
  exercise = ParseText<kv1::Exercise>(R"pb(
    technique: TECHNIQUE_DYNAMIC_MOBILITY
    position: POSITION_STANDING
    sets { low: 1 high: 2 }
    repetitions { low: 8 high: 10 }
    minutes: 1
    level: 1
    instruction: "Move it slowly to and fro."
    source: "authored"
  )pb");
  exercise.set_id(absl::StrCat("new_", muscle));
  exercise.set_display_name(absl::StrCat("New movement of ", muscle));
  exercise.set_per_side(SideOf(muscle) != kMidline);
  exercise.add_targets(muscle);
}

TEST_P(MovementTest, FollowsTheReleaseOfWhatIsTightAlone) {
  const auto [muscle, movement] = Split(GetParam(), "=>");
  ASSERT_EQ(ReleasedKnowledge().IntegrationMovement(muscle), movement);
  const bool structure = MuscleOf(muscle).kind() == kv1::TARGET_KIND_STRUCTURE;
  kv1::Pack pack = ReleasedKnowledge().pack();
  AddTest(muscle, structure ? kv1::AXIS_JOINT : kv1::AXIS_LENGTH, &pack);
  AddTreatment(muscle, &pack);
  const std::string used = absl::StrCat("R-506 ", movement);
  EXPECT_THAT(ItemsFor(Read(pack, NewResult(muscle, kAbnormal)), muscle),
              Contains(used));
  EXPECT_THAT(ItemsFor(Read(pack, NewResult(muscle, kNormal)), muscle),
              Not(Contains(StartsWith("R-506"))));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MovementTest,
    ::testing::Values("gracilis=>side_lying_hip_abd", "teres_major=>wall_slide",
                      "tibialis_posterior=>fibularis_band",
                      "sternocleidomastoid=>chin_tuck_supine",
                      "scalenes=>chin_tuck_supine",
                      "biceps_brachii=>triceps_press_band",
                      "ankle_talocrural=>sit_to_stand",
                      "suboccipitals=>chin_tuck_seated"),
    NameOf);

}  // namespace
}  // namespace tonus::engine
