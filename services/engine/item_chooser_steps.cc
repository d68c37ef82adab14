// SPDX-License-Identifier: Apache-2.0
// What was logged before makes another exercise of an item, or another dose.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/adaptation.h"
#include "services/engine/adapted_dose.h"
#include "services/engine/candidates.h"
#include "services/engine/dose.h"
#include "services/engine/item_chooser.h"
#include "services/engine/told_adaptations.h"

namespace tonus::engine {

using knowledge::v1::Exercise;

namespace {

constexpr int kAll = 100;  // Percent.

// Whether a retest of its target made the step, not logs.
bool IsByRetest(const SessionAdaptation::Step* step) {
  return step != nullptr && step->taken < 0;
}

}  // namespace

bool ItemChooser::IsStepDown(const std::string& exercise) const {
  const auto* step = eligibility_.adaptation().StepOf(exercise);
  return step != nullptr && step->step < 0;
}

// Whether nothing speaks against it, wherever it would stand.
bool ItemChooser::MayTakePlace(const Exercise& exercise,
                               const ItemRequest& request,
                               const Spot& spot) const {
  return !passed_over_.Contains(exercise) &&
         !eligibility_
              .Refuse(exercise, WorkedSides(exercise, request.sides), spot)
              .has_value();
}

// The next easier exercise that serves the same and may be done, rather one
// that went no step down itself; nullptr for none.
const Exercise* ItemChooser::EasierThan(const Selection& selection,
                                        const ItemRequest& request,
                                        const Spot& spot) const {
  const Exercise& exercise = *selection.exercise;
  const bool keeps_technique =
      request.keeps_technique ||
      eligibility_.adaptation().StepOf(exercise.id())->keeps_technique;
  const Exercise* found = nullptr;
  for (const Exercise* easier : Easier(knowledge_, exercise)) {
    if (!ServesSame(*easier, exercise) ||
        (selection.replaces != nullptr &&
         !ServesSame(*easier, *selection.replaces)) ||
        (keeps_technique && easier->technique() != exercise.technique()) ||
        (Lists(exercise, request.target) && !Lists(*easier, request.target)) ||
        !MayTakePlace(*easier, request, spot)) {
      continue;
    }
    found = easier;
    if (!IsStepDown(easier->id())) break;
  }
  return found;
}

// The harder exercise that serves the same by the same technique and may be
// done; nullptr for none, and for one that went a step down.
const Exercise* ItemChooser::HarderThan(const Exercise& exercise,
                                        const ItemRequest& request,
                                        const Spot& spot) const {
  const Exercise* harder = knowledge_.FindExercise(exercise.progression());
  return harder != nullptr && IsSameWork(*harder, exercise) &&
                 !IsStepDown(harder->id()) &&
                 MayTakePlace(*harder, request, spot)
             ? harder
             : nullptr;
}

// The step of what was chosen, or nullptr. A retest takes one level at a time,
// and the harder exercise begins at its low dose.
const SessionAdaptation::Step* ItemChooser::StepOf(
    const Selection& selection) const {
  const SessionAdaptation& adaptation = eligibility_.adaptation();
  const auto* step = adaptation.StepOf(selection.exercise->id());
  if (selection.replaces == nullptr || !IsByRetest(step)) return step;
  const auto* replaced = adaptation.StepOf(selection.replaces->id());
  return IsByRetest(replaced) && replaced->step >= kHarderStep &&
                 selection.replaces->progression() == selection.exercise->id()
             ? nullptr
             : step;
}

// Puts the easier exercise in the place of one that went a step down, and the
// harder one in the place of one at its highest step, which may be at its
// highest step itself; where that may not be done, the dose follows alone.
void ItemChooser::Step(const ItemRequest& request, const Spot& spot,
                       Selection* selection) {
  std::vector<std::string> asides;
  bool down = false;
  while (selection->exercise != nullptr && !down) {
    const Exercise& exercise = *selection->exercise;
    const auto* step = StepOf(*selection);
    if (step == nullptr || IsPinned(exercise.id())) break;
    down = step->step < 0;
    const Exercise* other = nullptr;
    if (down) other = EasierThan(*selection, request, spot);
    if (step->step >= kHarderStep) other = HarderThan(exercise, request, spot);
    if (other == nullptr) break;
    selection->replaces = &exercise;
    selection->rule = step->rule;
    selection->exercise = other;
    asides.push_back(exercise.id());
  }
  if (asides.empty()) return;
  const std::string& place = selection->exercise->id();
  for (const std::string& aside : asides) stepped_.emplace(place, aside);
  aside_[place] = std::move(asides);
}

void ItemChooser::AdaptDoses(const Selection& selection,
                             std::vector<v1::Dose>* doses) {
  const Exercise& exercise = *selection.exercise;
  const SessionAdaptation& adaptation = eligibility_.adaptation();
  Lighter lighter = adaptation.LighterFor(knowledge_, exercise);
  const int shifted = PurposeOf(exercise) == Purpose::kRelease
                          ? interpretation_.limits().release_percent_off()
                          : 0;
  const bool only_shifted =
      shifted > lighter.percent_off && !IsStepDown(exercise.id());
  lighter.percent_off = std::max(lighter.percent_off, shifted);
  const auto* step = StepOf(selection);
  if (IsStepDown(exercise.id())) {
    const int left = knowledge_.pack().adaptation().step_down_percent();
    lighter.percent_off = std::max(lighter.percent_off, kAll - left);
    stepped_.emplace(exercise.id(), exercise.id());
  } else if (adaptation.steps.contains(exercise.id()) &&
             adaptation.StepOf(exercise.id()) == nullptr) {
    stepped_.emplace(exercise.id(), exercise.id());  // It came back.
  } else if (step != nullptr) {
    for (v1::Dose& dose : *doses) {
      if (RaiseDose(step->step, &dose)) {
        stepped_.emplace(exercise.id(), exercise.id());
      }
    }
  }
  const std::vector<v1::Dose> before = *doses;
  LightenDoses(exercise, lighter.percent_off, lighter.fewer_sets, doses);
  if (only_shifted) KeepInRange(exercise, before, doses);
}

// Says in plain words what was logged that changed the item; steps are told
// where they show first, which one session does not know.
void ItemChooser::TellAdaptation(const Selection& selection,
                                 v1::SessionItem* item) const {
  const SessionAdaptation& adaptation = eligibility_.adaptation();
  const std::string& id = selection.exercise->id();
  if (selection.replaces != nullptr) {
    const std::string& replaced = selection.replaces->id();
    const auto out = adaptation.left_out.find(replaced);
    if (out != adaptation.left_out.end()) {
      item->set_rule(out->second->rule());
      item->set_reason(
          absl::StrCat(item->reason(), " ", out->second->reason()));
    }
    TellSwap(knowledge_, adaptation, *selection.replaces, *selection.exercise,
             item);
  }
  const auto reminder = adaptation.reminders.find(id);
  if (reminder != adaptation.reminders.end()) {
    item->set_reason(
        absl::StrCat(item->reason(), " ", reminder->second->reason()));
  }
}

}  // namespace tonus::engine
