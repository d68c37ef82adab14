// SPDX-License-Identifier: Apache-2.0
// Two tight muscles inhibit the same weak one, and one of them has no safe
// release.

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::HasSubstr;

constexpr char kReleased[] =
    "release_and_activate_partner:hamstrings.R>vastus_medialis.R";
constexpr char kNotReleased[] =
    "release_and_activate_partner:rectus_femoris.R>vastus_medialis.R";

// Who can not kneel and has no strap: nothing releases the rectus femoris.
PlannedPerson Knee(const std::string& profile = "") {
  PlannedPerson person;
  *person.facts.mutable_profiles(0)->mutable_profile() =
      testing::ParseText<v1::Profile>(R"pb(
        age_years: 50
        sex: SEX_FEMALE
        user_level: 1
        equipment: [ "band", "chair", "wall" ]
        complaint_region: REGION_THIGH
        conditions { condition: "cond_knee_kneeling_intolerance" }
      )pb");
  person.facts.mutable_profiles(0)->mutable_profile()->MergeFrom(
      testing::ParseText<v1::Profile>(profile));
  auto& assessment = *person.facts.mutable_assessments(0);
  assessment.clear_results();
  assessment.MergeFrom(testing::ParseText<storage::v1::AssessmentFact>(R"pb(
    results { test: "mod_thomas_knee" side: SIDE_LEFT value: 60 }
    results { test: "mod_thomas_knee" side: SIDE_RIGHT value: 55 }
    results { test: "knee_ext_mmt" side: SIDE_LEFT value: 4 }
    results { test: "knee_ext_mmt" side: SIDE_RIGHT value: 3.5 }
    results { test: "pke_9090" side: SIDE_LEFT value: 28 }
    results { test: "pke_9090" side: SIDE_RIGHT value: 32 }
    results { test: "slump" side: SIDE_LEFT value: 0 }
    results { test: "slump" side: SIDE_RIGHT value: 0 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 4 }
  )pb"));
  person.Plan();
  return person;
}

bool IsKept(const PlannedPerson& person, const std::string& decision) {
  return absl::c_any_of(person.routine.decisions(),
                        [&](const v1::Decision& one) {
                          return one.id() == decision && one.kept();
                        });
}

TEST(SharedPartnerTest, ItIsTrainedAfterTheReleaseThereIsAndNeverDirectly) {
  // In short sessions the first finding has every other turn, and this pair,
  // which comes after it, shares those that are left.
  const struct {
    const char* profile;
    int sessions;
  } cases[] = {{"", 5}, {"session_minutes: 20", 3}};
  for (const auto& [profile, sessions] : cases) {
    const PlannedPerson person = Knee(profile);
    ASSERT_TRUE(IsKept(person, kReleased));
    ASSERT_TRUE(IsKept(person, kNotReleased));
    int trained = 0;
    for (const v1::Session& session : person.routine.sessions()) {
      for (const v1::SessionItem& item : session.items()) {
        EXPECT_NE(item.decision(), kNotReleased) << session.number();
        if (item.decision() != kReleased || item.rule() != "R-514") continue;
        ++trained;
        EXPECT_GT(item.block(), 0) << session.number();
      }
    }
    EXPECT_GE(trained, sessions) << profile;
  }
}

TEST(SharedPartnerTest, ThePlanSaysWhoseReleaseItFollows) {
  const PlannedPerson person = Knee();
  const auto told =
      absl::c_find_if(person.routine.uncovered(), [](const auto& uncovered) {
        return uncovered.decision() == kNotReleased;
      });
  ASSERT_NE(told, person.routine.uncovered().end());
  EXPECT_EQ(told->rule(), "R-735");
  EXPECT_THAT(told->reason(), HasSubstr("after that of the hamstrings"));
}

// Hamstrings, hip flexors and thighs are tight, and all of them inhibit the
// gluteus maximus: it is trained once in a session, and all are released.
TEST(SharedPartnerTest, WhatIsTightIsReleasedAlsoWhenItsPartnerFollowsAnother) {
  const PlannedPerson person = PlannedWith("", R"pb(
    results { test: "mod_thomas_hip" side: SIDE_LEFT value: 12 }
    results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 14 }
    results { test: "mod_thomas_knee" side: SIDE_LEFT value: 60 }
    results { test: "mod_thomas_knee" side: SIDE_RIGHT value: 58 }
    results { test: "pke_9090" side: SIDE_LEFT value: 45 }
    results { test: "pke_9090" side: SIDE_RIGHT value: 47 }
    results { test: "slump" side: SIDE_LEFT value: 0 }
    results { test: "slump" side: SIDE_RIGHT value: 0 }
    results { test: "slb_hold" side: SIDE_LEFT value: 6 }
    results { test: "slb_hold" side: SIDE_RIGHT value: 5 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
  )pb");
  EXPECT_TRUE(person.routine.uncovered().empty());
  int alone = 0;
  for (const v1::Decision& decision : person.routine.decisions()) {
    if (!decision.kept() || decision.partner() != "gluteus_maximus") continue;
    int released = 0;
    for (const v1::Session& session : person.routine.sessions()) {
      for (const v1::SessionItem& item : session.items()) {
        const auto& exercise =
            *ReleasedKnowledge().FindExercise(item.exercise());
        released += exercise.targets_size() > 0 &&
                            exercise.targets(0) == decision.muscle() &&
                            item.slot() == knowledge::v1::SLOT_INTRA
                        ? 1
                        : 0;
        alone += item.rule() == "R-506" &&
                         absl::StrContains(item.reason(),
                                           "follows the release of the "
                                           "hamstrings")
                     ? 1
                     : 0;
      }
    }
    EXPECT_GE(released, 9) << decision.id();
  }
  EXPECT_GT(alone, 0);
}

}  // namespace
}  // namespace tonus::engine
