// SPDX-License-Identifier: Apache-2.0
#include "services/engine/allowed_work.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/candidates.h"
#include "services/engine/dose.h"

namespace tonus::engine {

using knowledge::v1::Action;
using knowledge::v1::Exercise;
using knowledge::v1::Side;

namespace {

// What comes first in single sessions alone is allowed in the others, too.
constexpr int kNoSession = 0;

// Adds what may stand in for the first of `candidates`.
Candidates WithSubstitutes(const Knowledge& knowledge, Candidates candidates) {
  if (candidates.empty() || candidates.front()->targets().empty()) {
    return candidates;
  }
  const Exercise& wanted = *candidates.front();
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (PurposeOf(exercise) == PurposeOf(wanted) &&
        Lists(exercise, wanted.targets(0))) {
      AddOnce(&exercise, &candidates);
    }
  }
  return candidates;
}

// Adds those of `technique` that train `target` at any place; all of them when
// no target is meant.
void AddTraining(const Knowledge& knowledge, knowledge::v1::Technique technique,
                 absl::string_view target, Candidates* candidates) {
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (exercise.technique() == technique &&
        (target.empty() || Lists(exercise, target))) {
      AddOnce(&exercise, candidates);
    }
  }
}

bool IsExercise(Action action) {
  return action != knowledge::v1::ACTION_LEAVE_ALONE &&
         action != knowledge::v1::ACTION_RETEST &&
         action != knowledge::v1::ACTION_REFER;
}

// Whether the person may do `exercise` once it is neither too hard nor short of
// equipment.
bool IsPutOff(const Overrides& overrides, const Exercise& exercise,
              const Refusal& refusal) {
  if (refusal.kind == Refusal::Kind::kEquipment) return true;
  const bool needs_word = exercise.opt_in_only() &&
                          overrides.Pin(exercise.id()) == nullptr &&
                          overrides.Permission(exercise.id()) == nullptr;
  return refusal.kind == Refusal::Kind::kLevel && !needs_word &&
         !exercise.never_in_block();
}

}  // namespace

Candidates AllowedWork::Serving(Action action,
                                const v1::Finding& finding) const {
  const std::string& target = finding.muscle();
  Candidates candidates;
  switch (action) {
    case knowledge::v1::ACTION_RELEASE:
    case knowledge::v1::ACTION_MOBILISE:
      candidates = ReleaseCandidates(knowledge_, target);
      PutSwitchedFirst(knowledge_, limits_, target, {finding.side()},
                       kNoSession, &candidates);
      return WithSubstitutes(knowledge_, std::move(candidates));
    case knowledge::v1::ACTION_LENGTHEN:
      return PostStretchCandidates(knowledge_, target);
    case knowledge::v1::ACTION_FLOSS:
      return FlossCandidates(knowledge_, target);
    case knowledge::v1::ACTION_INTEGRATE:
      return WithSubstitutes(knowledge_,
                             IntegrationCandidates(knowledge_, target));
    case knowledge::v1::ACTION_ACTIVATE:
      return ActivationCandidates(knowledge_, eligibility_, target,
                                  /*released=*/"");
    case knowledge::v1::ACTION_STRENGTHEN:
      candidates = StrengthCandidates(knowledge_, target);
      AddTraining(knowledge_, knowledge::v1::TECHNIQUE_STRENGTH, target,
                  &candidates);
      return candidates;
    default:
      AddTraining(knowledge_, knowledge::v1::TECHNIQUE_STABILITY, target,
                  &candidates);
      return candidates;
  }
}

std::optional<Refusal> AllowedWork::RefuseAlways(const Exercise& exercise,
                                                 Side side) const {
  std::optional<Refusal> refusal;
  for (const knowledge::v1::WeekShape& week : knowledge_.pack().week_shapes()) {
    Spot spot;
    spot.week = &week;
    // What stands for one that is replaced serves as well.
    refusal = eligibility_.RefuseItself(exercise, WorkedSides(exercise, {side}),
                                        spot);
    if (!refusal.has_value() ||
        IsPutOff(eligibility_.overrides(), exercise, *refusal)) {
      return std::nullopt;
    }
  }
  return refusal;
}

std::optional<Refusal> AllowedWork::Refuse(Action action,
                                           const v1::Finding& finding) const {
  if (!IsExercise(action)) return std::nullopt;
  std::optional<Refusal> first;
  int others = -1;
  for (const Exercise* exercise : Serving(action, finding)) {
    std::optional<Refusal> refusal = RefuseAlways(*exercise, finding.side());
    if (!refusal.has_value()) return std::nullopt;
    if (!first.has_value()) first = std::move(refusal);
    ++others;
  }
  if (!first.has_value()) {
    return Refusal{Refusal::Kind::kForbidden, "R-735",
                   "There is no exercise for it to choose from."};
  }
  if (others > 0) {
    absl::StrAppend(&first->reason, " ",
                    others == 1 ? "The other one is"
                                : absl::StrCat("The other ", others, " are"),
                    " ruled out, too.");
  }
  return first;
}

}  // namespace tonus::engine
