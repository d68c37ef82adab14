// SPDX-License-Identifier: Apache-2.0
#include "services/engine/general_work.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "services/engine/finding.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Technique;

namespace {

std::vector<std::string> WeakTargets(absl::Span<const DecisionGroup> groups) {
  std::vector<std::string> targets;
  for (const DecisionGroup& group : groups) {
    const bool trained =
        group.action == knowledge::v1::DECISION_ACTION_ACTIVATE ||
        group.action == knowledge::v1::DECISION_ACTION_RELEASE_AND_STRENGTHEN ||
        group.action == knowledge::v1::DECISION_ACTION_STRENGTHEN_SHORTENED;
    const std::string& target =
        group.partner.empty() ? group.muscle : group.partner;
    if (!trained && group.partner.empty()) continue;
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(target);
    }
  }
  return targets;
}

// Allowed exercises of `technique` from the pack: those up to the start level
// first, the hardest of them first when `hardest_first`; those without caution
// first among equals.
Candidates OfTechnique(const Knowledge& knowledge,
                       const Eligibility& eligibility, Technique technique,
                       bool hardest_first, IsAllowed allowed) {
  Candidates list;
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (exercise.technique() == technique && allowed(exercise)) {
      list.push_back(&exercise);
    }
  }
  const auto key = [&](const Exercise* exercise) {
    const bool above = exercise->level() > eligibility.StartLevel();
    const int level = exercise->level();
    return std::make_tuple(above, hardest_first && !above ? -level : level,
                           eligibility.NeedsCaution(*exercise),
                           absl::string_view(exercise->id()));
  };
  std::sort(list.begin(), list.end(),
            [&](const auto* a, const auto* b) { return key(a) < key(b); });
  return list;
}

// Adds stability exercises that are preferred to strength for `target`, which
// is not allowed where they are.
void AddPreferredFor(const Knowledge& knowledge, absl::string_view target,
                     IsAllowed allowed, Candidates* list) {
  for (const Exercise* exercise : knowledge.ExercisesFor(target)) {
    const Exercise* preferred =
        knowledge.FindExercise(exercise->prefer_instead());
    if (preferred != nullptr &&
        exercise->technique() == knowledge::v1::TECHNIQUE_STRENGTH &&
        preferred->technique() == knowledge::v1::TECHNIQUE_STABILITY &&
        allowed(*preferred)) {
      AddOnce(preferred, list);
    }
  }
}

// General work serves no finding, so whatever is safe serves as well.
bool ServesAnyone(const Exercise& /*liked*/, const Exercise& /*other*/) {
  return true;
}

// Gives the first `first` places of `list` to their equals in turn, of the same
// technique, level and need of caution, a step further every few weeks. What is
// disliked takes no turn away. Where the base plan applies it has no turns;
// what stands there since none of it may be done has.
void TakeTurns(const GeneralWork& work, size_t first, IsAllowed allowed,
               Candidates* list) {
  first = std::min(first, list->size());
  if (work.base_plan) {
    const Candidates base = BasePlan(work, allowed);
    const auto begin = list->begin();
    if (std::any_of(begin, begin + static_cast<std::ptrdiff_t>(first),
                    [&](const Exercise* exercise) {
                      return absl::c_linear_search(base, exercise);
                    })) {
      return;
    }
  }
  const int turn =
      (work.week.week() - 1) / work.knowledge.pack().session().variety_weeks();
  const auto key = [&](const Exercise* exercise) {
    return std::make_tuple(exercise->technique(), exercise->level(),
                           work.eligibility.NeedsCaution(*exercise),
                           work.wishes.disliked.contains(exercise->id()));
  };
  const Candidates before = *list;
  absl::flat_hash_set<const Exercise*> done;
  for (size_t i = 0; i < first; ++i) {
    if (done.contains(before[i])) continue;
    // The places and the exercises of one kind, both in order.
    std::vector<size_t> places;
    size_t among_first = 0;
    for (size_t j = i; j < before.size(); ++j) {
      if (key(before[j]) != key(before[i])) continue;
      places.push_back(j);
      done.insert(before[j]);
      if (j < first) ++among_first;
    }
    for (size_t k = 0; k < places.size(); ++k) {
      (*list)[places[k]] =
          before[places[(k + turn * among_first) % places.size()]];
    }
  }
}

// Strength of the base plan; where one of its exercises is not allowed, others
// of `all` for its target.
Candidates StrengthOfBasePlan(const GeneralWork& work, const Candidates& all,
                              IsAllowed allowed) {
  const Candidates base = PlannedBase(work.knowledge);
  Candidates general;
  for (const Exercise* exercise : base) {
    if (exercise->technique() == knowledge::v1::TECHNIQUE_STRENGTH &&
        allowed(*exercise)) {
      AddOnce(exercise, &general);
    }
  }
  for (const Exercise* planned : base) {
    for (const Exercise* exercise : all) {
      if (planned->technique() == knowledge::v1::TECHNIQUE_STRENGTH &&
          exercise->targets(0) == planned->targets(0)) {
        AddOnce(exercise, &general);
      }
    }
  }
  return general;
}

// Puts the exercises of the base plan first where it applies, and what is liked
// and does the same work.
void PutBaseFirst(const GeneralWork& work, IsAllowed allowed,
                  Candidates* list) {
  if (!work.base_plan) return;
  const Candidates base = BasePlan(work, allowed);
  absl::c_stable_partition(*list, [&](const Exercise* exercise) {
    return absl::c_linear_search(base, exercise) ||
           (work.wishes.liked.contains(exercise->id()) &&
            absl::c_any_of(base, [&](const Exercise* row) {
              return IsSameWork(*exercise, *row);
            }));
  });
}

// Stability exercises of the base plan. Where it applies, those above the start
// level too, and none that is disliked.
Candidates StabilityOfBasePlan(const GeneralWork& work, IsAllowed allowed) {
  Candidates base =
      work.base_plan ? BasePlan(work, allowed) : PlannedBase(work.knowledge);
  const auto is_other = [&](const Exercise* exercise) {
    return exercise->technique() != knowledge::v1::TECHNIQUE_STABILITY ||
           (work.base_plan
                ? work.wishes.disliked.contains(exercise->id())
                : exercise->level() > work.eligibility.StartLevel()) ||
           !allowed(*exercise);
  };
  base.erase(std::remove_if(base.begin(), base.end(), is_other), base.end());
  return base;
}

}  // namespace

bool AppliesBasePlan(const v1::Interpretation& interpretation) {
  return absl::c_none_of(
      interpretation.findings(), [](const v1::Finding& finding) {
        return IsTight(finding) || IsWeak(finding) ||
               finding.status() == knowledge::v1::STATUS_STIFF ||
               finding.status() == knowledge::v1::STATUS_NEURAL_POSITIVE ||
               finding.status() == knowledge::v1::STATUS_OVERLENGTHENED;
      });
}

Candidates PlannedBase(const Knowledge& knowledge) {
  return CandidatesById(knowledge, knowledge.pack().session().base_plan());
}

const Exercise* WithoutCaution(const GeneralWork& work, const Exercise* planned,
                               IsAllowed allowed) {
  if (!work.eligibility.NeedsCaution(*planned) || planned->targets().empty()) {
    return planned;
  }
  for (const Exercise* other :
       work.knowledge.ExercisesFor(planned->targets(0))) {
    if (other->technique() == planned->technique() &&
        other->level() == planned->level() &&
        !work.eligibility.NeedsCaution(*other) &&
        !work.wishes.disliked.contains(other->id()) && allowed(*other)) {
      return other;
    }
  }
  return planned;
}

Candidates BasePlan(const GeneralWork& work, IsAllowed allowed) {
  Candidates plan;
  for (const Exercise* planned : PlannedBase(work.knowledge)) {
    AddOnce(WithoutCaution(work, planned, allowed), &plan);
  }
  return plan;
}

Candidates StabilityWork(const GeneralWork& work, IsAllowed allowed) {
  const int start_level = work.eligibility.StartLevel();
  const Candidates all = OfTechnique(work.knowledge, work.eligibility,
                                     knowledge::v1::TECHNIQUE_STABILITY,
                                     /*hardest_first=*/true, allowed);
  Candidates chosen;
  for (const std::string& target : WeakTargets(work.groups)) {
    AddPreferredFor(work.knowledge, target, allowed, &chosen);
  }
  for (const std::string& target : WeakTargets(work.groups)) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Exercise* exercise) {
          return !exercise->targets().empty() &&
                 exercise->targets(0) == target &&
                 exercise->level() <= start_level;
        });
    if (found != all.end()) AddOnce(*found, &chosen);
  }
  Candidates general = StabilityOfBasePlan(work, allowed);
  // One of the others has turns where none of the base plan is allowed.
  size_t planned = std::max<size_t>(general.size(), 1);
  for (const Exercise* exercise : all) AddOnce(exercise, &general);
  if (!work.base_plan) {
    PutCautionLast(work.eligibility, /*target=*/"", &general);
  }
  const auto may_have_turns = [&](const Exercise* exercise) {
    return !work.wishes.disliked.contains(exercise->id());
  };
  // What is disliked takes no turn away.
  absl::c_stable_partition(general, may_have_turns);
  TakeTurns(work, planned, allowed, &general);
  PutLikedFirst(work.wishes, work.eligibility, ServesAnyone, &general);
  PutBaseFirst(work, allowed, &general);
  for (const Exercise* exercise : general) {
    if (planned-- == 0) break;
    AddOnce(exercise, &chosen);
  }
  absl::c_stable_partition(chosen, may_have_turns);
  const int turns =
      std::min(static_cast<int>(absl::c_count_if(chosen, may_have_turns)),
               work.knowledge.pack().session().sessions_per_week());
  if (turns > 1) {
    std::rotate(chosen.begin(), chosen.begin() + work.position % turns,
                chosen.begin() + turns);
  }
  for (const Exercise* exercise : general) AddOnce(exercise, &chosen);
  return chosen;
}

Candidates EasiestStability(const Knowledge& knowledge,
                            const Eligibility& eligibility, IsAllowed allowed) {
  return OfTechnique(knowledge, eligibility, knowledge::v1::TECHNIQUE_STABILITY,
                     /*hardest_first=*/false, allowed);
}

Candidates StrengthWork(const GeneralWork& work, IsAllowed allowed) {
  const Candidates all = OfTechnique(work.knowledge, work.eligibility,
                                     knowledge::v1::TECHNIQUE_STRENGTH,
                                     /*hardest_first=*/false, allowed);
  Candidates chosen;
  for (const std::string& target : WeakTargets(work.groups)) {
    for (const Exercise* exercise : all) {
      if (exercise->targets(0) == target) AddOnce(exercise, &chosen);
    }
  }
  // Then those that train one besides, so that fewer exercises serve more.
  for (const std::string& target : WeakTargets(work.groups)) {
    for (const Exercise* exercise : all) {
      if (exercise->level() <= work.eligibility.StartLevel() &&
          absl::c_linear_search(exercise->targets(), target)) {
        AddOnce(exercise, &chosen);
      }
    }
  }
  Candidates general = StrengthOfBasePlan(work, all, allowed);
  for (const Exercise* exercise : all) AddOnce(exercise, &general);
  PutCautionLast(work.eligibility, /*target=*/"", &general);
  TakeTurns(work, /*first=*/1, allowed, &general);
  PutLikedFirst(work.wishes, work.eligibility, ServesAnyone, &general);
  for (const Exercise* exercise : general) AddOnce(exercise, &chosen);
  if (work.week.pattern_work()) {
    std::stable_partition(
        chosen.begin(), chosen.end(),
        [](const Exercise* exercise) { return exercise->pattern(); });
  }
  PutBaseFirst(work, allowed, &chosen);
  return chosen;
}

Candidates BreathingWork(const GeneralWork& work, IsAllowed allowed) {
  Candidates breathing = CandidatesById(
      work.knowledge, work.knowledge.pack().session().breathing());
  PutCautionLast(work.eligibility, /*target=*/"", &breathing);
  TakeTurns(work, /*first=*/1, allowed, &breathing);
  PutLikedFirst(work.wishes, work.eligibility, ServesAnyone, &breathing);
  PutBaseFirst(work, allowed, &breathing);
  return breathing;
}

Candidates Fillers(const GeneralWork& work, IsAllowed allowed) {
  Candidates fillers = BasePlan(work, allowed);
  for (const Technique technique :
       {knowledge::v1::TECHNIQUE_STABILITY, knowledge::v1::TECHNIQUE_ACTIVATION,
        knowledge::v1::TECHNIQUE_STRENGTH,
        knowledge::v1::TECHNIQUE_BREATHING}) {
    for (const Exercise* exercise : OfTechnique(
             work.knowledge, work.eligibility, technique,
             /*hardest_first=*/false, [](const Exercise&) { return true; })) {
      AddOnce(exercise, &fillers);
    }
  }
  PutCautionLast(work.eligibility, /*target=*/"", &fillers);
  return fillers;
}

}  // namespace tonus::engine
