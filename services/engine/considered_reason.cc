// SPDX-License-Identifier: Apache-2.0
#include "services/engine/considered_reason.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/candidates.h"
#include "services/engine/overrides.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;

namespace {

constexpr char kLiked[] = "The one that is chosen is liked.";
constexpr char kOtherTarget[] = "Its first target is another one.";

bool HasFirst(const Exercise& exercise, absl::string_view target) {
  return !exercise.targets().empty() && exercise.targets(0) == target;
}

}  // namespace

void Consider(const std::string& exercise, const std::string& rule,
              const std::string& reason, v1::SessionItem* item) {
  if (item->considered_size() == kMaxConsidered ||
      exercise == item->exercise() ||
      absl::c_any_of(item->considered(), [&](const v1::Considered& other) {
        return other.exercise() == exercise;
      })) {
    return;
  }
  v1::Considered* considered = item->add_considered();
  considered->set_exercise(exercise);
  considered->set_rule(rule);
  considered->set_reason(reason);
}

std::string StandsForMore(const knowledge::v1::Exercise& exercise) {
  return absl::StrCat(
      ExerciseName(exercise),
      " would serve it and stands in this session for what matters more.");
}

std::string StandsForOther(const knowledge::v1::Exercise& exercise) {
  return absl::StrCat(
      ExerciseName(exercise),
      " would serve it and stands in this session for something else.");
}

std::string WhyLater(const Eligibility& eligibility, bool in_order, bool liked,
                     absl::string_view target, const Exercise& chosen,
                     const Exercise& other) {
  if (eligibility.overrides().Pin(chosen.id()) != nullptr) {
    return "A clinician asked for the one that is chosen.";
  }
  if (PurposeOf(chosen) == Purpose::kLoad && HasFirst(chosen, target) &&
      !HasFirst(other, target)) {
    return kOtherTarget;
  }
  // It passes by the movement that uses a range, which passes activations.
  if (liked && other.technique() == knowledge::v1::TECHNIQUE_ACTIVATION &&
      chosen.technique() != other.technique()) {
    return kLiked;
  }
  if (other.technique() != chosen.technique()) {
    return Sentence(
        absl::StrCat(TechniqueWords(chosen.technique()), " comes first here."));
  }
  if (other.level() > chosen.level()) {
    return absl::StrCat("Harder: level ", other.level(), ", not ",
                        chosen.level(), ".");
  }
  const bool caution = eligibility.NeedsCaution(other);
  if (caution && !eligibility.NeedsCaution(chosen)) return "It needs caution.";
  if (in_order && liked && other.level() <= chosen.level()) {
    return kLiked;
  }
  // Of general work to keep still the hardest that is safe comes first.
  if (in_order && chosen.technique() == knowledge::v1::TECHNIQUE_STABILITY &&
      other.level() < chosen.level()) {
    return absl::StrCat("Easier: level ", other.level(), ", not ",
                        chosen.level(), ".");
  }
  // What is offered in an order of its own takes turns.
  if (in_order || caution != eligibility.NeedsCaution(chosen)) {
    return "The one that is chosen comes first in turn.";
  }
  if (other.minutes() > chosen.minutes()) return "It takes longer.";
  if (other.targets_size() > 0 && chosen.targets_size() > 0 &&
      other.targets(0) != chosen.targets(0)) {
    return kOtherTarget;
  }
  return "It would serve as well.";
}

}  // namespace tonus::engine
