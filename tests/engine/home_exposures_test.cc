// SPDX-License-Identifier: Apache-2.0
// Harm told of days at home changes what comes next as harm in a session does.
#include "services/engine/home_exposures.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/alert_causes.h"
#include "services/engine/interpretation.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace kv1 = knowledge::v1;

class HomeExposuresTest : public AdaptationTest {
 protected:
  // What was told of a day at home at so many hours after its beginning.
  void Home(int offset, const std::string& exercise, const std::string& more,
            int hour = 18) {
    today_ = std::max(today_, kMonday + offset);
    auto& fact = *person_.facts.add_home_logs();
    fact.set_fact_id(absl::StrCat("home", person_.facts.home_logs_size()));
    fact.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(
            absl::CivilHour(kMonday + offset) + hour, absl::UTCTimeZone())));
    *fact.mutable_log() = testing::ParseText<v1::HomeLog>(
        absl::StrCat("items { times: 1 exercise { exercise: '", exercise, "' ",
                     more, " } }"));
  }

  v1::Interpretation Read(absl::CivilDay day) const {
    return Interpret(ReleasedKnowledge(), person_.facts, day);
  }
};

TEST_F(HomeExposuresTest, ARedExerciseRestsForTwoSessionsAndStepsDown) {
  Home(0, "glute_bridge", "pain_during_max: 9");
  EXPECT_TRUE(IsLeftOut("glute_bridge", 1));
  EXPECT_TRUE(IsLeftOut("glute_bridge", 2));
  EXPECT_FALSE(IsLeftOut("glute_bridge", 3));
  EXPECT_EQ(StepOf("glute_bridge", 3), -1);
  EXPECT_THAT(Applied(1), ElementsAre("A-020 glute_bridge"));
  const auto applied = In(1).applied;
  EXPECT_THAT(applied[0].home_logs(), ElementsAre("home1"));
  EXPECT_THAT(applied[0].sessions(), IsEmpty());
  EXPECT_THAT(applied[0].logs(), IsEmpty());
  const v1::Routine plan = Plan();
  for (const v1::Session& session : plan.sessions()) {
    if (session.number() > 2) break;
    EXPECT_EQ(Find(session, "glute_bridge"), nullptr) << session.number();
    for (const v1::HomeItem& home : session.home_items()) {
      EXPECT_NE(home.item().exercise(), "glute_bridge") << session.number();
    }
  }
}

TEST_F(HomeExposuresTest, SharpPainCountsAlsoWhereNothingWasCompleted) {
  Home(0, "glute_bridge", "sharp_pain: true");
  person_.facts.mutable_home_logs(0)
      ->mutable_log()
      ->mutable_items(0)
      ->set_times(0);
  EXPECT_TRUE(IsLeftOut("glute_bridge", 1));
}

TEST_F(HomeExposuresTest, ADayWithoutHarmChangesNothing) {
  Home(0, "glute_bridge", "pain_during_max: 2 completed_pct: 100");
  Home(1, "glute_bridge", "difficulty: -2 completed_pct: 100");
  Home(2, "glute_bridge", "pain_during_max: 3");
  Home(3, "glute_bridge", "pain_during_max: 3");
  for (const int number : {1, 2, 3, 18}) {
    EXPECT_THAT(Applied(number), IsEmpty()) << number;
  }
}

TEST_F(HomeExposuresTest, RedAtHomeAndInASessionAreTwo) {
  Log({{1, 0, Peak("glute_bridge", 6)}});
  Home(1, "glute_bridge", "pain_during_max: 6");
  for (const int number : {2, 3, 4, 18}) {
    EXPECT_TRUE(IsLeftOut("glute_bridge", number)) << number;
  }
}

TEST_F(HomeExposuresTest, TheDayStandsAmongTheSessionsByItsTime) {
  Log({{1, 0, Good("clamshell")}});
  Home(0, "glute_bridge", "pain_during_max: 6", /*hour=*/8);
  EXPECT_THAT(Applied(1), ElementsAre("A-020 glute_bridge"));
  person_.facts.clear_home_logs();
  Home(0, "glute_bridge", "pain_during_max: 6", /*hour=*/18);
  EXPECT_THAT(Applied(1), IsEmpty()) << "it was done as it was";
  EXPECT_TRUE(IsLeftOut("glute_bridge", 2));
  EXPECT_TRUE(IsLeftOut("glute_bridge", 3));
}

TEST_F(HomeExposuresTest, ASymptomOfANerveRestsItsKindAndAsksForTests) {
  Home(0, "glute_bridge", "neuro_symptom: true");
  EXPECT_TRUE(IsLeftOut("glute_bridge", 1));
  const v1::Interpretation read = Read(kMonday);
  EXPECT_EQ(read.gate(), v1::GATE_OK);
  EXPECT_THAT(read.notices(), Contains(::testing::Property(
                                  &v1::SafetyNotice::subject, "A-040")));
  std::vector<std::string> asked;
  for (const v1::TestRequest& request : read.test_requests()) {
    if (request.rule() == "A-040") asked.push_back(request.test());
  }
  EXPECT_THAT(asked, Contains("slump"));
  Home(1, "clamshell", "spread_down_limb: true");
  EXPECT_EQ(Read(kMonday + 1).gate(), v1::GATE_REFER) << "A-042: twice";
}

// what fades after two weeks is the rest, not the question.
TEST_F(HomeExposuresTest, ASymptomOfANerveIsToldUntilTheNervesAreTested) {
  Home(0, "glute_bridge", "neuro_symptom: true");
  const auto is_told = [&](int day) {
    const v1::Interpretation read = Read(kMonday + day);
    return absl::c_any_of(read.notices(), [](const v1::SafetyNotice& notice) {
      return notice.subject() == "A-040";
    });
  };
  const auto is_asked = [&](int day) {
    const v1::Interpretation read = Read(kMonday + day);
    return absl::c_any_of(read.test_requests(), [](const auto& request) {
      return request.rule() == "A-040";
    });
  };
  EXPECT_TRUE(is_told(20));
  EXPECT_TRUE(is_asked(20));
  auto& tested = *person_.facts.add_assessments();
  tested.set_fact_id("tested");
  tested.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(kMonday + 10), absl::UTCTimeZone())));
  for (const char* test :
       {"test: 'slump' side: SIDE_LEFT", "test: 'slr_neural' side: SIDE_LEFT",
        "test: 'neuro_screen' side: SIDE_MIDLINE"}) {
    *tested.add_results() = testing::ParseText<v1::TestResult>(test);
  }
  EXPECT_FALSE(is_told(20));
  EXPECT_FALSE(is_asked(20));
}

TEST_F(HomeExposuresTest, HarmOnThreeDaysWithinTwoWeeksRefers) {
  Home(0, "glute_bridge", "pain_during_max: 9");
  Home(1, "clamshell", "pain_during_max: 9");
  EXPECT_EQ(Read(kMonday + 1).gate(), v1::GATE_OK);
  Log({{1, 2, Peak("cat_cow", 9)}});
  EXPECT_EQ(Read(kMonday + 2).gate(), v1::GATE_REFER) << "A-020";
  person_.facts.clear_logs();
  Home(13, "cat_cow", "pain_during_max: 9");
  EXPECT_EQ(Read(kMonday + 13).gate(), v1::GATE_REFER) << "days at home alone";
  person_.facts.mutable_home_logs()->RemoveLast();
  Home(14, "cat_cow", "pain_during_max: 9");
  EXPECT_EQ(Read(kMonday + 14).gate(), v1::GATE_OK) << "15 days";
}

TEST_F(HomeExposuresTest, WhatIsLeftOutForTheBlockIsNotToldToComeBack) {
  Home(0, "glute_bridge", "pain_during_max: 9");
  Home(1, "glute_bridge", "pain_during_max: 9");
  const SessionAdaptation second = In(2);
  ASSERT_TRUE(second.left_out.contains("glute_bridge"));
  EXPECT_EQ(second.left_out.at("glute_bridge")->id(), "red_exercise_again");
  for (const v1::AppliedAdaptation& told : second.applied) {
    EXPECT_THAT(told.reason(), Not(HasSubstr("comes back")));
  }
  EXPECT_THAT(Applied(2), ElementsAre("A-020 glute_bridge"));
}

TEST_F(HomeExposuresTest, ASymptomThatLastsADayRefers) {
  Home(0, "glute_bridge", "neuro_symptom: true settled_minutes: 3000");
  EXPECT_EQ(Read(kMonday).gate(), v1::GATE_REFER);
}

TEST_F(HomeExposuresTest, SpreadWithBendingIsAnIntoleranceAtOnce) {
  Home(0, "cat_cow", "spread_down_limb: true");
  EXPECT_THAT(Read(kMonday).conditions(),
              Contains(::testing::Property(&v1::ConditionInForce::condition,
                                           HasSubstr("intol_"))));
}

TEST_F(HomeExposuresTest, DizzinessAsksAllRedFlagsAndTheSecondTimeRefers) {
  Home(0, "glute_bridge", "stop_symptom: STOP_SYMPTOM_DIZZINESS");
  ASSERT_NE(In(1).check_first, nullptr);
  EXPECT_TRUE(In(1).check_first->ask_red_flags());
  EXPECT_TRUE(In(1).check_at_once);
  EXPECT_EQ(Read(kMonday).gate(), v1::GATE_OK);
  Home(2, "glute_bridge", "stop_symptom: STOP_SYMPTOM_DIZZINESS");
  EXPECT_EQ(Read(kMonday + 2).gate(), v1::GATE_REFER);
}

TEST_F(HomeExposuresTest, TheOrderOfTheFactsOfADayIsNoMatter) {
  Home(0, "glute_bridge", "pain_during_max: 6", 9);
  Home(0, "clamshell", "side: SIDE_LEFT pain_during_max: 6", 10);
  EXPECT_THAT(Applied(1), ElementsAre("A-020 clamshell", "A-020 glute_bridge"));
  EXPECT_THAT(In(1).applied[0].home_logs(), ElementsAre("home1", "home2"));
}

}  // namespace
}  // namespace tonus::engine
