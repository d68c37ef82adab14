// SPDX-License-Identifier: Apache-2.0
// Where a clinician's limits end: at the invariants of every session.

#include <iterator>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ParseText;
using ::testing::Property;
using ::testing::SizeIs;

// The person with these overrides, numbered from 1.
PlannedPerson With(const std::vector<std::string>& overrides,
                   const std::string& profile = "") {
  PlannedPerson person(profile);
  for (const std::string& text : overrides) {
    storage::v1::OverrideFact& fact = *person.facts.add_overrides();
    fact.set_revision(person.facts.overrides_size());
    *fact.mutable_override() = ParseText<v1::Override>(text);
  }
  person.Plan();
  return person;
}

// What is refused of overrides.
std::vector<v1::Dropped> ToldOfOverrides(const v1::Routine& routine) {
  std::vector<v1::Dropped> told;
  absl::c_copy_if(
      routine.refused(), std::back_inserter(told),
      [](const v1::Dropped& refused) { return !refused.override().empty(); });
  return told;
}

const v1::SessionItem& WarmUpOf(const v1::Session& session) {
  return session.items(0);
}

bool Stretches(const v1::Session& session) {
  return absl::c_any_of(session.items(), [](const v1::SessionItem& item) {
    return ReleasedKnowledge().FindExercise(item.exercise())->technique() ==
           knowledge::v1::TECHNIQUE_STATIC_STRETCH;
  });
}

TEST(OverrideLimitsTest, ADoseCapLeavesTheWarmUpAndSaysSo) {
  for (const char* cap :
       {"dose_cap { percent: 80 }",
        "dose_cap { exercise: 'march_warmup' percent: 30 }"}) {
    const PlannedPerson person = With({cap});
    ASSERT_TRUE(Stretches(person.Session(1)));
    for (const v1::Session& session : person.routine.sessions()) {
      EXPECT_EQ(WarmUpOf(session).exercise(), "march_warmup");
      EXPECT_EQ(WarmUpOf(session).doses(0).hold_seconds(), 180) << cap;
    }
    ASSERT_THAT(person.routine.refused(), SizeIs(1)) << cap;
    EXPECT_EQ(person.routine.refused(0).exercise(), "march_warmup");
    EXPECT_EQ(person.routine.refused(0).override(), "overrides/1");
    EXPECT_EQ(person.routine.refused(0).rule(), "R-700");
    EXPECT_THAT(person.routine.refused(0).reason(), HasSubstr("180 seconds"));
  }
}

TEST(OverrideLimitsTest, AWalkThatWarmsUpIsNotCappedEither) {
  const PlannedPerson person =
      With({"exclude_exercise: 'march_warmup'", "dose_cap { percent: 50 }"});
  EXPECT_EQ(WarmUpOf(person.Session(1)).exercise(), "walk_brisk");
  EXPECT_EQ(WarmUpOf(person.Session(1)).doses(0).hold_seconds(), 180);
  const std::vector<v1::Dropped> told = ToldOfOverrides(person.routine);
  EXPECT_TRUE(absl::c_any_of(told, [](const v1::Dropped& refused) {
    return refused.exercise() == "walk_brisk" && refused.rule() == "R-700" &&
           refused.override() == "overrides/2";
  }));
}

TEST(OverrideLimitsTest, ADoseCapHoldsAtHomeToo) {
  const PlannedPerson usual;
  const PlannedPerson capped = With({"dose_cap { percent: 50 }"});
  ASSERT_FALSE(usual.Session(1).home_items().empty());
  const v1::SessionItem& item = usual.Session(1).home_items(0).item();
  const v1::SessionItem& less = capped.Session(1).home_items(0).item();
  ASSERT_EQ(item.exercise(), less.exercise());
  EXPECT_LE(2 * less.doses(0).sets() * less.doses(0).hold_seconds(),
            item.doses(0).sets() * item.doses(0).hold_seconds());
}

constexpr char kNoEquipment[] = "equipment { equipment: 'none' }";

std::vector<const v1::SessionItem*> StabilityOf(const v1::Session& session) {
  std::vector<const v1::SessionItem*> items;
  for (const v1::SessionItem& item : session.items()) {
    if (ReleasedKnowledge().FindExercise(item.exercise())->technique() ==
        knowledge::v1::TECHNIQUE_STABILITY) {
      items.push_back(&item);
    }
  }
  return items;
}

TEST(OverrideLimitsTest, ALevelCapGivesWayForOneStabilityExercise) {
  const PlannedPerson person = With({"level_cap: 1", kNoEquipment});
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_THAT(StabilityOf(session), SizeIs(1)) << session.number();
    for (const v1::SessionItem& item : session.items()) {
      const auto& exercise = *ReleasedKnowledge().FindExercise(item.exercise());
      if (exercise.technique() == knowledge::v1::TECHNIQUE_STABILITY) {
        EXPECT_EQ(exercise.level(), 2);
        EXPECT_THAT(item.reason(), HasSubstr("above the level cap"));
      } else {
        EXPECT_EQ(exercise.level(), 1) << item.exercise();
      }
    }
  }
  const std::vector<v1::Dropped> told = ToldOfOverrides(person.routine);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].rule(), "R-510");
  EXPECT_EQ(told[0].override(), "overrides/1");
  EXPECT_THAT(told[0].reason(), HasSubstr("is level 2"));
}

TEST(OverrideLimitsTest, ALevelCapHoldsWhereAStabilityExerciseFitsIt) {
  const PlannedPerson person = With({"level_cap: 1"});
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_FALSE(StabilityOf(session).empty()) << session.number();
    for (const v1::SessionItem& item : session.items()) {
      EXPECT_EQ(ReleasedKnowledge().FindExercise(item.exercise())->level(), 1)
          << item.exercise();
    }
  }
  EXPECT_THAT(ToldOfOverrides(person.routine), IsEmpty());
}

TEST(OverrideLimitsTest, ASessionWithoutStabilitySaysWhy) {
  std::vector<std::string> overrides;
  for (const auto& exercise : ReleasedKnowledge().pack().exercises()) {
    if (exercise.technique() == knowledge::v1::TECHNIQUE_STABILITY) {
      overrides.push_back(
          absl::StrCat("exclude_exercise: '", exercise.id(), "'"));
    }
  }
  const PlannedPerson person = With(overrides);
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_THAT(StabilityOf(session), IsEmpty());
    EXPECT_THAT(session.dropped(),
                Contains(Property(&v1::Dropped::rule, "R-510")));
  }
}

TEST(OverrideLimitsTest, WhatALaterPhaseCitesIsListed) {
  const PlannedPerson person = With(
      {"mute_verdict { muscle: 'iliopsoas' side: SIDE_LEFT } "
       "end_date { year: 2026 month: 12 day: 6 }",
       "mute_verdict { muscle: 'iliopsoas' side: SIDE_RIGHT } "
       "end_date { year: 2026 month: 12 day: 6 }",
       "force_verdict { muscle: 'soleus' side: SIDE_LEFT status: STATUS_TIGHT "
       "} start_date { year: 2026 month: 12 day: 14 }"});
  absl::flat_hash_set<std::string> listed;
  for (const v1::Decision& decision : person.routine.decisions()) {
    EXPECT_TRUE(listed.insert(decision.id()).second) << decision.id();
  }
  absl::flat_hash_set<std::string> cited;
  for (const v1::Session& session : person.routine.sessions()) {
    for (const v1::SessionItem& item : session.items()) {
      cited.insert(item.decision());
    }
    for (const v1::HomeItem& home : session.home_items()) {
      cited.insert(home.item().decision());
    }
    for (const v1::Dropped& dropped : session.dropped()) {
      cited.insert(dropped.decision());
    }
  }
  cited.erase("");
  EXPECT_TRUE(absl::c_any_of(cited, [](const std::string& id) {
    return absl::StrContains(id, "soleus.L");
  }));
  EXPECT_TRUE(absl::c_any_of(cited, [](const std::string& id) {
    return absl::StrContains(id, "iliopsoas.");
  }));
  for (const std::string& id : cited) {
    EXPECT_TRUE(listed.contains(id)) << id;
  }
}

}  // namespace
}  // namespace tonus::engine
