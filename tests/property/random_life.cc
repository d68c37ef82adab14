// SPDX-License-Identifier: Apache-2.0
#include "tests/property/random_life.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/random_patient.h"

namespace tonus::testing {

using storage::v1::LogFact;

namespace {

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

}  // namespace

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

v1::Routine Plan(const Life& life) {
  engine::RunningBlock running;
  running.adaptation = life.adaptation;
  return engine::PlanRoutine(Released(), life.facts, life.interpretation,
                             kStart, kStart, running);
}

Life Live(uint64_t seed, int sessions) {
  Life life;
  life.facts = RandomPatient(Released().pack(), seed);
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

Life LiveWell(uint64_t seed, int sessions) {
  Life life;
  life.facts = RandomPatient(Released().pack(), seed);
  life.interpretation = engine::Interpret(Released(), life.facts, kStart);
  life.after = Plan(life);
  for (int i = 0; i < sessions && i < life.after.sessions_size(); ++i) {
    LogFact fact = Logger(seed).Log(life.after.sessions(i));
    v1::SessionLog& log = *fact.mutable_log();
    log.set_completed_pct(100);
    log.set_pain_before(0);
    log.set_rpe(4);
    log.set_pain_next_morning(0);
    log.clear_skip_reason();
    for (v1::ExerciseLog& exercise : *log.mutable_exercises()) {
      exercise.set_completed_pct(100);
      exercise.set_pain_during_max(0);
      exercise.set_difficulty(0);
      exercise.clear_neuro_symptom();
      exercise.clear_skip_reason();
    }
    *life.facts.add_logs() = std::move(fact);
    life.adaptation = engine::Adaptation(Released(), life.facts, life.after,
                                         kStart + 42, absl::UTCTimeZone());
    life.after = Plan(life);
  }
  return life;
}

int VolumeOf(const v1::SessionItem& item) {
  int most = 0;
  for (const v1::Dose& dose : item.doses()) {
    int repetitions = dose.sets() * std::max(1, dose.repetitions());
    if (!dose.repetitions_by_set().empty()) {
      repetitions = std::accumulate(dose.repetitions_by_set().begin(),
                                    dose.repetitions_by_set().end(), 0);
    }
    most = std::max(
        most, repetitions * (2 + dose.hold_seconds() + 8 * dose.breaths()) +
                  dose.total_seconds());
  }
  return most;
}

}  // namespace tonus::testing
