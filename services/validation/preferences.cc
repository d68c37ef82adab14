// SPDX-License-Identifier: Apache-2.0
#include "services/validation/preferences.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/engine/training_days.h"
#include "services/validation/number.h"

namespace tonus {
namespace {

constexpr int kDaysPerWeek = 7;
constexpr int kMaxExercises = 50;

using Ids = google::protobuf::RepeatedPtrField<std::string>;

void CheckTrainingDays(const std::string& field, const v1::Profile& profile,
                       const engine::Knowledge& knowledge,
                       Violations* violations) {
  CheckCount(field, profile.training_days_size(), kDaysPerWeek, violations);
  if (profile.training_days_size() > kDaysPerWeek) return;
  absl::flat_hash_set<int> seen;
  bool right = true;
  for (int i = 0; i < profile.training_days_size(); ++i) {
    const int day = profile.training_days(i);
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (day < v1::WEEKDAY_MONDAY || day > v1::WEEKDAY_SUNDAY) {
      violations->Add(path, "must be a day of the week");
      right = false;
    } else if (!seen.insert(day).second) {
      violations->Add(path, "is listed twice");
      right = false;
    }
  }
  const auto& session = knowledge.pack().session();
  if (right && !engine::FitTrainingDays(session, profile)) {
    violations->Add(
        field, absl::StrCat("must hold ", session.sessions_per_week(),
                            " days with a rest day between each two, also from "
                            "Sunday to Monday; leave it empty for any day"));
  }
}

void CheckExercises(const std::string& field, const Ids& exercises,
                    const engine::Knowledge& knowledge,
                    absl::flat_hash_set<std::string>* seen,
                    Violations* violations) {
  CheckCount(field, exercises.size(), kMaxExercises, violations);
  if (exercises.size() > kMaxExercises) return;
  for (int i = 0; i < exercises.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    if (knowledge.FindExercise(exercises[i]) == nullptr) {
      violations->Add(path,
                      "is not an exercise of the pack; ListExercises shows "
                      "them");
    } else if (!seen->insert(exercises[i]).second) {
      violations->Add(path, "is listed twice among what is liked and disliked");
    }
  }
}

}  // namespace

void CheckPreferences(absl::string_view field, const v1::Profile& profile,
                      const engine::Knowledge& knowledge,
                      Violations* violations) {
  const auto path = [field](absl::string_view name) {
    return absl::StrCat(field, ".", name);
  };
  CheckTrainingDays(path("training_days"), profile, knowledge, violations);
  if (profile.has_session_minutes()) {
    const auto& session = knowledge.pack().session();
    CheckRange(path("session_minutes"), profile.session_minutes(),
               session.least_minutes(), session.max_minutes(), "minutes",
               violations);
  }
  absl::flat_hash_set<std::string> seen;
  CheckExercises(path("preferred_exercises"), profile.preferred_exercises(),
                 knowledge, &seen, violations);
  CheckExercises(path("disliked_exercises"), profile.disliked_exercises(),
                 knowledge, &seen, violations);
}

}  // namespace tonus
