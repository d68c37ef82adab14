// SPDX-License-Identifier: Apache-2.0
// What clinicians put in the place of an exercise.
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/engine/candidates.h"
#include "services/engine/dose.h"
#include "services/engine/eligibility.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using knowledge::v1::Side;

namespace {

constexpr size_t kMostNamed = 3;

std::string PurposeWords(Purpose purpose) {
  switch (purpose) {
    case Purpose::kRelease:
      return "a release";
    case Purpose::kLoad:
      return "training";
    case Purpose::kBreathing:
      return "breathing";
    case Purpose::kFloss:
      return "a nerve glide";
    case Purpose::kAerobic:
      return "endurance";
  }
  return "";
}

struct NoStandIn {
  std::string rule;
  std::string reason;
};

// Why `instead` never stands for `exercise`; nullopt when it may.
std::optional<NoStandIn> WhyNotFor(const Knowledge& knowledge,
                                   const Exercise& exercise,
                                   const Exercise& instead) {
  if (instead.technique() == exercise.technique()) return std::nullopt;
  if (absl::c_linear_search(knowledge.pack().session().warm_up(),
                            exercise.id())) {
    return NoStandIn{"R-700",
                     "it does not warm up, and nothing is stretched cold"};
  }
  if (exercise.technique() == knowledge::v1::TECHNIQUE_STABILITY) {
    return NoStandIn{"R-510", "every session keeps a stability exercise"};
  }
  if (PurposeOf(instead) == PurposeOf(exercise)) return std::nullopt;
  return NoStandIn{
      "R-735", absl::StrCat("that is ", PurposeWords(PurposeOf(exercise)),
                            ", this is ", PurposeWords(PurposeOf(instead)))};
}

}  // namespace

std::vector<const Exercise*> Eligibility::InsteadOf(
    const Exercise& exercise) const {
  std::vector<const Exercise*> chain;
  const Exercise* next = &exercise;
  while (const auto* fact = overrides_.Replacement(next->id())) {
    next = knowledge_.FindExercise(
        fact->override().replace_exercise().replacement());
    if (next == nullptr || next == &exercise ||
        absl::c_linear_search(chain, next)) {
      break;
    }
    chain.insert(chain.begin(), next);
  }
  return chain;
}

// What a clinician replaced stays where its replacement can not be done.
std::optional<Refusal> Eligibility::RefuseReplaced(
    const Exercise& exercise, const std::vector<Side>& sides,
    const Spot& spot) const {
  const auto stands = [&](const Exercise* instead) {
    return !RefuseReplacement(exercise, *instead).has_value() &&
           !RefuseItself(*instead, WorkedSides(*instead, sides), spot)
                .has_value();
  };
  if (absl::c_none_of(InsteadOf(exercise), stands)) return std::nullopt;
  return Refusal{Refusal::Kind::kForbidden, kOverrideRule,
                 Sentence(absl::StrCat(ExerciseName(exercise),
                                       " was replaced by a clinician."))};
}

std::optional<Refusal> Eligibility::RefuseReplacement(
    const Exercise& exercise, const Exercise& instead) const {
  const std::optional<NoStandIn> why = WhyNotFor(knowledge_, exercise, instead);
  if (!why.has_value()) return std::nullopt;
  return Refusal{Refusal::Kind::kNotNow, why->rule,
                 Sentence(absl::StrCat(
                     ExerciseName(instead), " does not take the place of ",
                     ExerciseName(exercise), ": ", why->reason,
                     PossibleWords(exercise), "."))};
}

// Names what might take the place of `exercise`.
std::string Eligibility::PossibleWords(const Exercise& exercise) const {
  Spot spot;
  const auto& weeks = knowledge_.pack().week_shapes();
  if (!weeks.empty()) spot.week = &weeks.Get(weeks.size() - 1);
  std::vector<std::string> names;
  for (const Exercise& other : knowledge_.pack().exercises()) {
    if (names.size() == kMostNamed) break;
    if (other.id() == exercise.id() || !ServesSame(other, exercise) ||
        WhyNotFor(knowledge_, exercise, other).has_value() ||
        RefuseItself(other, WorkedSides(other, {}), spot).has_value()) {
      continue;
    }
    names.push_back(ExerciseName(other));
  }
  if (names.empty()) return "; nothing else of its kind is possible";
  return absl::StrCat("; possible is ", absl::StrJoin(names, " or "));
}

}  // namespace tonus::engine
