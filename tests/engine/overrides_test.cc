// SPDX-License-Identifier: Apache-2.0
#include "services/engine/overrides.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/policy.h"
#include "tests/engine/patient_facts.h"
#include "tests/testing/matchers.h"

namespace tonus::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::tonus::testing::ParseText;

const absl::CivilDay kDay(2026, 3, 10);

// Facts with these overrides, in this order.
storage::v1::PatientFacts With(const std::vector<std::string>& overrides) {
  storage::v1::PatientFacts facts;
  for (const std::string& text : overrides) {
    auto* fact = facts.add_overrides();
    fact->set_revision(facts.overrides_size());
    fact->set_fact_id(absl::StrCat("o", facts.overrides_size()));
    *fact->mutable_override() = ParseText<v1::Override>(text);
  }
  return facts;
}

std::string On(const char* field, int day) {
  return absl::StrCat(" ", field, " { year: 2026 month: 3 day: ", day, " }");
}

TEST(OverridesTest, HoldsFromItsFirstToItsLastDay) {
  const auto facts =
      With({"level_cap: 2" + On("start_date", 10) + On("end_date", 12)});
  for (const auto& [day, holds] : {std::pair(9, false), std::pair(10, true),
                                   std::pair(12, true), std::pair(13, false)}) {
    EXPECT_EQ(IsInForce(facts.overrides(0), absl::CivilDay(2026, 3, day)),
              holds)
        << day;
  }
}

TEST(OverridesTest, EndsOnTheDayBeforeItWasCleared) {
  auto facts = With({"level_cap: 2" + On("start_date", 1)});
  *facts.mutable_overrides(0)->mutable_cleared_date() = ToDate(kDay - 1);
  EXPECT_TRUE(IsInForce(facts.overrides(0), kDay - 1));
  EXPECT_FALSE(IsInForce(facts.overrides(0), kDay));
}

TEST(OverridesTest, TheLastWordAboutAnExerciseCounts) {
  const auto facts =
      With({"pin_exercise: 'a'", "exclude_exercise: 'a'",
            "exclude_exercise: 'b'", "pin_exercise: 'b'", "pin_exercise: 'b'",
            "replace_exercise { exercise: 'b2' replacement: 'b' }",
            "permit_exercise: 'a'"});
  const Overrides overrides(facts, kDay);
  EXPECT_EQ(overrides.Pin("a"), nullptr);
  ASSERT_NE(overrides.Exclusion("a"), nullptr);
  EXPECT_EQ(overrides.Exclusion("b"), nullptr);
  ASSERT_NE(overrides.Pin("b"), nullptr);
  EXPECT_EQ(OverrideId(*overrides.Pin("b")), "overrides/5");
  EXPECT_THAT(overrides.Pins(), ElementsAre(&facts.overrides(4)));
  EXPECT_EQ(overrides.Replacement("b"), nullptr);
  EXPECT_NE(overrides.Replacement("b2"), nullptr);
  EXPECT_NE(overrides.Permission("a"), nullptr);
  EXPECT_EQ(overrides.Permission("b"), nullptr);
}

TEST(OverridesTest, WhatWasExcludedStaysSoWhenItIsReplaced) {
  const std::string replace =
      "replace_exercise { exercise: 'a' replacement: 'b' }";
  const auto facts = With(
      {"exclude_exercise: 'a'", "exclude_exercise: 'a'", replace, replace});
  const Overrides overrides(facts, kDay);
  EXPECT_EQ(overrides.Exclusion("a"), &facts.overrides(1));
  EXPECT_EQ(overrides.Replacement("a"), &facts.overrides(3));
  const std::vector<Overruled> overruled = overrides.AllOverruled();
  ASSERT_THAT(overruled, SizeIs(2));
  EXPECT_EQ(overruled[0].fact, &facts.overrides(0));
  EXPECT_EQ(overruled[0].by, &facts.overrides(1));
  EXPECT_EQ(overruled[1].fact, &facts.overrides(2));
  EXPECT_EQ(overruled[1].by, &facts.overrides(3));
  const auto pinned =
      With({"exclude_exercise: 'a'", "pin_exercise: 'a'", replace});
  EXPECT_EQ(Overrides(pinned, kDay).Exclusion("a"), nullptr);
}

TEST(OverridesTest, OfCapsTheLowestHolds) {
  const auto facts =
      With({"level_cap: 3", "level_cap: 2", "level_cap: 4",
            "dose_cap { max_sets: 3 }", "dose_cap { percent: 80 }",
            "dose_cap { exercise: 'a' max_sets: 2 percent: 50 }"});
  const Overrides overrides(facts, kDay);
  EXPECT_EQ(overrides.LevelCap(), &facts.overrides(1));
  EXPECT_EQ(overrides.LimitOf("a").max_sets, 2);
  EXPECT_EQ(overrides.LimitOf("a").percent, 50);
  EXPECT_EQ(overrides.LimitOf("b").max_sets, 3);
  EXPECT_EQ(overrides.LimitOf("b").percent, 80);
  EXPECT_EQ(Overrides(With({}), kDay).LimitOf("b").percent, 100);
  EXPECT_EQ(Overrides(With({}), kDay).LimitOf("b").fact, nullptr);
}

TEST(OverridesTest, AVerdictConcernsItsSideAlone) {
  const auto facts = With(
      {"mute_verdict { muscle: 'soleus' side: SIDE_LEFT }",
       "force_verdict { muscle: 'soleus' side: SIDE_LEFT status: STATUS_WEAK }",
       "mute_verdict { muscle: 'soleus' side: SIDE_RIGHT }"});
  const Overrides overrides(facts, kDay);
  EXPECT_EQ(overrides.Verdict("soleus", kLeft), &facts.overrides(1));
  EXPECT_EQ(overrides.Verdict("soleus", kRight), &facts.overrides(2));
  EXPECT_EQ(overrides.Verdict("soleus", kMidline), nullptr);
}

TEST(OverridesTest, WhatHeldOnADayHoldsAlwaysOnceTaken) {
  const auto facts = With({"level_cap: 2" + On("end_date", 9),
                           "level_cap: 3" + On("start_date", 10)});
  const auto held = WithOverridesOf(facts, kDay);
  ASSERT_THAT(held.overrides(), SizeIs(1));
  EXPECT_EQ(held.overrides(0).revision(), 2);
  EXPECT_TRUE(IsInForce(held.overrides(0), absl::CivilDay(1999, 1, 1)));
}

TEST(PolicyTest, ThePatientsChoiceWinsOverTheTenantsOverTheDefault) {
  auto facts = With({});
  const Knowledge& knowledge = ReleasedKnowledge();
  const auto choice = [&] {
    return ChoiceOf(knowledge, facts, kDay, "missed_sessions");
  };
  EXPECT_EQ(choice(), "shift");
  EXPECT_THAT(PoliciesInForce(knowledge, facts, kDay), IsEmpty());
  *facts.add_tenant_policies() =
      ParseText<v1::PolicyChoice>("policy: 'missed_sessions' choice: 'merge'");
  EXPECT_EQ(choice(), "merge");
  EXPECT_EQ(PoliciesInForce(knowledge, facts, kDay)[0].chosen_by(), "tenant");
  *facts.add_overrides() = With({"policy { policy: 'missed_sessions' choice: "
                                 "'drop' }"})
                               .overrides(0);
  EXPECT_EQ(choice(), "drop");
  EXPECT_EQ(PoliciesInForce(knowledge, facts, kDay)[0].chosen_by(),
            "overrides/1");
}

TEST(PolicyTest, AChoiceNobodyKnowsCountsForNothing) {
  auto facts = With({});
  *facts.add_tenant_policies() =
      ParseText<v1::PolicyChoice>("policy: 'missed_sessions' choice: 'x'");
  EXPECT_EQ(ChoiceOf(ReleasedKnowledge(), facts, kDay, "missed_sessions"),
            "shift");
  EXPECT_EQ(ChoiceOf(ReleasedKnowledge(), facts, kDay, "none_such"), "");
}

}  // namespace
}  // namespace tonus::engine
