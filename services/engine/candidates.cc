// SPDX-License-Identifier: Apache-2.0
#include "services/engine/candidates.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::ReleasePreference;
using knowledge::v1::Technique;

namespace {

void AddTechnique(const Knowledge& knowledge, absl::string_view muscle,
                  Technique technique, Candidates* candidates) {
  for (const Exercise* exercise : knowledge.ExercisesFor(muscle)) {
    if (exercise->technique() == technique) candidates->push_back(exercise);
  }
}

std::vector<Technique> ReleaseOrder(ReleasePreference preference) {
  switch (preference) {
    case knowledge::v1::RELEASE_PREFERENCE_SMR_FIRST:
      return {knowledge::v1::TECHNIQUE_SMR,
              knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY,
              knowledge::v1::TECHNIQUE_STATIC_STRETCH};
    case knowledge::v1::RELEASE_PREFERENCE_PNF_FIRST:
      return {knowledge::v1::TECHNIQUE_PNF,
              knowledge::v1::TECHNIQUE_STATIC_STRETCH,
              knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY};
    case knowledge::v1::RELEASE_PREFERENCE_STRETCH_FIRST:
      return {knowledge::v1::TECHNIQUE_STATIC_STRETCH,
              knowledge::v1::TECHNIQUE_PNF,
              knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY};
    case knowledge::v1::RELEASE_PREFERENCE_EITHER:
      return {knowledge::v1::TECHNIQUE_SMR,
              knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY};
    default:
      return {knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY};
  }
}

// What counts as activation.
bool IsEasyLoad(const Knowledge& knowledge, const Exercise& exercise) {
  return exercise.technique() == knowledge::v1::TECHNIQUE_ACTIVATION ||
         exercise.technique() == knowledge::v1::TECHNIQUE_STABILITY ||
         (exercise.technique() == knowledge::v1::TECHNIQUE_STRENGTH &&
          exercise.level() <= knowledge.pack().session().easy_strength_level());
}

int LoadOrder(const Exercise& exercise) {
  switch (exercise.technique()) {
    case knowledge::v1::TECHNIQUE_ACTIVATION:
      return 0;
    case knowledge::v1::TECHNIQUE_STRENGTH:
      return 1;
    default:
      return 2;
  }
}

bool EasierLoad(const Exercise* a, const Exercise* b) {
  return std::make_tuple(LoadOrder(*a), a->level(),
                         absl::string_view(a->id())) <
         std::make_tuple(LoadOrder(*b), b->level(), absl::string_view(b->id()));
}

// Easy load that lists `muscle` at another place than the first.
Candidates EasyLoadElsewhere(const Knowledge& knowledge,
                             absl::string_view muscle) {
  Candidates candidates;
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (!IsEasyLoad(knowledge, exercise) || exercise.targets().empty() ||
        exercise.targets(0) == muscle) {
      continue;
    }
    if (std::find(exercise.targets().begin(), exercise.targets().end(),
                  muscle) != exercise.targets().end()) {
      candidates.push_back(&exercise);
    }
  }
  std::sort(candidates.begin(), candidates.end(), EasierLoad);
  return candidates;
}

}  // namespace

Candidates CandidatesById(
    const Knowledge& knowledge,
    const google::protobuf::RepeatedPtrField<std::string>& ids) {
  Candidates candidates;
  for (const std::string& id : ids) {
    if (const Exercise* exercise = knowledge.FindExercise(id)) {
      candidates.push_back(exercise);
    }
  }
  return candidates;
}

void AddOnce(const Exercise* exercise, Candidates* list) {
  if (std::find(list->begin(), list->end(), exercise) == list->end()) {
    list->push_back(exercise);
  }
}

void PutCautionLast(const Eligibility& eligibility, absl::string_view target,
                    Candidates* candidates) {
  const auto key = [&](const Exercise* exercise) {
    return std::make_tuple(
        exercise->technique(), exercise->level(),
        !exercise->targets().empty() && exercise->targets(0) == target);
  };
  Candidates ordered;
  for (const Exercise* candidate : *candidates) {
    if (eligibility.NeedsCaution(*candidate)) {
      for (const Exercise* other : *candidates) {
        if (key(other) == key(candidate) && !eligibility.NeedsCaution(*other)) {
          AddOnce(other, &ordered);
        }
      }
    }
    AddOnce(candidate, &ordered);
  }
  *candidates = std::move(ordered);
}

Purpose PurposeOf(const Exercise& exercise) {
  switch (exercise.technique()) {
    case knowledge::v1::TECHNIQUE_ACTIVATION:
    case knowledge::v1::TECHNIQUE_STABILITY:
    case knowledge::v1::TECHNIQUE_STRENGTH:
      return Purpose::kLoad;
    case knowledge::v1::TECHNIQUE_BREATHING:
      return Purpose::kBreathing;
    case knowledge::v1::TECHNIQUE_NEURAL_FLOSS:
      return Purpose::kFloss;
    case knowledge::v1::TECHNIQUE_AEROBIC:
      return Purpose::kAerobic;
    default:
      return Purpose::kRelease;
  }
}

Candidates ReleaseCandidates(const Knowledge& knowledge,
                             absl::string_view muscle) {
  const knowledge::v1::Muscle* target = knowledge.FindMuscle(muscle);
  if (target == nullptr) return {};
  Candidates candidates;
  for (const Technique technique : ReleaseOrder(target->release_preference())) {
    AddTechnique(knowledge, muscle, technique, &candidates);
  }
  // A short stretch where nothing of these kinds releases it first of all.
  return candidates.empty() ? PostStretchCandidates(knowledge, muscle)
                            : candidates;
}

Candidates PostStretchCandidates(const Knowledge& knowledge,
                                 absl::string_view muscle) {
  Candidates candidates;
  AddTechnique(knowledge, muscle, knowledge::v1::TECHNIQUE_STATIC_STRETCH,
               &candidates);
  return candidates;
}

Candidates ActivationCandidates(const Knowledge& knowledge,
                                const Eligibility& eligibility,
                                absl::string_view muscle,
                                absl::string_view released) {
  Candidates candidates;
  for (const Exercise* exercise : knowledge.ExercisesFor(muscle)) {
    if (IsEasyLoad(knowledge, *exercise)) candidates.push_back(exercise);
  }
  std::sort(candidates.begin(), candidates.end(), EasierLoad);
  const absl::string_view movement = knowledge.IntegrationMovement(released);
  const auto using_range = std::find_if(
      candidates.begin(), candidates.end(), [&](const Exercise* exercise) {
        return exercise->id() == movement &&
               exercise->level() <= candidates.front()->level() &&
               !eligibility.NeedsCaution(*exercise);
      });
  if (using_range != candidates.end()) {
    std::rotate(candidates.begin(), using_range, using_range + 1);
  }
  const Candidates elsewhere = EasyLoadElsewhere(knowledge, muscle);
  candidates.insert(candidates.end(), elsewhere.begin(), elsewhere.end());
  return candidates;
}

Candidates StrengthCandidates(const Knowledge& knowledge,
                              absl::string_view muscle) {
  Candidates candidates;
  for (const Technique technique :
       {knowledge::v1::TECHNIQUE_STRENGTH, knowledge::v1::TECHNIQUE_ACTIVATION,
        knowledge::v1::TECHNIQUE_STABILITY}) {
    AddTechnique(knowledge, muscle, technique, &candidates);
  }
  return candidates;
}

Candidates IntegrationCandidates(const Knowledge& knowledge,
                                 absl::string_view released) {
  const Exercise* movement =
      knowledge.FindExercise(knowledge.IntegrationMovement(released));
  if (movement == nullptr) return {};
  return {movement};
}

Candidates FlossCandidates(const Knowledge& knowledge,
                           absl::string_view nerve) {
  Candidates candidates;
  AddTechnique(knowledge, nerve, knowledge::v1::TECHNIQUE_NEURAL_FLOSS,
               &candidates);
  return candidates;
}

}  // namespace tonus::engine
