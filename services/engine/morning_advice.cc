// SPDX-License-Identifier: Apache-2.0
#include "services/engine/morning_advice.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

bool BendsAfterRising(const Knowledge& knowledge,
                      const knowledge::v1::Exercise& exercise) {
  const auto& waiting = knowledge.pack().session().flexion_free_tags();
  return absl::c_any_of(exercise.tags(), [&](const std::string& tag) {
    return absl::c_linear_search(waiting, tag);
  });
}

bool IsBendingSensitive(const Knowledge& knowledge,
                        const v1::Interpretation& interpretation) {
  const auto& sensitive =
      knowledge.pack().session().flexion_sensitive_conditions();
  return absl::c_any_of(
      interpretation.conditions(), [&](const v1::ConditionInForce& in_force) {
        return absl::c_linear_search(sensitive, in_force.condition());
      });
}

void AddMorningAdvice(const Knowledge& knowledge,
                      const v1::Interpretation& interpretation,
                      v1::Session* session) {
  std::vector<std::string> names;
  for (const v1::SessionItem& item : session->items()) {
    const auto* exercise = knowledge.FindExercise(item.exercise());
    if (exercise == nullptr || !BendsAfterRising(knowledge, *exercise)) {
      continue;
    }
    std::string name = ExerciseName(*exercise);
    if (!absl::c_linear_search(names, name)) names.push_back(std::move(name));
  }
  if (names.empty()) return;
  const auto& constants = knowledge.pack().session();
  session->add_advice(absl::StrCat(
      "Not within the first ",
      IsBendingSensitive(knowledge, interpretation)
          ? constants.flexion_free_minutes_sensitive()
          : constants.flexion_free_minutes(),
      " minutes after getting up: ", absl::StrJoin(names, ", "), "."));
}

}  // namespace tonus::engine
