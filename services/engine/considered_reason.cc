// SPDX-License-Identifier: Apache-2.0
#include "services/engine/considered_reason.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/overrides.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;

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

std::string WhyLater(const Eligibility& eligibility, bool in_order,
                     const Exercise& chosen, const Exercise& other) {
  if (eligibility.overrides().Pin(chosen.id()) != nullptr) {
    return "A clinician asked for the one that is chosen.";
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
  // What is offered in an order of its own takes turns.
  if (in_order || caution != eligibility.NeedsCaution(chosen)) {
    return "The one that is chosen comes first in turn.";
  }
  if (other.minutes() > chosen.minutes()) return "It takes longer.";
  if (other.targets_size() > 0 && chosen.targets_size() > 0 &&
      other.targets(0) != chosen.targets(0)) {
    return "Its first target is another one.";
  }
  return "It would serve as well.";
}

}  // namespace tonus::engine
