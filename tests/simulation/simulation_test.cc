// SPDX-License-Identifier: Apache-2.0
// Lives against the real engine: the invariants hold in every session that was
// handed out, and the same seed gives the same life.

#include <set>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/knowledge/released_pack.h"
#include "tests/simulation/clinic.h"
#include "tests/simulation/life.h"
#include "tests/simulation/paired.h"
#include "tests/simulation/report.h"
#include "tests/simulation/report_techniques.h"
#include "tests/simulation/technique_truth.h"

namespace tonus::simulation {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// So many lives, from the seed that is the parameter.
constexpr int kLives = 10;
class LivesTest : public ::testing::TestWithParam<int> {};

TEST_P(LivesTest, EverySessionOfEveryLifeHoldsTheInvariants) {
  int planned = 0;
  int sessions = 0;
  int comparisons = 0;
  for (int seed = GetParam(); seed < GetParam() + kLives; ++seed) {
    // Some of them live into a second block.
    const Life life =
        Live(Released(), seed, Arm::kAdapted, seed % kLives == 0 ? 9 : 6);
    EXPECT_THAT(life.complaints, IsEmpty()) << "seed " << seed;
    planned += life.planned ? 1 : 0;
    sessions += life.handed_out;
    comparisons += static_cast<int>(life.comparisons.size());
  }
  EXPECT_GT(comparisons, 0) << "two techniques take turns";
  EXPECT_GT(planned, kLives / 2);
  EXPECT_GT(sessions, 8 * planned);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LivesTest,
                         ::testing::Values(1, 11, 21, 31, 41, 81));

TEST(SimulationTest, TheSameSeedGivesTheSameLife) {
  std::set<std::string> records;
  for (int seed = 1; seed <= 4; ++seed) {
    const Life once = Live(Released(), seed, Arm::kAdapted, 3);
    const Life again = Live(Released(), seed, Arm::kAdapted, 3);
    EXPECT_EQ(once.record, again.record) << "seed " << seed;
    EXPECT_EQ(once.outcome.pain, again.outcome.pain);
    records.insert(once.record);
  }
  EXPECT_EQ(records.size(), 4);
}

// Before anything was done the arms are one and the same person.
TEST(SimulationTest, ArmsBeginAlike) {
  for (int seed = 1; seed <= 10; ++seed) {
    const Life adapted = Live(Released(), seed, Arm::kAdapted, 1);
    const Life unadapted = Live(Released(), seed, Arm::kUnadapted, 1);
    EXPECT_EQ(adapted.first_pain, unadapted.first_pain);
    EXPECT_EQ(adapted.planned, unadapted.planned);
  }
}

std::set<std::string> ExercisesOf(const v1::Session& session) {
  std::set<std::string> exercises;
  for (const v1::SessionItem& item : session.items()) {
    exercises.insert(item.exercise());
  }
  return exercises;
}

struct TwoBlocks {
  std::set<std::string> logged;
  v1::Routine next;
  // How many of what was logged are in a session of the next block.
  int InNext(int session) const {
    return static_cast<int>(absl::c_count_if(
        ExercisesOf(next.sessions(session)),
        [&](const std::string& id) { return logged.contains(id); }));
  }
};

// A block in which the exercises of its last session hurt so much, and the next
// one.
TwoBlocks BlocksAround(int peak) {
  constexpr absl::CivilDay kStart(2026, 1, 5);
  constexpr int kBlockDays = 42;
  constexpr int kSessions = 18;
  v1::Profile profile;
  profile.set_age_years(40);
  profile.set_user_level(2);
  Clinic clinic(Released(), profile, kStart);
  storage::v1::AssessmentFact assessment;
  *assessment.mutable_effective_time() = TimeOn(kStart);
  assessment.mutable_screening()->set_others_denied(true);
  clinic.Assess(assessment, kStart);

  storage::v1::LogFact log;
  log.mutable_log()->set_completed_pct(100);
  log.mutable_log()->set_pain_before(0);
  for (int number = 1; number < kSessions; ++number) {
    const absl::CivilDay day = kStart + 2 * (number - 1);
    log.set_fact_id(absl::StrCat("log", number));
    *log.mutable_effective_time() = TimeOn(day);
    log.mutable_log()->set_session_number(number);
    clinic.Log(log, day);
  }
  log.set_fact_id("last");
  *log.mutable_effective_time() = TimeOn(kStart + kBlockDays - 2);
  log.mutable_log()->set_session_number(kSessions);
  const v1::Session last = clinic.routine().sessions(kSessions - 1);
  for (const v1::SessionItem& item : last.items()) {
    v1::ExerciseLog* exercise = log.mutable_log()->add_exercises();
    exercise->set_exercise(item.exercise());
    exercise->set_completed_pct(100);
    exercise->set_pain_during_max(peak);
  }
  TwoBlocks blocks;
  blocks.logged = ExercisesOf(last);
  clinic.Log(log, kStart + kBlockDays - 2);
  *assessment.mutable_effective_time() = TimeOn(kStart + kBlockDays);
  clinic.Assess(assessment, kStart + kBlockDays);
  blocks.next = clinic.routine();
  return blocks;
}

// for two sessions, whatever block they are in.
TEST(ClinicTest, WhatRestsForTwoSessionsRestsInTheNextBlock) {
  const TwoBlocks calm = BlocksAround(0);
  const TwoBlocks red = BlocksAround(7);
  ASSERT_EQ(calm.next.sessions(0).number(), 19);
  ASSERT_EQ(red.next.sessions(0).number(), 19);
  EXPECT_GT(calm.InNext(0), 0);
  EXPECT_EQ(red.InNext(0), 0);
  EXPECT_EQ(red.InNext(1), 0);
}

TEST(PairedTest, TheIntervalIsThatOfTheMean) {
  const Interval interval = MeanOf({1, 2, 3, 4, 5});
  EXPECT_DOUBLE_EQ(interval.mean, 3);
  EXPECT_NEAR(interval.high - 3, 1.96 * 0.70711, 1e-4);
  EXPECT_NEAR(3 - interval.low, 1.96 * 0.70711, 1e-4);
}

Twins TwinsWith(uint64_t seed, double adapted_pain, double unadapted_pain) {
  Twins twins;
  twins.seed = seed;
  twins.adapted.planned = true;
  twins.adapted.outcome.pain = adapted_pain;
  twins.unadapted.outcome.pain = unadapted_pain;
  return twins;
}

TEST(ReportTest, TellsDifferencesOfPairsAndThatItIsAModel) {
  std::vector<Twins> people = {TwinsWith(1, 2, 3), TwinsWith(2, 5, 6), Twins()};
  people[1].adapted.complaints = {"I-04 session 3: wrong"};
  const std::string text = ReportText(people, 6);
  EXPECT_THAT(text, HasSubstr("not patients"));
  EXPECT_THAT(text, HasSubstr("2 people, 6 weeks"));
  EXPECT_THAT(text, HasSubstr("1 more had no plan"));
  EXPECT_THAT(text, HasSubstr("| 0.00 | 4.50 | 3.50 | -1.000 | -1.000 to "
                              "-1.000 |"));
  EXPECT_THAT(ComplaintsOf(people),
              ::testing::ElementsAre("seed 2: I-04 session 3: wrong"));
}

// Shares are means over people.
TEST(ReportTest, TellsWhetherTheBetterTechniqueIsKept) {
  const Comparison right{true, true, true, false, true, true};
  const Comparison wrong{true, true, false, true, true, false};
  const Comparison shorter{true, false, true, true, true, true};
  const Comparison open{false, false, false, true, false, false};
  Life first;
  first.comparisons = {right, right, wrong, open};
  Life second;
  second.comparisons = {right, shorter};
  const Life none;
  const std::string text = TechniquesText({&first, &second, &none});
  EXPECT_THAT(text, HasSubstr("came first | 6 | 2 | 50.0 %"));
  EXPECT_THAT(text,
              HasSubstr("decided: the one that is kept | 5 | 2 | 83.3 %"));
  EXPECT_THAT(text, HasSubstr("measured: the one that is kept | 4 | 2 | 83.3"));
  EXPECT_THAT(text, HasSubstr("shorter one: the one that is kept | 1 | 1 | -"));
}

// What one really did more, whatever the other techniques gave.
TEST(TechniqueTruthTest, TheBetterOneGaveMoreInASession) {
  const Place place("iliopsoas", knowledge::v1::SIDE_LEFT);
  TechniqueTruth truth;
  truth.Add({{{place, knowledge::v1::TECHNIQUE_PNF}, 0.2}});
  truth.Add({{{place, knowledge::v1::TECHNIQUE_STATIC_STRETCH}, 0.1}});
  truth.Add({{{place, knowledge::v1::TECHNIQUE_STATIC_STRETCH}, 0.2}});
  google::protobuf::RepeatedPtrField<v1::TechniqueTrial> trials;
  v1::TechniqueTrial& trial = *trials.Add();
  trial.set_muscle("iliopsoas");
  trial.set_side(knowledge::v1::SIDE_LEFT);
  trial.add_arms()->set_technique(knowledge::v1::TECHNIQUE_STATIC_STRETCH);
  trial.add_arms()->set_technique(knowledge::v1::TECHNIQUE_PNF);
  for (int i = 0; i < 2; ++i) {
    // Expected 0.2 with variance 1/4; one use that scored -0.8, and one of 1.2.
    trial.mutable_arms(i)->set_uses(1);
    trial.mutable_arms(i)->set_prior(0.2);
    trial.mutable_arms(i)->set_variance(0.2);
    trial.mutable_arms(i)->set_mean(i == 0 ? 0 : 0.4);
  }
  trial.set_state(v1::TECHNIQUE_TRIAL_STATE_DECIDED);
  trial.set_first_better(0.1);
  trial.set_kept(knowledge::v1::TECHNIQUE_PNF);
  // The other side was never done.
  *trials.Add() = trial;
  trials.Mutable(1)->set_side(knowledge::v1::SIDE_RIGHT);
  truth.Judge(Released(), trials);
  const std::vector<Comparison> found = truth.comparisons();
  ASSERT_EQ(found.size(), 1);
  EXPECT_TRUE(found[0].decided);
  EXPECT_TRUE(found[0].by_measures);
  EXPECT_TRUE(found[0].kept_better);
  EXPECT_FALSE(found[0].first_better);
  EXPECT_TRUE(found[0].scored);
  EXPECT_TRUE(found[0].favoured_better);
}

}  // namespace
}  // namespace tonus::simulation
