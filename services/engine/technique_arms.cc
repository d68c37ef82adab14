// SPDX-License-Identifier: Apache-2.0
#include "services/engine/technique_arms.h"

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"
#include "services/engine/dose.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// A comparison is between two.
constexpr size_t kMostChoices = 2;

Spot FirstTurns(const Knowledge& knowledge) {
  Spot spot;
  for (const kv1::WeekShape& week : knowledge.pack().week_shapes()) {
    if (week.week() == knowledge.pack().technique_learning().first_week()) {
      spot.week = &week;
    }
  }
  return spot;
}

bool Has(const std::vector<TechniqueChoice>& choices,
         kv1::Technique technique) {
  return absl::c_any_of(choices, [&](const TechniqueChoice& choice) {
    return choice.technique == technique;
  });
}

}  // namespace

std::vector<TechniqueChoice> TechniqueChoices(const Knowledge& knowledge,
                                              const Eligibility& eligibility,
                                              const Wishes& wishes,
                                              const TargetSide& target) {
  const kv1::TechniqueLearning& learning =
      knowledge.pack().technique_learning();
  const Candidates candidates =
      ReleaseCandidates(knowledge, target.muscle->id());
  const Spot spot = FirstTurns(knowledge);
  std::vector<TechniqueChoice> choices;
  for (const kv1::Exercise* exercise : candidates) {
    if (eligibility
            .Refuse(*exercise, WorkedSides(*exercise, {target.side}), spot)
            .has_value()) {
      continue;
    }
    const bool first = exercise->technique() == candidates.front()->technique();
    const TechniqueChoice choice = {
        exercise->technique(),
        first ? learning.first_mean() : learning.other_mean(),
        exercise->minutes()};
    if (eligibility.overrides().Pin(exercise->id()) != nullptr) return {choice};
    if (choices.size() < kMostChoices && !Has(choices, choice.technique) &&
        !eligibility.NeedsCaution(*exercise) &&
        !wishes.disliked.contains(exercise->id())) {
      choices.push_back(choice);
    }
  }
  return choices;
}

}  // namespace tonus::engine
