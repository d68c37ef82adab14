// SPDX-License-Identifier: Apache-2.0
#include "services/engine/week_lessons.h"

#include "services/engine/dose.h"

namespace tonus::engine {

std::vector<std::string> LessonsOf(const Knowledge& knowledge,
                                   const Eligibility& eligibility,
                                   const knowledge::v1::WeekShape& week) {
  Spot spot;
  spot.week = &week;
  std::vector<std::string> texts;
  for (const knowledge::v1::WeekLesson& lesson : week.lessons()) {
    const auto* exercise = knowledge.FindExercise(lesson.exercise());
    if (exercise == nullptr) continue;
    const auto refusal =
        eligibility.Refuse(*exercise, WorkedSides(*exercise, {}), spot);
    // A movement is learnt without what its exercise needs.
    if (!refusal.has_value() || refusal->kind == Refusal::Kind::kEquipment) {
      texts.push_back(lesson.text());
    }
  }
  return texts;
}

}  // namespace tonus::engine
