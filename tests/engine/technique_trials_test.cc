// SPDX-License-Identifier: Apache-2.0
// What is learnt of techniques orders them in the sessions to come (A-070,
// ), and never what was done.
#include "services/engine/technique_trials.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/progress.h"
#include "services/engine/replay.h"
#include "services/engine/technique_turns.h"
#include "tests/engine/technique_person.h"

namespace tonus::engine {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace kv1 = knowledge::v1;

constexpr kv1::Technique kStretch = kv1::TECHNIQUE_STATIC_STRETCH;
constexpr kv1::Technique kRelax = kv1::TECHNIQUE_PNF;

class TechniqueTrialsTest : public TechniqueTest {
 protected:
  // Of the left hip; the default when there is none.
  static v1::TechniqueTrial TrialOf(const v1::Interpretation& read) {
    for (const v1::TechniqueTrial& trial : read.technique_trials()) {
      if (trial.muscle() == "iliopsoas" && trial.side() == kv1::SIDE_LEFT) {
        return trial;
      }
    }
    return {};
  }

  v1::TechniqueTrial Trial() const { return TrialOf(Now()); }

  v1::Routine PlanNow() const {
    RunningBlock running;
    running.adaptation = Read();
    return PlanRoutine(ReleasedKnowledge(), person_.facts, Now(), kMonday,
                       today_, running);
  }

  // What releases the hips within each session; unspecified for nothing.
  static std::vector<kv1::Technique> Releases(const v1::Routine& routine) {
    std::vector<kv1::Technique> releases;
    for (const v1::Session& session : routine.sessions()) {
      kv1::Technique& release =
          releases.emplace_back(kv1::TECHNIQUE_UNSPECIFIED);
      for (const v1::SessionItem& item : session.items()) {
        const kv1::Exercise& exercise =
            *ReleasedKnowledge().FindExercise(item.exercise());
        if (release == kv1::TECHNIQUE_UNSPECIFIED &&
            item.slot() != kv1::SLOT_POST && !exercise.targets().empty() &&
            exercise.targets(0) == "iliopsoas") {
          release = exercise.technique();
        }
      }
    }
    return releases;
  }

  // In session `number` the first choice is done, or the other one when it has
  // its turn, and the hip gains so many degrees at once, which last.
  void Follow(int number, double stretch_gain, double relax_gain) {
    const bool other = TurnOfSession(ReleasedKnowledge(), number) == 1;
    const double gain = other ? relax_gain : stretch_gain;
    Use(number, other ? kRelaxUse : kStretchUse, Measured{hip_, hip_ - gain});
    hip_ -= gain;
  }

  double hip_ = 20;
};

TEST_F(TechniqueTrialsTest, NothingIsSaidBeforeASessionWasLogged) {
  EXPECT_THAT(person_.interpretation.technique_trials(), IsEmpty());
}

TEST_F(TechniqueTrialsTest, WithoutMeasurementsTheUsualOrderHolds) {
  const std::vector<kv1::Technique> before = Releases(person_.routine);
  for (int number = 1; number <= 4; ++number) Use(number, kStretchUse);
  const v1::Interpretation now = Now();
  const v1::TechniqueTrial trial = TrialOf(now);
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_WAITING);
  EXPECT_EQ(trial.rule(), "A-071");
  EXPECT_EQ(trial.test(), "mod_thomas_hip");
  EXPECT_THAT(trial.text(), HasSubstr("Modified Thomas"));
  ASSERT_EQ(trial.arms_size(), 2);
  EXPECT_EQ(trial.arms(0).technique(), kStretch);
  EXPECT_EQ(trial.arms(1).technique(), kRelax);
  EXPECT_DOUBLE_EQ(trial.arms(0).prior(), 0.3);
  EXPECT_DOUBLE_EQ(trial.arms(1).prior(), 0.2);
  EXPECT_THAT(now.limits().technique_orders(), IsEmpty());
  EXPECT_THAT(now.adaptations(), IsEmpty());
  EXPECT_EQ(Releases(PlanNow()), before);
  EXPECT_THAT(before, Each(kStretch));
}

TEST_F(TechniqueTrialsTest, WhoMeasuresAlternatesFromWeekTwoToWeekFive) {
  Use(1, kStretchUse, Measured{20, {}});
  const v1::Interpretation now = Now();
  const v1::TechniqueTrial trial = TrialOf(now);
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_ALTERNATING);
  EXPECT_EQ(trial.rule(), "A-075");
  ASSERT_EQ(now.adaptations_size(), 1) << "the right hip is not measured";
  const v1::AppliedAdaptation& told = now.adaptations(0);
  EXPECT_EQ(told.rule(), "A-075");
  EXPECT_EQ(told.muscle(), "iliopsoas");
  EXPECT_THAT(told.sessions(), ElementsAre(1));
  EXPECT_THAT(told.logs(), ElementsAre("log1"));
  EXPECT_THAT(told.reason(), HasSubstr("week 2 to week 5"));
  EXPECT_THAT(told.reason(), Not(HasSubstr("{")));
  EXPECT_THAT(told.finding(), Not(HasSubstr("{")));
  EXPECT_THAT(trial.text(), Not(HasSubstr("{")));
  const std::vector<kv1::Technique> releases = Releases(PlanNow());
  for (int number = 1; number <= 18; ++number) {
    const bool other = TurnOfSession(ReleasedKnowledge(), number) == 1;
    EXPECT_EQ(releases[number - 1], other ? kRelax : kStretch) << number;
  }
}

TEST_F(TechniqueTrialsTest, TheBetterOneLeadsAndWhatWasDoneStays) {
  for (int number = 1; number <= 12; ++number) Follow(number, 0, 6);
  const v1::Interpretation now = Now();
  const v1::TechniqueTrial trial = TrialOf(now);
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_DECIDED);
  EXPECT_EQ(trial.rule(), "A-076");
  EXPECT_EQ(trial.kept(), kRelax);
  EXPECT_LE(trial.first_better(), 0.2);
  EXPECT_THAT(trial.text(), HasSubstr("not a promise"));
  ASSERT_EQ(now.adaptations_size(), 1);
  EXPECT_EQ(now.adaptations(0).rule(), "A-076");
  EXPECT_THAT(now.adaptations(0).sessions(), Each(::testing::Ge(4)));
  const std::vector<kv1::Technique> releases = Releases(PlanNow());
  for (int number = 1; number <= 18; ++number) {
    const bool other =
        number > 12 || TurnOfSession(ReleasedKnowledge(), number) == 1;
    EXPECT_EQ(releases[number - 1], other ? kRelax : kStretch) << number;
  }
}

TEST_F(TechniqueTrialsTest, OfTwoThatDoTheSameTheShorterOneIsKept) {
  for (int number = 1; number <= 16; ++number) Follow(number, 0.1, 0.1);
  const v1::TechniqueTrial trial = Trial();
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_DECIDED);
  EXPECT_EQ(trial.arms(0).uses(), 6);
  EXPECT_EQ(trial.arms(1).uses(), 6);
  EXPECT_EQ(trial.kept(), kStretch) << "2 minutes, not 2.5";
  EXPECT_THAT(trial.text(), HasSubstr("takes no longer"));
}

TEST_F(TechniqueTrialsTest, ALighterWeekHasNoTurns) {
  Use(1, kStretchUse, Measured{20, {}});
  for (const int number : {2, 3}) Use(number, kStretchUse);
  for (int number = 4; number <= 6; ++number) {
    Log({number, OffsetOf(number), "completed_pct: 100 pain_before: 1 rpe: 9"});
  }
  const std::vector<kv1::Technique> releases = Releases(PlanNow());
  EXPECT_THAT(
      std::vector<kv1::Technique>(releases.begin() + 6, releases.begin() + 9),
      Each(kStretch));
  EXPECT_EQ(releases[9], kStretch);
  EXPECT_EQ(releases[10], kRelax) << "the week after it has turns again";
}

TEST_F(TechniqueTrialsTest, WithOneTechniqueThereAreNoTurns) {
  auto& pin = *person_.facts.add_overrides();
  pin.set_fact_id("pin");
  pin.mutable_effective_time()->set_seconds(1795435200);
  pin.mutable_override()->set_pin_exercise(kStretchUse);
  Use(1, kStretchUse, Measured{20, {}});
  const v1::Interpretation now = Now();
  const v1::TechniqueTrial trial = TrialOf(now);
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_SUSPENDED);
  EXPECT_EQ(trial.rule(), "A-077");
  EXPECT_EQ(trial.arms_size(), 1);
  EXPECT_THAT(now.adaptations(), IsEmpty());
  EXPECT_THAT(Releases(PlanNow()), Each(kStretch));
}

TEST_F(TechniqueTrialsTest, WhatMayNotBeDoneIsNoChoice) {
  // Contract-relax is not used from that age on.
  person_.facts.mutable_profiles(0)->mutable_profile()->set_age_years(75);
  Use(1, kStretchUse, Measured{20, {}});
  const v1::TechniqueTrial trial = Trial();
  ASSERT_EQ(trial.arms_size(), 2);
  EXPECT_EQ(trial.arms(1).technique(), kv1::TECHNIQUE_DYNAMIC_MOBILITY);
  EXPECT_THAT(Releases(PlanNow()), Each(Not(kRelax)));
}

TEST_F(TechniqueTrialsTest, APositiveNerveStopsTheTurns) {
  Use(1, kStretchUse, Measured{20, {}});
  ASSERT_EQ(Trial().state(), v1::TECHNIQUE_TRIAL_STATE_ALTERNATING);
  *person_.facts.mutable_assessments(0)->add_results() =
      testing::ParseText<v1::TestResult>(
          "test: 'slump' side: SIDE_LEFT value: 2");
  const v1::Interpretation now = Now();
  ASSERT_TRUE(absl::c_any_of(now.findings(), [](const v1::Finding& finding) {
    return finding.status() == kv1::STATUS_NEURAL_POSITIVE;
  }));
  if (now.gate() == v1::GATE_OK) {
    EXPECT_EQ(TrialOf(now).state(), v1::TECHNIQUE_TRIAL_STATE_SUSPENDED);
    EXPECT_EQ(TrialOf(now).rule(), "A-077");
  }
  EXPECT_TRUE(absl::c_none_of(
      now.limits().technique_orders(),
      [](const v1::TargetTechniqueOrder& order) {
        return absl::c_any_of(order.sessions(), [](int n) { return n > 1; });
      }));
}

TEST_F(TechniqueTrialsTest, ARetestThatSwitchesDecidesInstead) {
  for (int number = 1; number <= 9; ++number) {
    Use(number, number == 5 ? kRelaxUse : kStretchUse, Measured{8, 8});
  }
  auto& assessment = *person_.facts.add_assessments();
  assessment.set_fact_id("retest");
  assessment.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(today_) + 14, absl::UTCTimeZone())));
  assessment.mutable_screening()->set_others_denied(true);
  for (const char* result :
       {"test: 'mod_thomas_hip' side: SIDE_LEFT value: 8",
        "test: 'mod_thomas_hip' side: SIDE_RIGHT value: 8"}) {
    *assessment.add_results() = testing::ParseText<v1::TestResult>(result);
  }
  const v1::Interpretation now = Now();
  const v1::TechniqueTrial trial = TrialOf(now);
  EXPECT_EQ(trial.state(), v1::TECHNIQUE_TRIAL_STATE_SUSPENDED);
  EXPECT_EQ(trial.rule(), "A-061");
  for (const auto& order : now.limits().technique_orders()) {
    EXPECT_EQ(order.rule(), "A-061");
  }
}

TEST_F(TechniqueTrialsTest, ProgressTellsThem) {
  Use(1, kStretchUse, Measured{20, {}});
  const v1::Progress progress =
      SummarizeProgress(ReleasedKnowledge(), person_.facts, person_.routine,
                        person_.routine, today_, absl::UTCTimeZone());
  const v1::Interpretation now = Now();
  ASSERT_EQ(progress.technique_trials_size(), now.technique_trials_size());
  EXPECT_EQ(DeterministicBytes(progress.technique_trials(0)),
            DeterministicBytes(now.technique_trials(0)));
}

// What a person did as planned changes no order by itself.
TEST_F(TechniqueTrialsTest, ALogAloneChangesNoOrder) {
  Use(1, kStretchUse, Measured{20, {}});
  const std::string before = DeterministicBytes(Now().limits());
  for (int number = 2; number <= 5; ++number) Follow(number, 0.1, 0.1);
  EXPECT_EQ(DeterministicBytes(Now().limits()), before);
}

TEST_F(TechniqueTrialsTest, UsesCountFor180Days) {
  for (int number = 1; number <= 12; ++number) Follow(number, 0, 6);
  const absl::CivilDay first = kMonday + OffsetOf(4);
  const auto uses = [&](absl::CivilDay day) {
    storage::v1::PatientFacts facts = person_.facts;
    auto& assessment = *facts.add_assessments();
    assessment = facts.assessments(0);
    assessment.set_fact_id("later");
    assessment.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(day, absl::UTCTimeZone())));
    const v1::TechniqueTrial trial =
        TrialOf(Interpret(ReleasedKnowledge(), facts, day));
    int sum = 0;
    for (const v1::TechniqueArm& arm : trial.arms()) sum += arm.uses();
    return sum;
  };
  EXPECT_EQ(uses(first + 180), 8);
  EXPECT_EQ(uses(first + 181), 7);
  EXPECT_EQ(uses(first + 300), 0);
}

TEST_F(TechniqueTrialsTest, AClosedGateComparesNothing) {
  Use(1, kStretchUse, Measured{20, {}});
  auto& screening = *person_.facts.mutable_assessments(0)->mutable_screening();
  auto& answer = *screening.add_answers();
  answer.set_red_flag("rf_aortic");
  answer.set_present(true);
  const v1::Interpretation now = Now();
  ASSERT_NE(now.gate(), v1::GATE_OK);
  EXPECT_THAT(now.technique_trials(), IsEmpty());
  EXPECT_THAT(now.limits().technique_orders(), IsEmpty());
}

// In any order and told twice the logs give the same, byte by byte; taken back
// one after the other they lead back to where it began.
TEST_F(TechniqueTrialsTest, IsComputedAnewFromWhatWasLogged) {
  const storage::v1::PatientFacts empty = person_.facts;
  for (int number = 1; number <= 12; ++number) Follow(number, 0.5, 4);
  std::vector<storage::v1::Event> events;
  for (const storage::v1::LogFact& log : person_.facts.logs()) {
    *events.emplace_back().mutable_session_logged() = log;
    events.push_back(events.back());
  }
  const std::string expected = DeterministicBytes(Now());
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(events.begin(), events.end(), random);
    storage::v1::PatientFacts facts = empty;
    for (const storage::v1::Event& event : events) AddFacts(event, &facts);
    ASSERT_EQ(DeterministicBytes(Interpret(ReleasedKnowledge(), facts, today_)),
              expected)
        << i;
  }
}

}  // namespace
}  // namespace tonus::engine
