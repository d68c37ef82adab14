// SPDX-License-Identifier: Apache-2.0
// Overrides that contradict each other or can not be carried out: what counts,
// and that the rest is told.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/overrides.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::tonus::testing::ParseText;

// A person for whom clinicians said this, one after the other.
PlannedPerson With(const std::vector<std::string>& overrides) {
  PlannedPerson person;
  for (const std::string& text : overrides) {
    auto* fact = person.facts.add_overrides();
    fact->set_revision(person.facts.overrides_size());
    fact->set_fact_id(absl::StrCat("o", person.facts.overrides_size()));
    *fact->mutable_override() = ParseText<v1::Override>(text);
  }
  person.Plan();
  return person;
}

// Why the routine refuses what an override asks for; empty when it does not.
std::string WhyRefused(const v1::Routine& routine, const std::string& name) {
  for (const v1::Dropped& refused : routine.refused()) {
    if (refused.override() == name) return refused.reason();
  }
  return "";
}

TEST(OverrideConflictsTest, ThePinThatWasExcludedLaterIsTold) {
  const PlannedPerson person = With(
      {"pin_exercise: 'glute_bridge'", "exclude_exercise: 'glute_bridge'"});
  EXPECT_THAT(WhyRefused(person.routine, "overrides/1"),
              HasSubstr("A later override about \"Bridge\" counts instead."));
  EXPECT_THAT(person.routine.overrides(), ElementsAre("overrides/2"));
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_THAT(ExercisesOf(session), Not(Contains("glute_bridge")));
  }
}

TEST(OverrideConflictsTest, OfLevelCapsTheHigherIsTold) {
  const PlannedPerson person = With({"level_cap: 1", "level_cap: 3"});
  EXPECT_EQ(WhyRefused(person.routine, "overrides/2"),
            "Of level caps the lowest counts: level 1.");
  EXPECT_THAT(person.routine.overrides(), ElementsAre("overrides/1"));
}

TEST(OverrideConflictsTest, VerdictsEquipmentAndChoicesAreToldToo) {
  const PlannedPerson person = With(
      {"mute_verdict { muscle: 'soleus' side: SIDE_LEFT }",
       "force_verdict { muscle: 'soleus' side: SIDE_LEFT status: STATUS_WEAK }",
       "equipment { equipment: 'band' }", "equipment { equipment: 'strap' }",
       "policy { policy: 'bedtime_stretch' choice: 'none' }",
       "policy { policy: 'bedtime_stretch' choice: 'offered' }"});
  EXPECT_THAT(WhyRefused(person.routine, "overrides/1"),
              HasSubstr("left soleus"));
  EXPECT_THAT(WhyRefused(person.routine, "overrides/3"),
              HasSubstr("equipment"));
  EXPECT_THAT(WhyRefused(person.routine, "overrides/5"),
              HasSubstr("bedtime_stretch"));
  EXPECT_THAT(person.routine.overrides(),
              ElementsAre("overrides/2", "overrides/4", "overrides/6"));
}

TEST(OverrideConflictsTest, WhatCanNotBeReplacedStays) {
  const PlannedPerson before;
  const PlannedPerson person =
      With({"replace_exercise { exercise: 'glute_bridge' "
            "replacement: 'single_leg_bridge' }"});
  int stayed = 0;
  int replaced = 0;
  for (const v1::Session& session : before.routine.sessions()) {
    const std::vector<std::string> exercises = ExercisesOf(session);
    const std::vector<std::string> now =
        ExercisesOf(person.Session(session.number()));
    if (session.week() <= 2) {  // Level 3 is not reached.
      EXPECT_EQ(now, exercises) << session.number();
      stayed += std::count(now.begin(), now.end(), "glute_bridge");
    } else {
      EXPECT_THAT(now, Not(Contains("glute_bridge"))) << session.number();
      replaced += std::count(now.begin(), now.end(), "single_leg_bridge");
    }
  }
  EXPECT_GT(stayed, 0);
  EXPECT_GT(replaced, 0);
  EXPECT_THAT(WhyRefused(person.routine, "overrides/1"), HasSubstr("level 3"));
}

std::string Replace(const std::string& exercise,
                    const std::string& replacement) {
  return absl::StrCat("replace_exercise { exercise: '", exercise,
                      "' replacement: '", replacement, "' }");
}

// What a clinician left out does not come back since its replacement has to
// wait.
TEST(OverrideConflictsTest, WhatWasExcludedStaysOutWhereItCanNotBeReplaced) {
  const std::string exclude = "exclude_exercise: 'glute_bridge'";
  const PlannedPerson excluded = With({exclude});
  const PlannedPerson person =
      With({exclude, Replace("glute_bridge", "single_leg_bridge")});
  int replaced = 0;
  for (const v1::Session& session : person.routine.sessions()) {
    const std::vector<std::string> now = ExercisesOf(session);
    EXPECT_THAT(now, Not(Contains("glute_bridge"))) << session.number();
    if (session.week() <= 2) {  // Level 3 is not reached.
      EXPECT_EQ(now, ExercisesOf(excluded.Session(session.number())));
    }
    replaced += std::count(now.begin(), now.end(), "single_leg_bridge");
  }
  EXPECT_GT(replaced, 0);
  EXPECT_EQ(WhyRefused(person.routine, "overrides/1"), "")
      << "it counts beside the replacement";
  EXPECT_THAT(WhyRefused(person.routine, "overrides/2"), HasSubstr("level 3"));
  EXPECT_THAT(person.routine.overrides(),
              ElementsAre("overrides/1", "overrides/2"));
  const PlannedPerson never =
      With({exclude, Replace("glute_bridge", "cat_cow")});
  for (const v1::Session& session : never.routine.sessions()) {
    EXPECT_EQ(ExercisesOf(session),
              ExercisesOf(excluded.Session(session.number())));
  }
  EXPECT_THAT(WhyRefused(never.routine, "overrides/2"),
              HasSubstr("this is a release"));
}

TEST(OverrideConflictsTest, GeneralWorkIsReplacedToo) {
  const PlannedPerson before;
  for (const auto& [exercise, replacement] :
       {std::pair("mcgill_curl_up", "plank_wall"),
        std::pair("bird_dog_leg", "bird_dog_standing"),
        std::pair("sit_to_stand", "glute_set")}) {
    SCOPED_TRACE(exercise);
    const PlannedPerson person = With({Replace(exercise, replacement)});
    int places = 0;
    for (const v1::Session& session : before.routine.sessions()) {
      const auto exercises = ExercisesOf(session);
      const auto now = ExercisesOf(person.Session(session.number()));
      if (std::count(exercises.begin(), exercises.end(), exercise) == 0) {
        continue;
      }
      ++places;
      EXPECT_THAT(now, Contains(replacement)) << session.number();
      EXPECT_THAT(now, Not(Contains(exercise))) << session.number();
    }
    EXPECT_GT(places, 0);
  }
}

TEST(OverrideConflictsTest, AnotherPurposeIsRefusedAndWhatIsPossibleIsNamed) {
  const PlannedPerson before;
  const PlannedPerson person = With({Replace("glute_bridge", "cat_cow")});
  EXPECT_THAT(WhyRefused(person.routine, "overrides/1"),
              HasSubstr("that is training, this is a release; possible is"));
  for (int i = 1; i <= 18; ++i) {
    EXPECT_EQ(ExercisesOf(person.Session(i)), ExercisesOf(before.Session(i)))
        << i;
  }
}

TEST(OverrideConflictsTest, WhatStandsNowhereIsToldToBeReplacedNowhere) {
  const PlannedPerson person = With({Replace("bike_easy", "walk_brisk")});
  EXPECT_THAT(WhyRefused(person.routine, "overrides/1"),
              HasSubstr("is in no session of this block"));
}

// Each stands where the other one would; what stands for a replacement stands
// for what that replaces.
TEST(OverrideConflictsTest, ReplacementsFollowEachOther) {
  const PlannedPerson before;
  const PlannedPerson swapped = With({Replace("glute_bridge", "sit_to_stand"),
                                      Replace("sit_to_stand", "glute_bridge")});
  EXPECT_THAT(ExercisesOf(swapped.Session(1)),
              Contains(::testing::AnyOf("glute_bridge", "sit_to_stand")));
  const PlannedPerson chain = With({Replace("march_warmup", "walk_brisk"),
                                    Replace("walk_brisk", "march_warmup"),
                                    Replace("mcgill_curl_up", "plank_wall"),
                                    Replace("plank_wall", "side_bridge_wall")});
  for (const v1::Session& session : before.routine.sessions()) {
    const auto exercises = ExercisesOf(session);
    const auto now = ExercisesOf(chain.Session(session.number()));
    EXPECT_THAT(now, Not(Contains("mcgill_curl_up"))) << session.number();
    EXPECT_THAT(now, Not(Contains("plank_wall"))) << session.number();
    EXPECT_EQ(std::count(exercises.begin(), exercises.end(), "march_warmup"),
              std::count(now.begin(), now.end(), "walk_brisk"))
        << session.number();
  }
}

}  // namespace
}  // namespace tonus::engine
