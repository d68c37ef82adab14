// SPDX-License-Identifier: Apache-2.0
// Nothing stands in for work on a muscle beside what trains the muscle itself.

#include <string>

#include "absl/algorithm/container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/candidates.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::HasSubstr;

// Whose knee extension is weak on one side, and who has no band.
PlannedPerson WeakKnee(const std::string& profile) {
  PlannedPerson person;
  *person.facts.mutable_profiles(0)->mutable_profile() =
      testing::ParseText<v1::Profile>(
          "age_years: 40 sex: SEX_FEMALE user_level: 2");
  person.facts.mutable_profiles(0)->mutable_profile()->MergeFrom(
      testing::ParseText<v1::Profile>(profile));
  auto& assessment = *person.facts.mutable_assessments(0);
  assessment.clear_results();
  assessment.MergeFrom(testing::ParseText<storage::v1::AssessmentFact>(R"pb(
    results { test: "knee_ext_mmt" side: SIDE_LEFT value: 3.5 }
    results { test: "knee_ext_mmt" side: SIDE_RIGHT value: 5 }
    results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
  )pb"));
  person.Plan();
  return person;
}

TEST(StandInTest, WhatTrainsTheMuscleItselfIsForIt) {
  const PlannedPerson person = WeakKnee("");
  for (const v1::Session& session : person.routine.sessions()) {
    bool trained = false;
    for (const v1::SessionItem& item : session.items()) {
      if (item.decision() != "activate:vastus_lateralis.L") continue;
      trained = true;
      EXPECT_TRUE(Lists(*ReleasedKnowledge().FindExercise(item.exercise()),
                        "vastus_lateralis"))
          << session.number() << " " << item.exercise();
      EXPECT_THAT(item.reason(), HasSubstr("rains the"));
    }
    EXPECT_TRUE(trained) << session.number();
  }
}

// Without a band, a chair and a step the split squat is all there is.
TEST(StandInTest, APartnerThatTheLevelCapLeavesUntrainedIsTold) {
  PlannedPerson person =
      WeakKnee("equipment: [ 'none', 'strap' ] complaint_region: REGION_THIGH");
  person.facts.mutable_assessments(0)->MergeFrom(
      testing::ParseText<storage::v1::AssessmentFact>(R"pb(
        results { test: "pke_9090" side: SIDE_LEFT value: 32 }
        results { test: "pke_9090" side: SIDE_RIGHT value: 20 }
        results { test: "slump" side: SIDE_LEFT value: 0 }
        results { test: "slump" side: SIDE_RIGHT value: 0 }
      )pb"));
  person.Plan();
  for (const char* id :
       {"release_and_activate_partner:hamstrings.L>vastus_lateralis.L",
        "release_and_activate_partner:hamstrings.L>vastus_medialis.L"}) {
    for (const int week : {1, 2}) {
      const auto told = absl::c_find_if(
          person.Session(3 * week - 2).dropped(),
          [&](const v1::Dropped& dropped) { return dropped.decision() == id; });
      ASSERT_NE(told, person.Session(3 * week - 2).dropped().end()) << id;
      EXPECT_THAT(
          told->reason(),
          HasSubstr("within the level cap: \"Split squat\" is level 3"));
    }
  }
}

}  // namespace
}  // namespace tonus::engine
