// SPDX-License-Identifier: Apache-2.0
// What is kept stands in a session on its own side, or the plan says why not.

#include <string>

#include "absl/algorithm/container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/served_side.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

PlannedPerson Person(const std::string& profile, const std::string& results) {
  PlannedPerson person;
  *person.facts.mutable_profiles(0)->mutable_profile() =
      testing::ParseText<v1::Profile>(profile);
  auto& assessment = *person.facts.mutable_assessments(0);
  assessment.clear_results();
  assessment.MergeFrom(
      testing::ParseText<storage::v1::AssessmentFact>(results));
  person.Plan();
  return person;
}

const v1::Decision& Kept(const PlannedPerson& person, const std::string& id) {
  const auto found = absl::c_find_if(
      person.routine.decisions(), [&](const v1::Decision& decision) {
        return decision.kept() && decision.id() == id;
      });
  EXPECT_NE(found, person.routine.decisions().end()) << id;
  return *found;
}

int ReleasedIn(const PlannedPerson& person, const v1::Decision& decision) {
  return static_cast<int>(
      absl::c_count_if(person.routine.sessions(), [&](v1::Session session) {
        session.clear_home_items();
        return ReleasesSideOf(ReleasedKnowledge(), decision, session);
      }));
}

// The right side is a pair whose partner the iliopsoas has, the left one is
// single.
TEST(NeverServedTest, TheSideOfAPairIsReleasedWithTheOther) {
  const PlannedPerson person = Person(
      R"pb(
        age_years: 35
        sex: SEX_MALE
        user_level: 2
        equipment: [ "mat", "strap", "chair", "band" ]
      )pb",
      R"pb(
        results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 8 }
        results { test: "mod_thomas_hip" side: SIDE_LEFT value: -12 }
        results { test: "ely_knee_flex" side: SIDE_LEFT value: 105 }
        results { test: "ely_knee_flex" side: SIDE_RIGHT value: 107 }
        results { test: "slb_hold" side: SIDE_RIGHT value: 10 }
        results { test: "slb_hold" side: SIDE_LEFT value: 45 }
        results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
        results { test: "femoral_pkb" side: SIDE_LEFT value: 0 }
        results { test: "femoral_pkb" side: SIDE_RIGHT value: 0 }
      )pb");
  const v1::Decision& right =
      Kept(person,
           "release_and_activate_partner:rectus_femoris.R>"
           "gluteus_maximus.R");
  const v1::Decision& left =
      Kept(person, "release_and_integrate:rectus_femoris.L");
  EXPECT_GE(ReleasedIn(person, left), 12);
  EXPECT_EQ(ReleasedIn(person, right), ReleasedIn(person, left));
}

// Nothing trains the quadriceps at level 2 without a band, a chair or a step.
TEST(NeverServedTest, AReleaseStandsAloneWhereNoActivationIsPossible) {
  const PlannedPerson person = Person(
      R"pb(
        age_years: 55
        sex: SEX_MALE
        user_level: 2
        equipment: [ "strap", "bar", "none" ]
        session_minutes: 20
      )pb",
      R"pb(
        results { test: "pke_9090" side: SIDE_LEFT value: 35 }
        results { test: "pke_9090" side: SIDE_RIGHT value: 5 }
        results { test: "knee_ext_mmt" side: SIDE_LEFT value: 4 }
        results { test: "knee_ext_mmt" side: SIDE_RIGHT value: 5 }
        results { test: "slump" side: SIDE_LEFT value: 0 }
        results { test: "slump" side: SIDE_RIGHT value: 0 }
        results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
      )pb");
  const v1::Decision& pair = Kept(
      person, "release_and_activate_partner:hamstrings.L>vastus_lateralis.L");
  EXPECT_EQ(ReleasedIn(person, pair), person.routine.sessions_size());
  for (const v1::SessionItem& item : person.Session(1).items()) {
    if (item.decision() != pair.id()) continue;
    EXPECT_EQ(item.block(), 0) << item.exercise();
    EXPECT_THAT(item.rule(), AnyOf("R-506", "R-734")) << item.exercise();
  }
}

// With hypermobility and nothing at hand nothing releases the rectus femoris or
// the piriformis, and both inhibit the gluteus maximus.
TEST(NeverServedTest, EveryPairWithoutAReleaseIsUncovered) {
  const PlannedPerson person = Person(
      R"pb(
        age_years: 35
        sex: SEX_FEMALE
        user_level: 1
        equipment: "none"
        conditions { condition: "cond_hypermobility" }
      )pb",
      R"pb(
        results { test: "ely_knee_flex" side: SIDE_LEFT value: 105 }
        results { test: "ely_knee_flex" side: SIDE_RIGHT value: 107 }
        results { test: "piriformis_length" side: SIDE_LEFT value: 2 }
        results { test: "piriformis_length" side: SIDE_RIGHT value: 2 }
        results { test: "slb_hold" side: SIDE_RIGHT value: 10 }
        results { test: "slb_hold" side: SIDE_LEFT value: 15 }
        results { test: "nrs_avg" side: SIDE_MIDLINE value: 3 }
        results { test: "femoral_pkb" side: SIDE_LEFT value: 0 }
        results { test: "femoral_pkb" side: SIDE_RIGHT value: 0 }
      )pb");
  int pairs = 0;
  for (const v1::Decision& decision : person.routine.decisions()) {
    if (!decision.kept() || decision.partner() != "gluteus_maximus") continue;
    ++pairs;
    const auto told = absl::c_find_if(
        person.routine.uncovered(), [&](const v1::Uncovered& uncovered) {
          return uncovered.decision() == decision.id();
        });
    ASSERT_NE(told, person.routine.uncovered().end()) << decision.id();
    EXPECT_THAT(told->reason(), HasSubstr("No safe release"));
  }
  EXPECT_EQ(pairs, 4);
  for (const v1::Session& session : person.routine.sessions()) {
    for (const v1::Dropped& dropped : session.dropped()) {
      EXPECT_THAT(dropped.reason(),
                  ::testing::Not(HasSubstr("after the release")))
          << session.number();
      if (dropped.rule() != "R-714") continue;
      EXPECT_THAT(dropped.reason(),
                  HasSubstr("none is allowed and possible at home"));
    }
  }
}

}  // namespace
}  // namespace tonus::engine
