// SPDX-License-Identifier: Apache-2.0
#include "services/validation/session_log.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "services/validation/test_results.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int kMaxExercises = 100;
constexpr int kMaxSelfTests = 20;
constexpr int kMaxAttempts = 9;
constexpr int kMinutesOfAWeek = 7 * 24 * 60;
constexpr double kMaxLoadKg = 500;

// What was done of an exercise: the most that anybody could have done.
void CheckDone(absl::string_view field, const v1::DoneDose& done,
               Violations* violations) {
  const auto check = [&](const char* name, bool told, int value, int max,
                         absl::string_view unit) {
    if (!told) return;
    CheckRange(absl::StrCat(field, ".", name), value, 0, max, unit, violations);
  };
  check("sets", done.has_sets(), done.sets(), 20, "");
  check("repetitions", done.has_repetitions(), done.repetitions(), 200, "");
  check("hold_seconds", done.has_hold_seconds(), done.hold_seconds(), 1800,
        "seconds");
  check("breaths", done.has_breaths(), done.breaths(), 100, "");
  check("total_seconds", done.has_total_seconds(), done.total_seconds(), 7200,
        "seconds");
  // Written so that no number fails it too.
  if (done.has_load_kg() &&
      !(done.load_kg() >= 0 && done.load_kg() <= kMaxLoadKg)) {
    violations->Add(absl::StrCat(field, ".load_kg"), "must be in [0, 500] kg");
  }
}

void CheckSelfTest(absl::string_view field, const v1::SelfTest& self_test,
                   const engine::Knowledge& knowledge, Violations* violations) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, ".", name);
  };
  const auto* test = knowledge.FindTest(self_test.test());
  if (test == nullptr || test->has_derivation()) {
    violations->Add(path("test"),
                    "is not a test of the pack that is taken; ListTests lists "
                    "them");
    return;
  }
  CheckTestSide(path("side"), self_test.side(), *test, violations);
  if (!self_test.has_before() && !self_test.has_after()) {
    violations->Add(path("before"), "is required, or after");
  }
  if (self_test.has_before()) {
    CheckTestValue(path("before"), self_test.before(), *test, violations);
  }
  if (self_test.has_after()) {
    CheckTestValue(path("after"), self_test.after(), *test, violations);
  }
}

void CheckSelfTests(absl::string_view field, const v1::SessionLog& log,
                    const engine::Knowledge& knowledge,
                    Violations* violations) {
  CheckCount(field, log.self_tests_size(), kMaxSelfTests, violations);
  if (log.self_tests_size() > kMaxSelfTests) return;
  for (int i = 0; i < log.self_tests_size(); ++i) {
    CheckSelfTest(absl::StrCat(field, "[", i, "]"), log.self_tests(i),
                  knowledge, violations);
  }
}

}  // namespace

void CheckExerciseLog(absl::string_view field, const v1::ExerciseLog& exercise,
                      const engine::Knowledge& knowledge,
                      Violations* violations) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, ".", name);
  };
  if (knowledge.FindExercise(exercise.exercise()) == nullptr) {
    violations->Add(path("exercise"),
                    "is not an exercise of the pack; ListExercises lists them");
  }
  if (exercise.has_completed_pct()) {
    CheckRange(path("completed_pct"), exercise.completed_pct(), 0, 100,
               "percent", violations);
  }
  if (exercise.has_pain_during_max()) {
    CheckRange(path("pain_during_max"), exercise.pain_during_max(), 0, 10, "",
               violations);
  }
  if (exercise.has_ease()) {
    CheckRange(path("ease"), exercise.ease(), 0, 10, "", violations);
  }
  if (exercise.has_difficulty()) {
    CheckRange(path("difficulty"), exercise.difficulty(), -2, 2, "",
               violations);
  }
  CheckEnum(path("stop_symptom"), exercise.stop_symptom(), violations);
  CheckEnum(path("side"), exercise.side(), violations);
  CheckEnum(path("skip_reason"), exercise.skip_reason(), violations);
  if (exercise.has_settled_minutes()) {
    CheckRange(path("settled_minutes"), exercise.settled_minutes(), 0,
               kMinutesOfAWeek, "minutes", violations);
  }
  CheckDone(path("done"), exercise.done(), violations);
}

void CheckSessionLog(absl::string_view field, const v1::SessionLog& log,
                     const engine::Knowledge& knowledge, absl::Time now,
                     Violations* violations) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, ".", name);
  };
  CheckOptionalId(path("log_id"), log.log_id(), violations);
  if (log.session_number() < 1) {
    violations->Add(path("session_number"),
                    "is required: the number of the session, from 1");
  }
  if (log.has_session_time()) {
    CheckPastTime(path("session_time"), log.session_time(), now, violations);
  }
  if (log.has_completed_pct()) {
    CheckRange(path("completed_pct"), log.completed_pct(), 0, 100, "percent",
               violations);
  }
  if (log.has_rpe()) {
    CheckRange(path("rpe"), log.rpe(), 0, 10, "", violations);
  }
  if (log.has_pain_before()) {
    CheckRange(path("pain_before"), log.pain_before(), 0, 10, "", violations);
  }
  if (log.has_pain_after()) {
    CheckRange(path("pain_after"), log.pain_after(), 0, 10, "", violations);
  }
  if (log.has_pain_next_morning()) {
    CheckRange(path("pain_next_morning"), log.pain_next_morning(), 0, 10, "",
               violations);
  }
  if (log.has_minutes_since_rising()) {
    CheckRange(path("minutes_since_rising"), log.minutes_since_rising(), 0,
               1440, "minutes", violations);
  }
  if (log.has_duration_minutes()) {
    CheckRange(path("duration_minutes"), log.duration_minutes(), 1, 120,
               "minutes", violations);
  }
  CheckEnum(path("skip_reason"), log.skip_reason(), violations);
  CheckRange(path("attempt"), log.attempt(), 0, kMaxAttempts, "", violations);
  CheckSelfTests(path("self_tests"), log, knowledge, violations);
  CheckCount(path("exercises"), log.exercises_size(), kMaxExercises,
             violations);
  if (log.exercises_size() > kMaxExercises) return;
  for (int i = 0; i < log.exercises_size(); ++i) {
    CheckExerciseLog(absl::StrCat(path("exercises"), "[", i, "]"),
                     log.exercises(i), knowledge, violations);
  }
}

}  // namespace tonus
