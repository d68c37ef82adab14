// SPDX-License-Identifier: Apache-2.0
// Units of what a clinician wants in every session.
#include <string>
#include <utility>

#include "services/engine/dose.h"
#include "services/engine/overrides.h"
#include "services/engine/unit_builder.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Side;

namespace {

constexpr char kPinnedReason[] = "A clinician wants it in every session.";

bool IsStretch(const Exercise& exercise) {
  return exercise.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH ||
         exercise.technique() == knowledge::v1::TECHNIQUE_PNF;
}

}  // namespace

std::vector<Side> UnitBuilder::PinnedSides(const Exercise& exercise,
                                           const Spot& spot) const {
  const std::vector<Side> wanted = WorkedSides(exercise, {});
  std::vector<Side> allowed;
  for (const Side side : wanted) {
    if (!eligibility_.Refuse(exercise, {side}, spot).has_value()) {
      allowed.push_back(side);
    }
  }
  return allowed.empty() ? wanted : allowed;
}

void UnitBuilder::RefusePin(const storage::v1::OverrideFact& fact,
                            std::string reason) {
  v1::Dropped& refused = refused_pins_.emplace_back();
  refused.set_exercise(fact.override().pin_exercise());
  refused.set_rule("R-732");
  refused.set_reason(std::move(reason));
  refused.set_override(OverrideId(fact));
}

std::optional<Unit> UnitBuilder::Pinned(const storage::v1::OverrideFact& fact) {
  const Exercise* exercise =
      knowledge_.FindExercise(fact.override().pin_exercise());
  if (exercise == nullptr ||
      chooser_.passed_over().used.contains(exercise->id())) {
    return std::nullopt;
  }
  Spot spot;
  spot.week = spot_.week;
  spot.warmed_up = chooser_.warmed_up();
  ItemRequest request;
  request.candidates = {exercise};
  request.in_order = true;
  request.may_be_disliked = true;
  request.sides = PinnedSides(*exercise, spot);
  request.rule = kOverrideRule;
  request.reason = kPinnedReason;
  request.slot = knowledge::v1::SLOT_UNSPECIFIED;
  std::optional<Refusal> refusal =
      eligibility_.Refuse(*exercise, request.sides, spot);
  if (!refusal.has_value() && IsStretch(*exercise)) {
    request.max_side_seconds = RoomForStretching(exercise->targets(0));
    if (request.max_side_seconds <= 0) {
      refusal = {Refusal::Kind::kTarget, "R-714",
                 "Its target is stretched for long enough already."};
    }
  }
  if (refusal.has_value()) {
    v1::Dropped& refused = refused_pins_.emplace_back();
    refused.set_exercise(exercise->id());
    refused.set_rule(refusal->rule);
    refused.set_reason(refusal->reason);
    refused.set_override(OverrideId(fact));
    return std::nullopt;
  }
  // It is no new exercise: a clinician asked for it.
  const auto* pool = std::exchange(chooser_.passed_over().pool, nullptr);
  std::optional<v1::SessionItem> item = chooser_.Choose(request);
  chooser_.passed_over().pool = pool;
  if (!item.has_value()) return std::nullopt;
  Unit unit;
  unit.stage = LooseStage(*exercise);
  unit.level = exercise->level();
  unit.items.push_back(*std::move(item));
  return unit;
}

}  // namespace tonus::engine
