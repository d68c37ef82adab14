// SPDX-License-Identifier: Apache-2.0
#include "services/engine/objective.h"

#include <algorithm>
#include <tuple>

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"
#include "services/engine/dose.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using v1::SessionItem;

namespace {

const Exercise& ExerciseOf(const Knowledge& knowledge,
                           const SessionItem& item) {
  return *knowledge.FindExercise(item.exercise());
}

// Another target of a release counts only for what can be released at all.
bool Releases(const Knowledge& knowledge, absl::string_view muscle,
              absl::Span<const SessionItem* const> items) {
  const auto releases = [](const Exercise* exercise) {
    return PurposeOf(*exercise) == Purpose::kRelease;
  };
  return absl::c_any_of(knowledge.ExercisesFor(muscle), releases) &&
         absl::c_any_of(items, [&](const SessionItem* item) {
           const Exercise& exercise = ExerciseOf(knowledge, *item);
           return releases(&exercise) &&
                  absl::c_linear_search(exercise.targets(), muscle);
         });
}

bool Trains(const Knowledge& knowledge, absl::string_view muscle,
            absl::Span<const SessionItem* const> items) {
  return absl::c_any_of(items, [&](const SessionItem* item) {
    const Exercise& exercise = ExerciseOf(knowledge, *item);
    return PurposeOf(exercise) == Purpose::kLoad &&
           absl::c_linear_search(exercise.targets(), muscle);
  });
}

}  // namespace

bool IsServed(const Knowledge& knowledge, const DecisionGroup& group,
              absl::Span<const SessionItem* const> items) {
  switch (group.action) {
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER:
      return Releases(knowledge, group.muscle, items) &&
             Trains(knowledge, group.partner, items);
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN:
      return Releases(knowledge, group.muscle, items) &&
             Trains(knowledge, group.muscle, items);
    case knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE:
    case knowledge::v1::DECISION_ACTION_MOBILISE:
    case knowledge::v1::DECISION_ACTION_MAINTAIN_LENGTH:
      return Releases(knowledge, group.muscle, items);
    case knowledge::v1::DECISION_ACTION_FLOSS:
      return absl::c_any_of(items, [&](const SessionItem* item) {
        const Exercise& exercise = ExerciseOf(knowledge, *item);
        return PurposeOf(exercise) == Purpose::kFloss &&
               exercise.targets(0) == group.muscle;
      });
    default:
      return Trains(knowledge, group.muscle, items);
  }
}

SessionWorth WorthOf(const Knowledge& knowledge,
                     absl::Span<const DecisionGroup> groups,
                     absl::Span<const SessionItem* const> items,
                     const absl::flat_hash_set<std::string>& earlier) {
  SessionWorth worth;
  for (const DecisionGroup& group : groups) {
    worth.unserved.push_back(!IsServed(knowledge, group, items));
  }
  worth.exercises = static_cast<int>(items.size());
  for (const SessionItem* item : items) {
    const Exercise& exercise = ExerciseOf(knowledge, *item);
    for (const v1::Dose& dose : item->doses()) {
      worth.seconds += DoseSeconds(knowledge.pack().session(), exercise, dose);
    }
    worth.levels += exercise.level();
    worth.repeated += earlier.contains(exercise.id()) ? 1 : 0;
    worth.ids.push_back(exercise.id());
  }
  absl::c_sort(worth.ids);
  return worth;
}

bool IsBetter(const SessionWorth& one, const SessionWorth& other) {
  const auto key = [](const SessionWorth& worth) {
    return std::tie(worth.unserved, worth.exercises, worth.seconds,
                    worth.levels, worth.repeated, worth.ids);
  };
  return key(one) < key(other);
}

}  // namespace tonus::engine
