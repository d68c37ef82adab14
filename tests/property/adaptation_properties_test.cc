// SPDX-License-Identifier: Apache-2.0
// What was logged at random, by random people: the sessions after it hold the
// invariants, what was done stays as it was, nothing that is left out comes
// back, and the order of the logs does not matter.

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/adaptation.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/engine/replay.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/invariant_checker.h"
#include "tests/property/random_patient.h"
#include "tonus/storage/v1/event.pb.h"

namespace tonus {
namespace {

using storage::v1::LogFact;
using storage::v1::PatientFacts;

constexpr absl::CivilDay kStart(2026, 11, 23);

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// Draws what a person logs.
class Logger {
 public:
  explicit Logger(uint64_t seed) : random_(seed) {}

  int Within(int low, int high) {
    return low + static_cast<int>(random_() % (high - low + 1));
  }
  bool Percent(int chance) { return Within(1, 100) <= chance; }

  LogFact Log(const v1::Session& session) {
    LogFact fact;
    fact.set_fact_id(absl::StrCat("log", session.number()));
    fact.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(
            absl::CivilHour(engine::ToCivilDay(session.date())) + Within(6, 20),
            absl::UTCTimeZone())));
    v1::SessionLog& log = *fact.mutable_log();
    log.set_session_number(session.number());
    log.set_completed_pct(Within(50, 100));
    if (Percent(90)) log.set_pain_before(Within(0, 3));
    if (Percent(90)) log.set_rpe(Within(4, 9));
    if (Percent(80)) log.set_pain_next_morning(Within(0, 5));
    if (Percent(10)) {
      log.set_skip_reason(static_cast<v1::SkipReason>(Within(1, 6)));
    }
    for (const v1::SessionItem& item : session.items()) {
      AddExercise(item, &log);
    }
    return fact;
  }

 private:
  void AddExercise(const v1::SessionItem& item, v1::SessionLog* log) {
    for (const v1::Dose& dose : item.doses()) {
      v1::ExerciseLog& exercise = *log->add_exercises();
      exercise.set_exercise(item.exercise());
      exercise.set_side(dose.side());
      exercise.set_completed_pct(Within(80, 100));
      if (Percent(90)) exercise.set_pain_during_max(Within(0, 4));
      if (Percent(4)) exercise.set_pain_during_max(Within(5, 9));
      if (Percent(80)) exercise.set_difficulty(Within(-2, 2));
      if (Percent(1)) exercise.set_neuro_symptom(true);
      if (Percent(50)) exercise.set_settled_minutes(Within(0, 4));
      if (Percent(3)) {
        exercise.set_skip_reason(static_cast<v1::SkipReason>(Within(1, 6)));
      }
    }
  }

  std::mt19937_64 random_;
};

// A person who has logged so many sessions, each as it stood then.
struct Life {
  PatientFacts facts;
  v1::Interpretation interpretation;
  v1::Routine before;  // As it was planned before the last log.
  v1::Routine after;
  engine::Adaptation adaptation;
};

v1::Routine Plan(const Life& life) {
  engine::RunningBlock running;
  running.adaptation = life.adaptation;
  return engine::PlanRoutine(Released(), life.facts, life.interpretation,
                             kStart, kStart, running);
}

Life Live(uint64_t seed, int sessions) {
  Life life;
  life.facts = testing::RandomPatient(Released().pack(), seed);
  life.interpretation = engine::Interpret(Released(), life.facts, kStart);
  life.after = Plan(life);
  Logger logger(seed);
  for (int i = 0; i < sessions && i < life.after.sessions_size(); ++i) {
    life.before = life.after;
    *life.facts.add_logs() = logger.Log(life.after.sessions(i));
    life.adaptation = engine::Adaptation(Released(), life.facts, life.after,
                                         kStart + 42, absl::UTCTimeZone());
    life.after = Plan(life);
  }
  return life;
}

// What an easier dose may break: the range of the exercise.
bool IsOfDose(const std::string& complaint) {
  return absl::StartsWith(complaint, "dose of");
}

// What is wrong with a session for a person who may not do what is left out of
// it.
std::vector<std::string> Complaints(const Life& life,
                                    const v1::Session& session) {
  v1::Interpretation interpretation = life.interpretation;
  for (const auto& [exercise, row] :
       life.adaptation.For(session.number(), engine::ToCivilDay(session.date()))
           .left_out) {
    interpretation.mutable_limits()->add_forbidden_exercises(exercise);
  }
  std::vector<std::string> complaints;
  for (std::string& complaint :
       testing::InvariantChecker(Released().pack(), life.facts, interpretation)
           .CheckSession(session, /*fewer_allowed=*/true)) {
    if (!IsOfDose(complaint)) complaints.push_back(std::move(complaint));
  }
  return complaints;
}

std::set<std::string> ExercisesIn(const v1::Session& session) {
  std::set<std::string> exercises;
  for (const v1::SessionItem& item : session.items()) {
    exercises.insert(item.exercise());
  }
  return exercises;
}

constexpr int kLives = 60;

TEST(AdaptationPropertiesTest, AdaptedSessionsHoldTheInvariants) {
  int adapted = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const Life life = Live(seed, 1 + static_cast<int>(seed % 17));
    for (const v1::Session& session : life.after.sessions()) {
      adapted += session.adaptations().empty() ? 0 : 1;
      EXPECT_THAT(Complaints(life, session), ::testing::IsEmpty())
          << "session " << session.number() << " of seed " << seed;
    }
  }
  EXPECT_GT(adapted, 5 * kLives);
}

TEST(AdaptationPropertiesTest, WhatIsLeftOutIsNowhere) {
  int left_out = 0;
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const Life life = Live(seed, 1 + static_cast<int>(seed % 17));
    for (const v1::Session& session : life.after.sessions()) {
      const auto adaptation = life.adaptation.For(
          session.number(), engine::ToCivilDay(session.date()));
      std::set<std::string> exercises = ExercisesIn(session);
      for (const v1::HomeItem& home : session.home_items()) {
        exercises.insert(home.item().exercise());
      }
      for (const std::string& exercise : exercises) {
        EXPECT_FALSE(adaptation.left_out.count(exercise))
            << exercise << " in session " << session.number() << " of seed "
            << seed;
      }
      left_out += adaptation.left_out.empty() ? 0 : 1;
    }
  }
  EXPECT_GT(left_out, kLives);
}

TEST(AdaptationPropertiesTest, WhatWasDoneStaysAsItWas) {
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    const int sessions = 2 + static_cast<int>(seed % 16);
    const Life life = Live(seed, sessions);
    for (int i = 0; i + 1 < sessions && i < life.after.sessions_size(); ++i) {
      if (life.facts.logs(i).log().completed_pct() < 70) continue;
      EXPECT_EQ(ExercisesIn(life.after.sessions(i)),
                ExercisesIn(life.before.sessions(i)))
          << "seed " << seed << " session " << i + 1;
    }
  }
}

TEST(AdaptationPropertiesTest, TheOrderOfLogsDoesNotMatter) {
  for (uint64_t seed = 1; seed <= kLives; ++seed) {
    Life life = Live(seed, 6);
    std::vector<LogFact> logs(life.facts.logs().begin(),
                              life.facts.logs().end());
    std::shuffle(logs.begin(), logs.end(), std::mt19937_64(seed));
    life.facts.clear_logs();
    for (const LogFact& log : logs) {
      storage::v1::Event event;
      *event.mutable_session_logged() = log;
      engine::AddFacts(event, &life.facts);
    }
    life.adaptation = engine::Adaptation(Released(), life.facts, life.after,
                                         kStart + 42, absl::UTCTimeZone());
    EXPECT_EQ(engine::DeterministicBytes(Plan(life)),
              engine::DeterministicBytes(life.after))
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace tonus
