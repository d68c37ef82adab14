// SPDX-License-Identifier: Apache-2.0
// What a session holds whatever the findings: stability, strength, breathing,
// and what completes it.
#include <algorithm>
#include <limits>

#include "absl/algorithm/container.h"
#include "services/engine/dose.h"
#include "services/engine/overrides.h"
#include "services/engine/session_fill.h"

namespace tonus::engine {
namespace {

constexpr char kStabilityReason[] =
    "Every session trains the trunk to stay quiet under load.";
constexpr char kStrengthReason[] =
    "Strength is trained from the first week on.";
constexpr char kBreathingReason[] =
    "Long exhales settle the ribs before the work.";
constexpr char kFillReason[] = "Safe general work completes the session.";

}  // namespace

bool SessionFill::IsSmall() const {
  return HasSmallSessions(knowledge_, interpretation_.limits());
}

bool SessionFill::HasOneTurn() const {
  return format_ == nullptr ? IsSmall() && !IsBasePlan()
                            : format_->blocks() == 1;
}

// General work leaves the movements that use a new range to their releases.
bool SessionFill::IsAllowed(const knowledge::v1::Exercise& exercise,
                            bool keeps_stability) const {
  for (const DecisionGroup& group : groups_) {
    if ((group.action == knowledge::v1::DECISION_ACTION_RELEASE_AND_INTEGRATE ||
         group.action == knowledge::v1::DECISION_ACTION_MOBILISE) &&
        knowledge_.IntegrationMovement(group.muscle) == exercise.id()) {
      return false;
    }
  }
  Spot spot;
  spot.week = spot_.week;
  spot.keeps_stability = keeps_stability;
  // What is replaced keeps its place for what stands for it.
  return !eligibility_.RefuseItself(exercise, WorkedSides(exercise, {}), spot)
              .has_value();
}

bool SessionFill::IsUsedOtherwise(
    const knowledge::v1::Exercise& exercise) const {
  return builder_.IsUsed(exercise.id()) &&
         absl::c_none_of(units_, [&](const Unit& unit) {
           return absl::c_any_of(unit.items, [&](const v1::SessionItem& item) {
             return item.exercise() == exercise.id() &&
                    item.rule() == kStabilityRule;
           });
         });
}

std::optional<Unit> SessionFill::Stability() {
  // What serves a finding here takes no turn away.
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise) && !IsUsedOtherwise(exercise);
  };
  const Candidates work = StabilityWork(work_, allowed);
  // Rather a disliked one than another kind of exercise.
  for (const bool may_be_disliked : {false, true}) {
    std::optional<Unit> unit =
        builder_.Work(work, kStabilityRule, kStabilityReason, may_be_disliked);
    if (!unit.has_value() || unit->stage == Stage::kStability) return unit;
    builder_.Discard(*unit);
  }
  return std::nullopt;
}

std::optional<Unit> SessionFill::ShortStability() {
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise);
  };
  for (const knowledge::v1::Exercise* exercise :
       StabilityWork(work_, allowed)) {
    std::optional<Unit> unit =
        builder_.Work({exercise}, kStabilityRule, kStabilityReason,
                      /*may_be_disliked=*/true);
    if (!unit.has_value()) continue;
    if (unit->stage == Stage::kStability && budget_.Fits(*unit)) return unit;
    builder_.Discard(*unit);
  }
  return std::nullopt;
}

std::optional<Unit> SessionFill::FirstStability() {
  if (auto unit = Stability()) {
    if (budget_.Fits(*unit)) return unit;
    builder_.Discard(*unit);
    if (auto shorter = ShortStability()) return shorter;
    return Stability();
  }
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise, /*keeps_stability=*/true);
  };
  return builder_.StabilityAboveCap(
      EasiestStability(knowledge_, eligibility_, allowed), kStabilityReason);
}

void SessionFill::TellNoStability() {
  const auto any = [](const knowledge::v1::Exercise&) { return true; };
  const Candidates all = EasiestStability(knowledge_, eligibility_, any);
  if (all.empty() ||
      std::any_of(all.begin(), all.end(), [&](const auto* exercise) {
        return Contains(exercise->id());
      })) {
    return;
  }
  v1::Dropped& dropped = dropped_.emplace_back();
  dropped.set_exercise(all.front()->id());
  dropped.set_rule(kStabilityRule);
  dropped.set_reason(
      "Every session keeps a stability exercise, but none is safe and possible "
      "here, not even the easiest.");
}

std::optional<Unit> SessionFill::Strength() {
  if (format_ != nullptr && format_->strength() == 0) return std::nullopt;
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise);
  };
  const Candidates work = StrengthWork(work_, allowed);
  // Rather a disliked one than another kind of exercise.
  for (const bool may_be_disliked : {false, true}) {
    std::optional<Unit> unit =
        builder_.Work(work, kStrengthRule, kStrengthReason, may_be_disliked);
    if (!unit.has_value() || unit->stage == Stage::kStrength ||
        unit->items.front().rule() == kOverrideRule) {
      return unit;
    }
    builder_.Discard(*unit);
  }
  return std::nullopt;
}

void SessionFill::AddBreathing() {
  if (format_ != nullptr && !format_->breathing()) return;
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise);
  };
  Add(builder_.Work(BreathingWork(work_, allowed), "R-717", kBreathingReason));
}

// What may be done itself, and is not disliked, comes before what something
// else stands in for.
void SessionFill::FillUp() {
  const auto allowed = [&](const knowledge::v1::Exercise& exercise) {
    return IsAllowed(exercise);
  };
  const int enough = knowledge_.pack().session().min_exercises();
  Candidates fillers = Fillers(work_, allowed);
  absl::c_stable_partition(
      fillers, [&](const auto* exercise) { return IsWanted(*exercise); });
  for (const knowledge::v1::Exercise* exercise : fillers) {
    if (Exercises() >= enough) return;
    if (Contains(exercise->id()) || HasStandIn(exercise->id()) ||
        HasEnoughLike(*exercise)) {
      continue;
    }
    std::optional<Unit> unit = builder_.Work({exercise}, "R-731", kFillReason);
    if (!unit.has_value()) continue;
    if (budget_.Take(*unit)) {
      units_.push_back(*std::move(unit));
    } else {
      builder_.Discard(*unit);
    }
  }
}

bool SessionFill::IsWanted(const knowledge::v1::Exercise& exercise) const {
  return IsAllowed(exercise) && !spot_.wishes->disliked.contains(exercise.id());
}

// Whether a short session has as many of that kind as it should.
bool SessionFill::HasEnoughLike(const knowledge::v1::Exercise& exercise) const {
  if (format_ == nullptr) return false;
  const Stage stage = StageOf(exercise);
  const int most = stage == Stage::kStability ? format_->stability()
                   : stage == Stage::kStrength
                       ? format_->strength()
                       : std::numeric_limits<int>::max();
  return absl::c_count_if(units_, [&](const Unit& unit) {
           return unit.stage == stage;
         }) >= most;
}

}  // namespace tonus::engine
