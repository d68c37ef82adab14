// SPDX-License-Identifier: Apache-2.0
#include "services/engine/ladder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/dose.h"
#include "services/engine/dose_cap.h"
#include "services/engine/morning_advice.h"
#include "services/engine/selection.h"
#include "services/engine/target_name.h"
#include "services/engine/tempo.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::LadderStep;

namespace {

bool HasTag(const Exercise& exercise, absl::string_view tag) {
  return !tag.empty() && absl::c_linear_search(exercise.tags(), tag);
}

v1::Dropped LeftOut(const Exercise& exercise, absl::string_view rule,
                    const std::string& reason) {
  v1::Dropped dropped;
  dropped.set_exercise(exercise.id());
  dropped.set_rule(std::string(rule));
  dropped.set_reason(reason);
  return dropped;
}

bool IsStretch(const Exercise& exercise) {
  return exercise.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
         exercise.technique() == knowledge::v1::TECHNIQUE_PNF;
}

// Whether a breathing drill is forbidden for what its easier form is without:
// the pause.
bool IsForbiddenForItsPause(const Knowledge& knowledge,
                            const v1::Interpretation& interpretation,
                            const Exercise& exercise) {
  const Exercise* easier = knowledge.FindExercise(exercise.regression());
  return exercise.technique() == knowledge::v1::TECHNIQUE_BREATHING &&
         exercise.has_hold_seconds() && easier != nullptr &&
         absl::c_any_of(interpretation.tags(), [&](const auto& restriction) {
           return restriction.forbidden() &&
                  HasTag(exercise, restriction.tag()) &&
                  !HasTag(*easier, restriction.tag());
         });
}

}  // namespace

Ladder::Ladder(const Knowledge& knowledge,
               const v1::Interpretation& interpretation,
               const Eligibility& eligibility,
               const knowledge::v1::WeekShape& week)
    : knowledge_(knowledge),
      interpretation_(interpretation),
      eligibility_(eligibility),
      bending_waits_(IsBendingSensitive(knowledge, interpretation)) {
  spot_.week = &week;
  spot_.relief = true;
  const auto& session = knowledge.pack().session();
  if (interpretation.directional_preference() ==
      knowledge::v1::DIRECTIONAL_PREFERENCE_FLEXION) {
    easing_ = session.flexion_tag();
    opposite_ = session.extension_tag();
  } else if (interpretation.directional_preference() ==
             knowledge::v1::DIRECTIONAL_PREFERENCE_EXTENSION) {
    easing_ = session.extension_tag();
    opposite_ = session.flexion_tag();
  }
}

std::optional<v1::Dropped> Ladder::Refuse(const Exercise& exercise,
                                          const Ids& used) const {
  const auto refusal =
      eligibility_.Refuse(exercise, WorkedSides(exercise, {}), spot_);
  if (refusal.has_value()) {
    return LeftOut(exercise, refusal->rule, refusal->reason);
  }
  const std::string name = ExerciseName(exercise);
  if (HasTag(exercise, opposite_)) {
    return LeftOut(
        exercise, "R-811",
        absl::StrCat(name, " moves against the direction that eases."));
  }
  if (bending_waits_ && BendsAfterRising(knowledge_, exercise)) {
    return LeftOut(exercise, "D-10",
                   absl::StrCat(name,
                                " bends the low back, which waits after "
                                "rising."));
  }
  if (used.contains(exercise.id())) {
    return LeftOut(exercise, "R-808",
                   absl::StrCat(name, " was done before in this run."));
  }
  return std::nullopt;
}

const Exercise* Ladder::InPlaceOf(const Exercise& exercise, Refusal::Kind kind,
                                  const Ids& used) const {
  const auto allowed = [&](const Exercise* other) {
    return Allows(*other, used);
  };
  if (kind == Refusal::Kind::kEquipment && !exercise.targets().empty()) {
    for (const Exercise* other : knowledge_.ExercisesFor(exercise.targets(0))) {
      if (other->technique() == exercise.technique() && allowed(other)) {
        return other;
      }
    }
  }
  const Candidates easier = Easier(knowledge_, exercise);
  const auto found = absl::c_find_if(easier, allowed);
  return found == easier.end() ? nullptr : *found;
}

// What `exercise` gives way to since it needs caution; nullopt when it stays.
std::optional<StepChoice> Ladder::UnderCaution(const Exercise& exercise,
                                               const Ids& used) const {
  if (!eligibility_.NeedsCaution(exercise)) return std::nullopt;
  const Exercise* easier = knowledge_.FindExercise(exercise.regression());
  if (easier == nullptr) return std::nullopt;
  StepChoice choice;
  if (Allows(*easier, used)) {
    choice.exercise = easier;
    choice.refusal =
        LeftOut(exercise, "R-808",
                absl::StrCat(ExerciseName(exercise),
                             " needs caution, so its easier form is done."));
    return choice;
  }
  if (!used.contains(easier->id())) return std::nullopt;
  choice.refusal =
      LeftOut(exercise, "R-808",
              absl::StrCat(ExerciseName(exercise),
                           " needs caution, and its easier form was done "
                           "before in this run."));
  return choice;
}

StepChoice Ladder::Choose(const LadderStep& step, const Ids& used) const {
  const Exercise& exercise = *knowledge_.FindExercise(step.exercise());
  StepChoice choice;
  if (step.needs_opt_in()) {
    choice.refusal = LeftOut(
        exercise, "R-736",
        absl::StrCat(ExerciseName(exercise), " needs an explicit opt-in."));
    return choice;
  }
  const auto refusal =
      eligibility_.Refuse(exercise, WorkedSides(exercise, {}), spot_);
  if (refusal.has_value()) {
    choice.refusal = LeftOut(exercise, refusal->rule, refusal->reason);
    if (refusal->kind == Refusal::Kind::kLevel ||
        refusal->kind == Refusal::Kind::kEquipment ||
        IsForbiddenForItsPause(knowledge_, interpretation_, exercise)) {
      choice.exercise = InPlaceOf(exercise, refusal->kind, used);
    }
    if (choice.exercise != nullptr) {
      return UnderCaution(*choice.exercise, used).value_or(choice);
    }
    return choice;
  }
  if (auto eased = UnderCaution(exercise, used)) return *std::move(eased);
  if (auto refused = Refuse(exercise, used)) {
    choice.refusal = *std::move(refused);
  } else {
    choice.exercise = &exercise;
  }
  return choice;
}

Candidates Ladder::EasingMovements(const Ids& used) const {
  Candidates easing;
  if (!easing_.empty()) {
    for (const Exercise& exercise : knowledge_.pack().exercises()) {
      if (PurposeOf(exercise) != Purpose::kRelease ||
          !HasTag(exercise, easing_) || exercise.targets().empty()) {
        continue;
      }
      const knowledge::v1::Muscle* target =
          knowledge_.FindMuscle(exercise.targets(0));
      if (target != nullptr &&
          target->region() == knowledge::v1::REGION_LUMBAR &&
          Allows(exercise, used)) {
        easing.push_back(&exercise);
      }
    }
  }
  std::sort(easing.begin(), easing.end(),
            [](const Exercise* a, const Exercise* b) {
              return std::make_pair(a->level(), absl::string_view(a->id())) <
                     std::make_pair(b->level(), absl::string_view(b->id()));
            });
  if (easing.size() > 1) easing.resize(1);
  if (!easing.empty()) {
    const Exercise* easier =
        knowledge_.FindExercise(easing.front()->regression());
    if (easier != nullptr && PurposeOf(*easier) == Purpose::kRelease &&
        Allows(*easier, used)) {
      easing.insert(easing.begin(), easier);
    }
  }
  for (const Exercise* named :
       CandidatesById(knowledge_, interpretation_.limits().added_exercises())) {
    if (named->relief_only() && Allows(*named, used)) AddOnce(named, &easing);
  }
  return easing;
}

bool Ladder::NeedsWarmth(int rung, const Exercise& exercise) const {
  return rung >= knowledge_.pack().session().warm_rung() || IsStretch(exercise);
}

const Exercise* Ladder::WarmUp(const Ids& used) const {
  for (const std::string& id : knowledge_.pack().session().warm_up()) {
    const Exercise* exercise = knowledge_.FindExercise(id);
    if (exercise != nullptr && Allows(*exercise, used)) return exercise;
  }
  return nullptr;
}

// What the row counts in breaths is held for them, and what a clinician limits
// is less; a warm-up still warms.
void Ladder::CapItem(const Exercise& exercise,
                     std::vector<v1::Dose>* doses) const {
  const auto& constants = knowledge_.pack().session();
  for (v1::Dose& dose : *doses) {
    if (exercise.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH &&
        exercise.has_breaths() &&
        interpretation_.limits().max_hold_seconds() == 0) {
      dose.set_breaths(exercise.breaths().low());
      dose.clear_hold_seconds();
      dose.clear_max_hold_seconds();
    }
    FitPasses(knowledge_, exercise, &dose);
  }
  const Overrides::DoseLimit limit =
      eligibility_.overrides().LimitOf(exercise.id());
  if (absl::c_linear_search(constants.warm_up(), exercise.id())) {
    CapWarmUp(exercise, limit, constants.warm_up_seconds(), doses);
  } else {
    CapDoses(exercise, limit, doses);
  }
}

TimedItem Ladder::MakeItem(const Exercise& exercise, absl::string_view rule,
                           absl::string_view reason) const {
  DoseSpot dose_spot;
  dose_spot.week = spot_.week;
  dose_spot.one_set = true;
  dose_spot.whole_total = !eligibility_.NeedsCaution(exercise);
  dose_spot.max_hold_seconds = interpretation_.limits().max_hold_seconds();
  TimedItem timed;
  timed.item.set_exercise(exercise.id());
  timed.item.set_slot(knowledge::v1::SLOT_RELIEF);
  const auto& constants = knowledge_.pack().session();
  std::vector<v1::Dose> doses = PlanDose(constants, exercise, dose_spot);
  CapItem(exercise, &doses);
  for (v1::Dose& dose : doses) {
    timed.seconds += DoseSeconds(constants, exercise, dose);
    *timed.item.add_doses() = std::move(dose);
  }
  knowledge::v1::Tempo tempo =
      TempoOf(knowledge_, exercise, timed.item.doses(0), timed.item.slot());
  if (tempo.ByteSizeLong() > 0) {
    *timed.item.mutable_tempo() = std::move(tempo);
  }
  timed.item.set_minutes(ToMinutes(timed.seconds));
  timed.item.set_source(exercise.source());
  timed.item.set_rule(std::string(rule));
  timed.item.set_reason(std::string(reason));
  timed.item.set_caution(eligibility_.NeedsCaution(exercise));
  return timed;
}

}  // namespace tonus::engine
