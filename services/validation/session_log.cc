// SPDX-License-Identifier: Apache-2.0
#include "services/validation/session_log.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/validation/number.h"
#include "services/validation/request_id.h"
#include "services/validation/time.h"

namespace tonus {
namespace {

constexpr int kMaxExercises = 100;

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
}

}  // namespace

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
  CheckCount(path("exercises"), log.exercises_size(), kMaxExercises,
             violations);
  if (log.exercises_size() > kMaxExercises) return;
  for (int i = 0; i < log.exercises_size(); ++i) {
    CheckExerciseLog(absl::StrCat(path("exercises"), "[", i, "]"),
                     log.exercises(i), knowledge, violations);
  }
}

}  // namespace tonus
