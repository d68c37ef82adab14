// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_fill.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "services/engine/adaptation.h"
#include "services/engine/considered_reason.h"
#include "services/engine/objective.h"
#include "services/engine/shorter_session.h"
#include "services/engine/what_is_first.h"

namespace tonus::engine {
namespace {

int MaxItems(const Knowledge& knowledge, const v1::PlanLimits& limits,
             const SessionAdaptation& adaptation,
             const knowledge::v1::WeekShape& week) {
  const auto& constants = knowledge.pack().session();
  int most = week.week() == 1 ? constants.first_week_exercises()
                              : constants.max_exercises();
  if (limits.max_exercises() > 0) most = std::min(most, limits.max_exercises());
  if (adaptation.most_exercises > 0) {
    most = std::min(most, adaptation.most_exercises);
  }
  return most;
}

}  // namespace

SessionFill::SessionFill(const Knowledge& knowledge,
                         const v1::Interpretation& interpretation,
                         const Eligibility& eligibility,
                         absl::Span<const DecisionGroup> groups,
                         const SessionSpot& spot)
    : knowledge_(knowledge),
      interpretation_(interpretation),
      eligibility_(eligibility),
      groups_(groups),
      spot_(spot),
      format_(spot.length.format),
      work_{knowledge,
            eligibility,
            *spot.wishes,
            groups,
            *spot.week,
            spot.position,
            AppliesBasePlan(interpretation)},
      builder_(knowledge, interpretation, eligibility, spot),
      budget_(knowledge,
              MaxItems(knowledge, interpretation.limits(),
                       eligibility.adaptation(), *spot.week),
              spot.length.minutes,
              spot.taper_percent > 0 || eligibility.adaptation().as_before) {}

void SessionFill::Drop(const v1::SessionItem& item, const std::string& reason) {
  v1::Dropped& dropped = dropped_.emplace_back();
  dropped.set_exercise(item.exercise());
  dropped.set_decision(item.decision());
  dropped.set_rule("R-732");
  dropped.set_reason(reason);
}

void SessionFill::LeaveOut(const Unit& unit, const std::string& reason) {
  for (const v1::SessionItem& item : unit.items) Drop(item, reason);
  builder_.Discard(unit);
}

// What has no room here takes none for what matters less, but for what every
// session has and what a clinician wants in it.
void SessionFill::LeaveOutTail(Unit* unit) {
  const std::string reason = budget_.WhyNot(*unit);
  Unit tail;
  tail.items.push_back(std::move(unit->items.back()));
  unit->items.pop_back();
  --unit->optional_tail;
  const v1::SessionItem& item = tail.items.front();
  Drop(item, reason);
  // What came too late for the release waited for what now is not done either.
  for (v1::Dropped& late : unit->left_out) {
    late.set_rule("R-732");
    late.set_reason(
        "What else follows its release comes first in this session, and not "
        "all of that has room.");
  }
  if (eligibility_.overrides().Pin(item.exercise()) != nullptr ||
      StageOf(*knowledge_.FindExercise(item.exercise())) == Stage::kStability) {
    builder_.Discard(tail);
  }
}

// What was left out as part of something may stand in the session by itself,
// since a clinician pins it for example. Then it is not left out: either it
// serves the same there, or the decision waits for something else.
void SessionFill::ForgetWhatStands() {
  const auto is_served = [&](const std::string& decision) {
    return decision.empty() ||
           absl::c_any_of(groups_, [&](const DecisionGroup& group) {
             return group.Has(decision) && IsServedYet(group);
           });
  };
  absl::flat_hash_set<std::string> told;
  for (const v1::Dropped& dropped : dropped_) {
    if (!Contains(dropped.exercise())) told.insert(dropped.decision());
  }
  std::vector<v1::Dropped> kept;
  for (v1::Dropped& dropped : dropped_) {
    if (Contains(dropped.exercise())) {
      if (is_served(dropped.decision()) ||
          !told.insert(dropped.decision()).second) {
        continue;
      }
      const auto& exercise = *knowledge_.FindExercise(dropped.exercise());
      dropped.set_reason(
          StandsAbove(groups_, dropped.decision(), dropped.exercise(), Items())
              ? StandsForMore(exercise)
              : StandsForOther(exercise));
      dropped.clear_exercise();
    }
    kept.push_back(std::move(dropped));
  }
  dropped_ = std::move(kept);
}

bool SessionFill::Add(std::optional<Unit> unit) {
  if (!unit.has_value()) return false;
  bool fits = budget_.Take(*unit);
  while (!fits && unit->optional_tail > 0) {
    LeaveOutTail(&*unit);
    fits = budget_.Take(*unit);
  }
  if (!fits) {
    LeaveOut(*unit, budget_.WhyNot(*unit));
    return false;
  }
  dropped_.insert(dropped_.end(), unit->left_out.begin(), unit->left_out.end());
  units_.push_back(*std::move(unit));
  return true;
}

bool SessionFill::HasRoomForOther() const {
  return format_ == nullptr ||
         others_ + blocks_ < format_->others() + format_->blocks();
}

void SessionFill::AddOther(std::optional<Unit> unit, const char* no_room) {
  if (!unit.has_value()) return;
  if (!HasRoomForOther()) {
    LeaveOut(*unit, no_room);
  } else if (Add(std::move(unit))) {
    ++others_;
  }
}

std::optional<Unit> SessionFill::StabilityBeside(const Unit& unit) {
  std::optional<Unit> stability = FirstStability();
  if (!stability.has_value()) return stability;
  budget_.Reserve(*stability);
  if (budget_.Fits(unit)) return stability;
  budget_.Reserve(unit);
  if (std::optional<Unit> shorter = ShortStability()) {
    builder_.Discard(*stability);
    stability = std::move(shorter);
  }
  return stability;
}

bool SessionFill::AddWithStability(Unit unit) {
  std::optional<Unit> stability = StabilityBeside(unit);
  // What it trains last may be all the stability that there is.
  while (!stability.has_value() && unit.optional_tail > 0 &&
         !budget_.Fits(unit)) {
    LeaveOutTail(&unit);
    stability = StabilityBeside(unit);
  }
  if (stability.has_value()) budget_.Reserve(*stability);
  const bool added = Add(std::move(unit));
  budget_.ClearReservation();
  if (added) {
    Add(std::move(stability));
  } else if (stability.has_value()) {
    builder_.Discard(*stability);
  }
  return added;
}

void SessionFill::AddPostStretches() {
  int room = format_ == nullptr ? static_cast<int>(groups_.size())
                                : format_->post_stretches();
  for (const DecisionGroup& group : groups_) {
    if (room == 0) return;
    const knowledge::v1::DecisionAction action = group.action;
    if (action == knowledge::v1::DECISION_ACTION_RELEASE_AND_ACTIVATE_PARTNER ||
        action == knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE) {
      const bool there =
          std::any_of(units_.begin(), units_.end(), [&](const Unit& unit) {
            const auto& exercise =
                *knowledge_.FindExercise(unit.items.front().exercise());
            return unit.stage == Stage::kPost &&
                   exercise.technique() !=
                       knowledge::v1::TECHNIQUE_DECOMPRESSION &&
                   exercise.targets(0) == group.muscle;
          });
      if (!there && Add(builder_.PostStretch(group))) --room;
    }
  }
}

void SessionFill::AddNamedExercises(bool walks) {
  for (const std::string& id : interpretation_.limits().added_exercises()) {
    const knowledge::v1::Exercise* exercise = knowledge_.FindExercise(id);
    if (exercise == nullptr || walks != (StageOf(*exercise) == Stage::kWalk)) {
      continue;
    }
    AddOther(builder_.Work({exercise}, "R-731",
                           "Added to every session for this person."),
             kShortReason);
  }
}

void SessionFill::ReserveStabilityBesidePins() {
  const std::optional<Unit> stability = FirstStability();
  if (!stability.has_value()) return;
  builder_.Discard(*stability);
  // One that is pinned has its own room.
  const auto* pin =
      eligibility_.overrides().Pin(stability->items.front().exercise());
  if (pin == nullptr) budget_.Reserve(*stability);
}

void SessionFill::SetPinsAside() {
  const std::vector<const storage::v1::OverrideFact*> pins =
      eligibility_.overrides().Pins();
  if (pins.empty()) return;
  ReserveStabilityBesidePins();
  Unit all;
  for (const auto* fact : pins) {
    const std::optional<Unit> unit = builder_.Pinned(*fact);
    if (!unit.has_value()) continue;
    all.items.push_back(unit->items.front());
    builder_.Discard(*unit);
    if (budget_.Fits(all)) {
      pins_.push_back(fact);
    } else {
      builder_.RefusePin(*fact, budget_.WhyNot(all));
      all.items.pop_back();
    }
  }
  budget_.ClearReservation();
  budget_.SetAside(all);
}

void SessionFill::AddPins() {
  for (const auto* fact : pins_) {
    if (Contains(fact->override().pin_exercise())) continue;
    std::optional<Unit> unit = builder_.Pinned(*fact);
    if (!unit.has_value()) continue;
    if (budget_.Take(*unit)) {
      units_.push_back(*std::move(unit));
    } else {
      builder_.RefusePin(*fact, budget_.WhyNot(*unit));
      builder_.Discard(*unit);
    }
  }
  budget_.SetAside(Unit());
}

bool SessionFill::Contains(const std::string& exercise) const {
  return std::any_of(units_.begin(), units_.end(), [&](const Unit& unit) {
    return std::any_of(unit.items.begin(), unit.items.end(),
                       [&](const v1::SessionItem& item) {
                         return item.exercise() == exercise;
                       });
  });
}

bool SessionFill::HasStandIn(const std::string& exercise) const {
  return absl::c_any_of(units_, [&](const Unit& unit) {
    return absl::c_any_of(unit.items, [&](const v1::SessionItem& item) {
      return item.substitutes() == exercise;
    });
  });
}

int SessionFill::Exercises() const {
  absl::flat_hash_set<absl::string_view> exercises;
  for (const Unit& unit : units_) {
    for (const v1::SessionItem& item : unit.items) {
      exercises.insert(item.exercise());
    }
  }
  return static_cast<int>(exercises.size());
}

void SessionFill::Run() {
  Add(builder_.WarmUp());
  SetPinsAside();
  LeavePartners();
  AddSingles(/*nerves=*/true);
  if (HasOneTurn()) {
    AddTurnAndStability();
  } else {
    AddBlocksAndStability();
  }
  AddNamedExercises(/*walks=*/false);
  for (int i = 0; i <= interpretation_.limits().more_strength(); ++i) {
    Add(Strength());
  }
  if (!IsSmall()) AddBreathing();
  AddMoreFindings();
  AddSingles(/*nerves=*/false);
  AddMeanwhile();
  AddNamedExercises(/*walks=*/true);
  if (IsSmall()) AddBreathing();
  AddPins();
  AddTaken();
  AddPostStretches();
  const bool second =
      format_ == nullptr ? !IsBasePlan() : format_->stability() > 1;
  if (second) Add(Stability());
  if (IsBasePlan()) AddBasePlan();
  FillUp();
  TellPartners();
  TellTrained();
  TellWhatIsFirst();
  ForgetWhatStands();
  TellNoStability();
}

}  // namespace tonus::engine
