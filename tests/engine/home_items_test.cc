// SPDX-License-Identifier: Apache-2.0
// What is done at home, as it stands in the sessions.
#include "services/engine/home_items.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/bedtime_dose.h"
#include "services/engine/explanation.h"
#include "tests/engine/planned_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using testing::EqualsProto;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::ParseText;
using ::testing::SizeIs;

const v1::HomeItem* Bedtime(const v1::Session& session) {
  for (const v1::HomeItem& home : session.home_items()) {
    if (home.item().slot() == knowledge::v1::SLOT_BEDTIME) return &home;
  }
  return nullptr;
}

TEST(HomeItemsTest, BedtimeBringsATightMuscleToTheWeeklyMinimum) {
  const PlannedPerson person;
  const v1::HomeItem* home = Bedtime(person.Session(1));
  ASSERT_NE(home, nullptr);
  EXPECT_EQ(home->item().exercise(), "hip_flexor_bed_edge");
  EXPECT_EQ(home->item().rule(), "R-714");
  EXPECT_THAT(home->item().reason(), HasSubstr("An offer"));
  EXPECT_THAT(home->before(), HasSubstr("warm shower"));
  EXPECT_EQ(home->item().tempo().pull().high(), 5);
  ASSERT_THAT(home->item().doses(), SizeIs(2));
  for (const v1::Dose& dose : home->item().doses()) {
    EXPECT_GE(dose.sets() * dose.hold_seconds(), 60);
  }
  // 90 s of sessions and 300 s at home.
  EXPECT_EQ(home->days_per_week(), 5);
  EXPECT_LE(home->item().minutes(), 3);
}

TEST(HomeItemsTest, SaysWhatElseWasConsidered) {
  const PlannedPerson person;
  const v1::HomeItem* home = Bedtime(person.Session(1));
  ASSERT_NE(home, nullptr);
  std::map<std::string, std::string> reasons;
  for (const v1::Considered& considered : home->item().considered()) {
    reasons[considered.exercise()] = considered.reason();
    EXPECT_NE(considered.rule(), "") << considered.exercise();
  }
  EXPECT_THAT(reasons, Not(IsEmpty()));
  EXPECT_EQ(reasons.count(home->item().exercise()), 0);

  // What is disliked is so told.
  ASSERT_FALSE(reasons.empty());
  const PlannedPerson picky("disliked_exercises: 'hip_flexor_bed_edge'");
  home = Bedtime(picky.Session(1));
  ASSERT_NE(home, nullptr);
  EXPECT_NE(home->item().exercise(), "hip_flexor_bed_edge");
  reasons.clear();
  for (const v1::Considered& considered : home->item().considered()) {
    reasons[considered.exercise()] = considered.reason();
  }
  EXPECT_EQ(reasons["hip_flexor_bed_edge"], "It is disliked.");
}

TEST(HomeItemsTest, EverySessionOfTheWeekHasThem) {
  const PlannedPerson person;
  ASSERT_FALSE(person.Session(1).home_items().empty());
  for (const int other : {2, 3}) {
    ASSERT_EQ(person.Session(other).home_items_size(),
              person.Session(1).home_items_size());
    EXPECT_THAT(
        person.Session(other).home_items(0),
        EqualsProto(person.Session(1).home_items(0).ShortDebugString()));
  }
}

TEST(HomeItemsTest, WhoWantsNoneGetsNoneAndIsToldWhatIsMissing) {
  const PlannedPerson person("home_exercises: false session_minutes: 15");
  std::vector<std::string> reasons;
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_THAT(session.home_items(), IsEmpty());
    for (const v1::Dropped& dropped : session.dropped()) {
      if (dropped.rule() == "R-714") {
        EXPECT_GE(session.week(), 3);
        reasons.push_back(dropped.reason());
      }
    }
  }
  EXPECT_THAT(reasons, Contains(HasSubstr("nothing is done at home")));
}

TEST(HomeItemsTest, ANerveIsGlidedSeveralTimesADay) {
  PlannedPerson person;
  auto* results = person.facts.mutable_assessments(0)->mutable_results();
  *results->Add() =
      ParseText<v1::TestResult>("test: 'slump' side: SIDE_LEFT value: 2");
  *results->Add() = ParseText<v1::TestResult>(
      "test: 'neuro_screen' side: SIDE_LEFT value: 0");
  person.Plan();
  ASSERT_FALSE(person.Session(1).home_items().empty());
  const v1::HomeItem& home = person.Session(1).home_items(0);
  EXPECT_EQ(home.item().slot(), knowledge::v1::SLOT_MICRO);
  EXPECT_EQ(home.item().rule(), "R-718");
  EXPECT_EQ(home.item().exercise(), "floss_sciatic_supine");
  EXPECT_GE(home.times_per_day(), 3);
  EXPECT_EQ(home.days_per_week(), 7);
}

TEST(HomeItemsTest, WhatIsWeakIsNotReleasedAtHome) {
  PlannedPerson person;
  auto& assessment = *person.facts.mutable_assessments(0);
  assessment.clear_results();
  for (const char* result : {"test: 'side_bridge' side: SIDE_RIGHT value: 10",
                             "test: 'side_bridge' side: SIDE_LEFT value: 60",
                             "test: 'calf_raise' side: SIDE_LEFT value: 2",
                             "test: 'calf_raise' side: SIDE_RIGHT value: 2"}) {
    *assessment.add_results() = ParseText<v1::TestResult>(result);
  }
  person.Plan();
  ASSERT_FALSE(person.routine.sessions().empty());
  for (const v1::Session& session : person.routine.sessions()) {
    for (const v1::HomeItem& home : session.home_items()) {
      const auto* exercise =
          ReleasedKnowledge().FindExercise(home.item().exercise());
      EXPECT_NE(exercise->technique(),
                knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY)
          << home.item().exercise();
    }
  }
}

// A stretch of both sides at once reaches the side that is weak too.
TEST(HomeItemsTest, WhatIsTightAndWeakIsNotStretchedAtBedtime) {
  const auto bedtime = [](const char* weak_side) {
    PlannedPerson person("complaint_region: REGION_TRUNK_ANTERIOR");
    auto* results = person.facts.mutable_assessments(0);
    results->clear_results();
    results->MergeFrom(ParseText<storage::v1::AssessmentFact>(R"pb(
      results { test: "schober_mm" side: SIDE_MIDLINE value: 2.55 }
      results { test: "ftf" side: SIDE_MIDLINE value: 83.9 }
      results { test: "trunk_flexor" side: SIDE_MIDLINE value: 9 }
    )pb"));
    results->MergeFrom(ParseText<storage::v1::AssessmentFact>(weak_side));
    person.Plan();
    return Bedtime(person.Session(1)) != nullptr;
  };
  EXPECT_TRUE(bedtime(""));
  EXPECT_FALSE(bedtime(R"pb(
    results { test: "sorensen" side: SIDE_MIDLINE value: 30 }
    results { test: "side_bridge" side: SIDE_LEFT value: 22 }
  )pb"));
}

TEST(HomeItemsTest, WithoutRoomForLongHoldsThereIsNoBedtime) {
  PlannedPerson person;
  *person.facts.mutable_assessments(0)->mutable_results()->Add() =
      ParseText<v1::TestResult>("test: 'beighton' side: SIDE_MIDLINE value: 9");
  person.Plan();
  ASSERT_FALSE(person.routine.sessions().empty());
  for (const v1::Session& session : person.routine.sessions()) {
    EXPECT_EQ(Bedtime(session), nullptr) << session.number();
  }
}

TEST(HomeItemsTest, OnlyKnownExercisesWhereNothingNewMayBegin) {
  const PlannedPerson person;
  const std::vector<DecisionGroup> groups = KeptGroups(person.interpretation);
  const Wishes wishes;
  const Eligibility eligibility(ReleasedKnowledge(), person.facts,
                                person.interpretation, kMonday);
  HomeWeek week;
  week.week = &ReleasedKnowledge().WeekOfSession(16);
  week.wishes = &wishes;
  const auto exercises = [&](const absl::flat_hash_set<std::string>* known) {
    week.pool = known;
    std::vector<std::string> ids;
    for (const v1::HomeItem& home :
         PlanHome(ReleasedKnowledge(), person.interpretation, eligibility,
                  groups, week)
             .items) {
      ids.push_back(home.item().exercise());
    }
    return ids;
  };
  const std::vector<std::string> free = exercises(nullptr);
  ASSERT_FALSE(free.empty());
  const absl::flat_hash_set<std::string> none;
  EXPECT_TRUE(exercises(&none).empty());
  const absl::flat_hash_set<std::string> one = {free.front()};
  EXPECT_EQ(exercises(&one), std::vector<std::string>{free.front()});
}

TEST(HomeItemsTest, WhatIsDoneAtHomeIsExplained) {
  const PlannedPerson person;
  v1::ExplainRoutineRequest request;
  request.set_exercise("hip_flexor_bed_edge");
  const auto explanation =
      Explain(ReleasedKnowledge(),
              {person.facts, person.interpretation, person.routine}, request);
  ASSERT_TRUE(explanation.ok()) << explanation.status();
  EXPECT_THAT(explanation->sentences(),
              Contains("It is done at home in weeks 1 and 2."));
  EXPECT_THAT(explanation->sentences(), Contains(HasSubstr("An offer")));
  EXPECT_THAT(explanation->decisions(), SizeIs(1));
  EXPECT_THAT(explanation->sessions(), IsSupersetOf({1, 2, 3, 4, 5, 6}));
}

// An item names the decision of one side and serves both.
TEST(HomeItemsTest, BothSidesOfADecisionAreServed) {
  const PlannedPerson person;
  int kept = 0;
  for (const v1::Decision& decision : person.routine.decisions()) {
    if (!decision.kept() || decision.muscle() != "iliopsoas") continue;
    ++kept;
    v1::ExplainRoutineRequest request;
    request.set_decision(decision.id());
    const auto explanation =
        Explain(ReleasedKnowledge(),
                {person.facts, person.interpretation, person.routine}, request);
    ASSERT_TRUE(explanation.ok()) << explanation.status();
    EXPECT_THAT(explanation->sessions(), Contains(1)) << decision.id();
  }
  EXPECT_GE(kept, 2);
}

class BedtimeDoseTest : public ::testing::Test {
 protected:
  static std::optional<BedtimeDose> Dose(const std::string& exercise, int done,
                                         int max_hold = 0,
                                         bool one_set = false) {
    const std::vector<knowledge::v1::Side> sides = {knowledge::v1::SIDE_LEFT,
                                                    knowledge::v1::SIDE_RIGHT};
    StaticTime time;
    for (const knowledge::v1::Side side : sides) time[side] = done;
    return DoseAtBedtime(ReleasedKnowledge(),
                         *ReleasedKnowledge().FindExercise(exercise), sides,
                         time, max_hold, one_set);
  }
};

TEST_F(BedtimeDoseTest, OneHoldOfAMinuteWhereTheRangeAllowsIt) {
  const auto dose = Dose("hip_flexor_bed_edge", 90);
  ASSERT_TRUE(dose.has_value());
  EXPECT_EQ(dose->doses[0].sets(), 1);
  EXPECT_EQ(dose->doses[0].hold_seconds(), 60);
  EXPECT_EQ(dose->days, 5);
}

TEST_F(BedtimeDoseTest, TwoHoldsWhereTheRangeIsShorter) {
  const auto dose = Dose("upper_trap_stretch", 90);  // 20 to 40 s.
  ASSERT_TRUE(dose.has_value());
  EXPECT_EQ(dose->doses[0].sets(), 2);
  EXPECT_EQ(dose->doses[0].hold_seconds(), 30);
}

TEST_F(BedtimeDoseTest, ACautionAllowsNoSecondHold) {
  EXPECT_FALSE(Dose("upper_trap_stretch", 90, 0, /*one_set=*/true).has_value());
}

TEST_F(BedtimeDoseTest, ALimitOnHoldsLeavesNone) {
  EXPECT_FALSE(Dose("hip_flexor_bed_edge", 90, /*max_hold=*/20).has_value());
}

TEST_F(BedtimeDoseTest, TheWeeklyMaximumLimitsTheDays) {
  const auto dose = Dose("hip_flexor_bed_edge", 450);
  ASSERT_TRUE(dose.has_value());
  EXPECT_EQ(dose->days, 2);
  EXPECT_FALSE(Dose("hip_flexor_bed_edge", 590).has_value());
}

}  // namespace
}  // namespace tonus::engine
