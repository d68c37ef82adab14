// SPDX-License-Identifier: Apache-2.0
#include "services/engine/general_work.h"

#include <algorithm>
#include <tuple>

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Technique;

namespace {

void AddOnce(const Exercise* exercise, Candidates* list) {
  if (std::find(list->begin(), list->end(), exercise) == list->end()) {
    list->push_back(exercise);
  }
}

std::vector<std::string> WeakTargets(absl::Span<const DecisionGroup> groups) {
  std::vector<std::string> targets;
  for (const DecisionGroup& group : groups) {
    const bool trained =
        group.action == v1::DECISION_ACTION_ACTIVATE ||
        group.action == v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN ||
        group.action == v1::DECISION_ACTION_STRENGTHEN_SHORTENED;
    const std::string& target =
        group.partner.empty() ? group.muscle : group.partner;
    if (!trained && group.partner.empty()) continue;
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(target);
    }
  }
  return targets;
}

// Allowed exercises of `technique` from the pack: those up to `start_level`
// first, the hardest of them first when `hardest_first`.
Candidates OfTechnique(const Knowledge& knowledge, Technique technique,
                       int start_level, bool hardest_first, IsAllowed allowed) {
  Candidates list;
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (exercise.technique() == technique && allowed(exercise)) {
      list.push_back(&exercise);
    }
  }
  const auto key = [&](const Exercise* exercise) {
    const bool above = exercise->level() > start_level;
    const int level = exercise->level();
    return std::make_tuple(above, hardest_first && !above ? -level : level,
                           absl::string_view(exercise->id()));
  };
  std::sort(list.begin(), list.end(),
            [&](const auto* a, const auto* b) { return key(a) < key(b); });
  return list;
}

}  // namespace

Candidates BasePlan(const Knowledge& knowledge) {
  return CandidatesById(knowledge, knowledge.pack().session().base_plan());
}

Candidates StabilityWork(const Knowledge& knowledge,
                         absl::Span<const DecisionGroup> groups,
                         int start_level, int position, IsAllowed allowed) {
  const Candidates all =
      OfTechnique(knowledge, knowledge::v1::TECHNIQUE_STABILITY, start_level,
                  /*hardest_first=*/true, allowed);
  Candidates work;
  for (const std::string& target : WeakTargets(groups)) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Exercise* exercise) {
          return !exercise->targets().empty() &&
                 exercise->targets(0) == target &&
                 exercise->level() <= start_level;
        });
    if (found != all.end()) AddOnce(*found, &work);
  }
  for (const Exercise* exercise : BasePlan(knowledge)) {
    if (exercise->technique() == knowledge::v1::TECHNIQUE_STABILITY &&
        exercise->level() <= start_level && allowed(*exercise)) {
      AddOnce(exercise, &work);
    }
  }
  const int turns =
      std::min<int>(static_cast<int>(work.size()),
                    knowledge.pack().session().sessions_per_week());
  if (turns > 1) {
    std::rotate(work.begin(), work.begin() + position % turns,
                work.begin() + turns);
  }
  for (const Exercise* exercise : all) AddOnce(exercise, &work);
  return work;
}

Candidates StrengthWork(const Knowledge& knowledge,
                        absl::Span<const DecisionGroup> groups, int start_level,
                        bool patterns, IsAllowed allowed) {
  const Candidates all =
      OfTechnique(knowledge, knowledge::v1::TECHNIQUE_STRENGTH, start_level,
                  /*hardest_first=*/false, allowed);
  Candidates work;
  for (const std::string& target : WeakTargets(groups)) {
    for (const Exercise* exercise : all) {
      if (exercise->targets(0) == target) AddOnce(exercise, &work);
    }
  }
  for (const Exercise* exercise : BasePlan(knowledge)) {
    if (exercise->technique() == knowledge::v1::TECHNIQUE_STRENGTH &&
        allowed(*exercise)) {
      AddOnce(exercise, &work);
    }
  }
  // Where one of the base plan is not allowed, its target still comes first.
  for (const Exercise* planned : BasePlan(knowledge)) {
    for (const Exercise* exercise : all) {
      if (planned->technique() == knowledge::v1::TECHNIQUE_STRENGTH &&
          exercise->targets(0) == planned->targets(0)) {
        AddOnce(exercise, &work);
      }
    }
  }
  for (const Exercise* exercise : all) AddOnce(exercise, &work);
  if (patterns) {
    std::stable_partition(
        work.begin(), work.end(),
        [](const Exercise* exercise) { return exercise->pattern(); });
  }
  return work;
}

Candidates Fillers(const Knowledge& knowledge, int start_level) {
  Candidates fillers = BasePlan(knowledge);
  for (const Technique technique :
       {knowledge::v1::TECHNIQUE_STABILITY, knowledge::v1::TECHNIQUE_ACTIVATION,
        knowledge::v1::TECHNIQUE_STRENGTH,
        knowledge::v1::TECHNIQUE_BREATHING}) {
    for (const Exercise* exercise : OfTechnique(
             knowledge, technique, start_level,
             /*hardest_first=*/false, [](const Exercise&) { return true; })) {
      AddOnce(exercise, &fillers);
    }
  }
  return fillers;
}

}  // namespace tonus::engine
