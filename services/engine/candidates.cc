// SPDX-License-Identifier: Apache-2.0
#include "services/engine/candidates.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::ReleaseOrder;
using knowledge::v1::Technique;

namespace {

void AddTechnique(const Knowledge& knowledge, absl::string_view muscle,
                  Technique technique, Candidates* candidates) {
  for (const Exercise* exercise : knowledge.ExercisesFor(muscle)) {
    if (exercise->technique() == technique) candidates->push_back(exercise);
  }
}

// The order for what `muscle` prefers; an empty one for an unknown muscle.
const ReleaseOrder& OrderFor(const Knowledge& knowledge,
                             absl::string_view muscle) {
  const knowledge::v1::Muscle* target = knowledge.FindMuscle(muscle);
  if (target == nullptr) return ReleaseOrder::default_instance();
  for (const ReleaseOrder& order : knowledge.pack().release_orders()) {
    if (order.preference() == target->release_preference()) return order;
  }
  return ReleaseOrder::default_instance();
}

using LoadKinds = google::protobuf::RepeatedPtrField<knowledge::v1::LoadKind>;

// Position of the first of `kinds` that `exercise` is of; their number for
// none.
int PlaceIn(const LoadKinds& kinds, const Exercise& exercise) {
  const auto found =
      absl::c_find_if(kinds, [&](const knowledge::v1::LoadKind& kind) {
        return kind.technique() == exercise.technique() &&
               (kind.max_level() == 0 || exercise.level() <= kind.max_level());
      });
  return static_cast<int>(found - kinds.begin());
}

bool IsOneOf(const LoadKinds& kinds, const Exercise& exercise) {
  return PlaceIn(kinds, exercise) < kinds.size();
}

void SortByKind(const LoadKinds& kinds, Candidates* candidates) {
  const auto key = [&](const Exercise* exercise) {
    return std::make_tuple(PlaceIn(kinds, *exercise), exercise->level(),
                           absl::string_view(exercise->id()));
  };
  std::sort(candidates->begin(), candidates->end(),
            [&](const auto* a, const auto* b) { return key(a) < key(b); });
}

// The exercises of `kinds` whose first target is `muscle`, in that order.
Candidates LoadFor(const Knowledge& knowledge, const LoadKinds& kinds,
                   absl::string_view muscle) {
  Candidates candidates;
  for (const Exercise* exercise : knowledge.ExercisesFor(muscle)) {
    if (IsOneOf(kinds, *exercise)) candidates.push_back(exercise);
  }
  SortByKind(kinds, &candidates);
  return candidates;
}

// Those that list `muscle` at another place than the first.
Candidates LoadElsewhere(const Knowledge& knowledge, const LoadKinds& kinds,
                         absl::string_view muscle) {
  Candidates candidates;
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (!IsOneOf(kinds, exercise) || exercise.targets().empty() ||
        exercise.targets(0) == muscle) {
      continue;
    }
    if (absl::c_linear_search(exercise.targets(), muscle)) {
      candidates.push_back(&exercise);
    }
  }
  SortByKind(kinds, &candidates);
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

void AddPreferred(const Knowledge& knowledge, Candidates* candidates) {
  Candidates ordered;
  for (const Exercise* candidate : *candidates) {
    const Exercise* preferred =
        knowledge.FindExercise(candidate->prefer_instead());
    AddOnce(candidate, &ordered);
    if (preferred != nullptr) AddOnce(preferred, &ordered);
  }
  *candidates = std::move(ordered);
}

Purpose PurposeOf(Technique technique) {
  switch (technique) {
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

Purpose PurposeOf(const Exercise& exercise) {
  return PurposeOf(exercise.technique());
}

bool Lists(const Exercise& exercise, absl::string_view target) {
  return absl::c_linear_search(exercise.targets(), target);
}

bool ServesSame(const Exercise& other, const Exercise& wanted) {
  return PurposeOf(other) == PurposeOf(wanted) &&
         (wanted.targets().empty() || Lists(other, wanted.targets(0)));
}

bool IsSameWork(const Exercise& a, const Exercise& b) {
  if (a.technique() != b.technique() ||
      a.targets().empty() != b.targets().empty()) {
    return false;
  }
  return a.targets().empty() || a.targets(0) == b.targets(0);
}

Candidates ReleaseCandidates(const Knowledge& knowledge,
                             absl::string_view muscle) {
  Candidates candidates;
  for (const int technique : OrderFor(knowledge, muscle).techniques()) {
    AddTechnique(knowledge, muscle, static_cast<Technique>(technique),
                 &candidates);
  }
  // A short stretch where nothing of these kinds releases it first of all.
  return candidates.empty() ? PostStretchCandidates(knowledge, muscle)
                            : candidates;
}

void PutSwitchedFirst(const Knowledge& knowledge, const v1::PlanLimits& limits,
                      absl::string_view muscle,
                      const std::vector<knowledge::v1::Side>& sides,
                      int session, Candidates* candidates) {
  for (const v1::TargetTechniqueOrder& order : limits.technique_orders()) {
    const bool holds = order.sessions().empty() ||
                       absl::c_linear_search(order.sessions(), session);
    if (!holds || order.muscle() != muscle ||
        !absl::c_linear_search(sides, order.side())) {
      continue;
    }
    Candidates ordered;
    for (const int technique : order.techniques()) {
      AddTechnique(knowledge, muscle, static_cast<Technique>(technique),
                   &ordered);
    }
    for (const Exercise* candidate : *candidates) AddOnce(candidate, &ordered);
    *candidates = std::move(ordered);
    return;
  }
}

Candidates PostStretchCandidates(const Knowledge& knowledge,
                                 absl::string_view muscle) {
  Candidates candidates;
  for (const int technique : OrderFor(knowledge, muscle).post_techniques()) {
    AddTechnique(knowledge, muscle, static_cast<Technique>(technique),
                 &candidates);
  }
  return candidates;
}

Candidates ActivationCandidates(const Knowledge& knowledge,
                                const Eligibility& eligibility,
                                absl::string_view muscle,
                                absl::string_view released) {
  const LoadKinds& kinds = knowledge.pack().session().activation_order();
  Candidates candidates = LoadFor(knowledge, kinds, muscle);
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
  const Candidates elsewhere = LoadElsewhere(knowledge, kinds, muscle);
  candidates.insert(candidates.end(), elsewhere.begin(), elsewhere.end());
  AddPreferred(knowledge, &candidates);
  return candidates;
}

Candidates StrengthCandidates(const Knowledge& knowledge,
                              absl::string_view muscle) {
  Candidates candidates =
      LoadFor(knowledge, knowledge.pack().session().strength_order(), muscle);
  AddPreferred(knowledge, &candidates);
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
