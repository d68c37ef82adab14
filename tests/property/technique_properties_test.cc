// SPDX-License-Identifier: Apache-2.0
// Random people who measure themselves around sessions, with values at random:
// whatever is learnt from that, every session holds the invariants, what was
// done stays as it was, and techniques take turns only where they may.

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/adaptation.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/engine/technique_scores.h"
#include "services/engine/technique_turns.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/invariant_checker.h"
#include "tests/property/random_patient.h"
#include "tests/testing/matchers.h"

namespace tonus {
namespace {

using storage::v1::LogFact;
using storage::v1::PatientFacts;

namespace kv1 = knowledge::v1;

constexpr absl::CivilDay kStart(2026, 11, 23);
constexpr int kLives = 40;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// Tight targets that a person can measure alone.
constexpr char kTight[] = R"pb(
  results { test: "mod_thomas_hip" side: SIDE_LEFT value: 9 }
  results { test: "mod_thomas_hip" side: SIDE_RIGHT value: 12 }
  results { test: "ake_9090" side: SIDE_LEFT value: 45 }
  results { test: "ake_9090" side: SIDE_RIGHT value: 50 }
  results { test: "wblt" side: SIDE_LEFT value: 5 }
  results { test: "wblt" side: SIDE_RIGHT value: 4 }
)pb";

// A person to whom nothing is hard and nothing hurts.
class Life {
 public:
  explicit Life(uint64_t seed) : random_(seed) {
    facts_ = testing::RandomPatient(Released().pack(), seed);
    if (!facts_.assessments().empty()) {
      facts_.mutable_assessments(facts_.assessments_size() - 1)
          ->MergeFrom(testing::ParseText<storage::v1::AssessmentFact>(kTight));
    }
    Plan(kStart);
  }

  const PatientFacts& facts() const { return facts_; }
  const v1::Interpretation& interpretation() const { return interpretation_; }
  const v1::Routine& routine() const { return routine_; }

  // Does the session at `place` as it is planned.
  void Do(int place) {
    const v1::Session& session = routine_.sessions(place);
    const absl::CivilDay day = engine::ToCivilDay(session.date());
    LogFact fact;
    fact.set_fact_id(absl::StrCat("log", session.number()));
    fact.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
        absl::FromCivil(absl::CivilHour(day) + 9, absl::UTCTimeZone())));
    v1::SessionLog& log = *fact.mutable_log();
    log.set_session_number(session.number());
    log.set_completed_pct(100);
    log.set_pain_before(0);
    log.set_rpe(4);
    for (const v1::SessionItem& item : session.items()) {
      for (const v1::Dose& dose : item.doses()) {
        v1::ExerciseLog& exercise = *log.add_exercises();
        exercise.set_exercise(item.exercise());
        exercise.set_side(dose.side());
        exercise.set_completed_pct(100);
        exercise.set_pain_during_max(0);
      }
    }
    Measure(&log);
    *facts_.add_logs() = std::move(fact);
    Plan(day);
  }

 private:
  void Measure(v1::SessionLog* log) {
    std::set<std::pair<std::string, int>> taken;
    for (const engine::TargetSide& target : Released().lookup().targets()) {
      const auto measure = engine::SelfMeasureOf(Released(), target);
      if (!measure.has_value() ||
          !taken.emplace(measure->test->id(), measure->side).second) {
        continue;
      }
      v1::SelfTest& test = *log->add_self_tests();
      test.set_test(measure->test->id());
      test.set_side(measure->side);
      test.set_before(Value(*measure->test));
      test.set_after(Value(*measure->test));
    }
  }

  double Value(const kv1::Test& test) {
    return test.min() +
           static_cast<double>(random_() % 100) * test.mdc() * 0.05;
  }

  void Plan(absl::CivilDay today) {
    interpretation_ = engine::Interpret(Released(), facts_, today);
    engine::RunningBlock running;
    if (!facts_.logs().empty()) {
      running.adaptation = engine::Adaptation(Released(), facts_, routine_,
                                              today, absl::UTCTimeZone());
    }
    routine_ = engine::PlanRoutine(Released(), facts_, interpretation_, kStart,
                                   today, running);
  }

  std::mt19937_64 random_;
  PatientFacts facts_;
  v1::Interpretation interpretation_;
  v1::Routine routine_;
};

std::vector<std::string> ExercisesIn(const v1::Session& session) {
  std::vector<std::string> exercises;
  for (const v1::SessionItem& item : session.items()) {
    exercises.push_back(item.exercise());
  }
  return exercises;
}

// What is wrong with a session; steps up leave the range of a dose.
std::vector<std::string> Complaints(const testing::InvariantChecker& checker,
                                    const v1::Session& session) {
  std::vector<std::string> complaints;
  for (std::string& complaint :
       checker.CheckSession(session, /*fewer_allowed=*/true)) {
    if (!absl::StartsWith(complaint, "dose of")) {
      complaints.push_back(std::move(complaint));
    }
  }
  return complaints;
}

// Sessions to come in which one of two techniques has its turn.
void CheckTurns(const v1::Interpretation& read, int done) {
  for (const auto& order : read.limits().technique_orders()) {
    for (const int number : order.sessions()) {
      if (number <= done) continue;
      EXPECT_TRUE(engine::TurnOfSession(Released(), number).has_value())
          << "session " << number;
    }
  }
  for (const v1::TechniqueTrial& trial : read.technique_trials()) {
    const bool turns = trial.state() == v1::TECHNIQUE_TRIAL_STATE_ALTERNATING;
    EXPECT_TRUE(!turns || trial.arms_size() == 2) << trial.DebugString();
    EXPECT_FALSE(trial.text().empty());
    EXPECT_FALSE(trial.rule().empty());
  }
}

TEST(TechniquePropertiesTest, WhateverIsLearntTheInvariantsHold) {
  std::map<v1::TechniqueTrialState, int> seen;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    Life life(seed);
    const int sessions = 4 + static_cast<int>(seed % 15);
    for (int i = 0; i < sessions && i < life.routine().sessions_size(); ++i) {
      life.Do(i);
    }
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    CheckTurns(life.interpretation(), sessions);
    for (const auto& trial : life.interpretation().technique_trials()) {
      ++seen[trial.state()];
    }
    const testing::InvariantChecker checker(Released().pack(), life.facts(),
                                            life.interpretation());
    for (const v1::Session& session : life.routine().sessions()) {
      EXPECT_THAT(Complaints(checker, session), ::testing::IsEmpty())
          << "session " << session.number();
    }
  }
  EXPECT_GT(seen[v1::TECHNIQUE_TRIAL_STATE_ALTERNATING], kLives / 10);
  EXPECT_GT(seen[v1::TECHNIQUE_TRIAL_STATE_DECIDED], 0);
}

TEST(TechniquePropertiesTest, WhatWasDoneStaysAsItWas) {
  int compared = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    Life life(seed);
    std::vector<std::vector<std::string>> done;
    for (int i = 0; i < 16 && i < life.routine().sessions_size(); ++i) {
      done.push_back(ExercisesIn(life.routine().sessions(i)));
      life.Do(i);
      if (life.routine().sessions().empty()) break;
      for (size_t j = 0; j < done.size(); ++j, ++compared) {
        ASSERT_EQ(ExercisesIn(life.routine().sessions(static_cast<int>(j))),
                  done[j])
            << "seed " << seed << ": session " << j + 1 << " after session "
            << i + 1;
      }
    }
  }
  EXPECT_GT(compared, kLives);
}

}  // namespace
}  // namespace tonus
