// SPDX-License-Identifier: Apache-2.0
// The units of a session that serve no pair or single finding of their own.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/engine/general_work.h"
#include "services/engine/overrides.h"
#include "services/engine/target_name.h"
#include "services/engine/unit_builder.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using v1::SessionItem;

std::optional<Unit> UnitBuilder::WarmUp() {
  ItemRequest request;
  request.candidates =
      CandidatesById(knowledge_, knowledge_.pack().session().warm_up());
  request.rule = "R-700";
  request.reason = "Warms up, since nothing is stretched cold.";
  request.slot = knowledge::v1::SLOT_PRE;
  PutCautionLast(eligibility_, /*target=*/"", &request.candidates);
  request.in_order = true;
  request.whole_dose = true;
  std::optional<SessionItem> item = chooser_.Choose(request);
  if (!item.has_value()) return std::nullopt;
  chooser_.SetWarmedUp();
  Unit unit;
  unit.stage = Stage::kWarmUp;
  unit.items.push_back(*std::move(item));
  return unit;
}

std::optional<Unit> UnitBuilder::Work(const Candidates& candidates,
                                      absl::string_view rule,
                                      absl::string_view reason,
                                      bool may_be_disliked) {
  ItemRequest request;
  request.may_be_disliked = may_be_disliked;
  request.candidates = candidates;
  request.in_order = true;
  request.rule = std::string(rule);
  request.reason = std::string(reason);
  request.slot = knowledge::v1::SLOT_UNSPECIFIED;
  request.keeps_technique = rule == kStabilityRule;
  std::optional<SessionItem> item = chooser_.Choose(request);
  if (!item.has_value()) return std::nullopt;
  const Exercise* exercise = knowledge_.FindExercise(item->exercise());
  Unit unit;
  unit.stage = LooseStage(*exercise);
  unit.level = exercise->level();
  unit.items.push_back(*std::move(item));
  return unit;
}

std::optional<Unit> UnitBuilder::StabilityAboveCap(const Candidates& candidates,
                                                   absl::string_view reason) {
  ItemRequest request;
  request.candidates = candidates;
  request.in_order = true;
  request.may_be_disliked = true;
  request.keeps_stability = true;
  request.keeps_technique = true;
  request.rule = kStabilityRule;
  request.reason = absl::StrCat(
      reason, " It is the easiest that is possible, above the level cap.");
  std::optional<SessionItem> item = chooser_.Choose(request);
  if (!item.has_value()) return std::nullopt;
  const Exercise* exercise = knowledge_.FindExercise(item->exercise());
  if (const auto* fact = eligibility_.overrides().LevelCap()) {
    v1::Dropped& refused = refused_pins_.emplace_back();
    refused.set_exercise(exercise->id());
    refused.set_rule(kStabilityRule);
    refused.set_reason(absl::StrCat(
        ExerciseName(*exercise), " is level ", exercise->level(),
        ", above the cap: every session keeps a stability exercise, and none "
        "within the cap is possible."));
    refused.set_override(OverrideId(*fact));
  }
  Unit unit;
  unit.stage = StageOf(*exercise);
  unit.level = exercise->level();
  unit.items.push_back(*std::move(item));
  return unit;
}

std::optional<Unit> UnitBuilder::Meanwhile(const v1::Decision& decision) {
  ItemRequest request;
  for (const auto& limited : interpretation_.limits().limited_targets()) {
    if (limited.muscle() != decision.muscle() ||
        limited.side() != decision.side()) {
      continue;
    }
    for (const Exercise* exercise :
         CandidatesById(knowledge_, limited.exercises())) {
      if (StageOf(*exercise) == Stage::kMobility) {
        request.candidates.push_back(exercise);
      }
    }
  }
  if (request.candidates.empty()) return std::nullopt;
  request.rule = decision.rule();
  request.reason = absl::StrCat(
      "Moves the ",
      TargetName(knowledge_, decision.muscle(), knowledge::v1::SIDE_MIDLINE),
      " gently until a further test says more.");
  request.slot = knowledge::v1::SLOT_PRE;
  std::optional<SessionItem> item = chooser_.Choose(request);
  if (!item.has_value()) return std::nullopt;
  Unit unit;
  unit.stage = Stage::kMobility;
  unit.level = knowledge_.FindExercise(item->exercise())->level();
  unit.items.push_back(*std::move(item));
  return unit;
}

// Static time of a session that its releases have left, so that neither a
// session nor a week of them has too much.
int UnitBuilder::RoomForStretching(absl::string_view muscle) const {
  const auto& home = knowledge_.pack().home();
  const int share = home.static_maximum_seconds() /
                    knowledge_.pack().session().sessions_per_week();
  int held = 0;
  for (const auto& [exercise, seconds] : held_seconds_) {
    const auto& targets = knowledge_.FindExercise(exercise)->targets();
    if (!targets.empty() && targets[0] == muscle) held += seconds;
  }
  return std::min(home.static_session_seconds(), share) - held;
}

std::optional<Unit> UnitBuilder::PostStretch(const DecisionGroup& group) {
  const auto released = released_with_.find(group.muscle);
  if (released == released_with_.end()) return std::nullopt;
  const Exercise* release = knowledge_.FindExercise(released->second);
  ItemRequest request;
  if (release->technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH) {
    // Only when the week asks for more than the main part may hold.
    if (spot_.week->static_sets().low() < 2) return std::nullopt;
    request.candidates = {release};
    chooser_.passed_over().used.erase(release->id());
  } else {
    request.candidates = PostStretchCandidates(knowledge_, group.muscle);
  }
  request.sides = WorseFirst(group, /*partner=*/false);
  request.target = group.muscle;
  request.decision = group.decisions.front()->id();
  request.rule = "R-714";
  request.slot = knowledge::v1::SLOT_POST;
  // A release that stands in stretches the first target of its own.
  request.max_side_seconds = RoomForStretching(
      request.candidates.empty() ? group.muscle
                                 : request.candidates.front()->targets(0));
  if (request.max_side_seconds <= 0) return std::nullopt;
  request.reason =
      absl::StrCat("Adds time under stretch for the ",
                   TargetNames(knowledge_, group.muscle, request.sides),
                   " after the main part.");
  std::optional<SessionItem> item = chooser_.Choose(request);
  chooser_.passed_over().used.insert(release->id());
  if (!item.has_value()) return std::nullopt;
  const Exercise* exercise = knowledge_.FindExercise(item->exercise());
  if (exercise->technique() != knowledge::v1::TECHNIQUE_STATIC_STRETCH) {
    return std::nullopt;
  }
  held_seconds_[item->exercise()] += StaticSeconds(*item);
  Unit unit = UnitOf(Stage::kPost, group, {*std::move(item)});
  unit.post_stretch = true;
  return unit;
}

}  // namespace tonus::engine
