// SPDX-License-Identifier: Apache-2.0
#include "services/engine/allowance.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool IsMassaged(const kv1::Muscle& muscle) {
  return muscle.smr_policy() != kv1::SMR_POLICY_FORBIDDEN &&
         muscle.smr_policy() != kv1::SMR_POLICY_NOT_APPLICABLE;
}

// What is only done after it was taught is no comfort for everybody.
bool Serves(const kv1::Exercise& exercise, const std::string& muscle,
            kv1::Technique technique) {
  return exercise.technique() == technique && !exercise.opt_in_only() &&
         absl::c_linear_search(exercise.targets(), muscle);
}

// Why it is forbidden in every week; nullopt when it is not.
std::optional<Refusal> Forbids(const Knowledge& knowledge,
                               const Eligibility& eligibility,
                               const kv1::Exercise& exercise, kv1::Side side) {
  std::optional<Refusal> refusal;
  for (const kv1::WeekShape& week : knowledge.pack().week_shapes()) {
    Spot spot;
    spot.week = &week;
    refusal = eligibility.Refuse(exercise, {side}, spot);
    if (!refusal.has_value() || refusal->kind != Refusal::Kind::kForbidden) {
      return std::nullopt;
    }
  }
  return refusal;
}

}  // namespace

std::optional<Refusal> RefuseAllowance(const Knowledge& knowledge,
                                       const Eligibility& eligibility,
                                       const std::string& muscle,
                                       kv1::Side side,
                                       kv1::Technique technique) {
  const kv1::Muscle* target = knowledge.FindMuscle(muscle);
  if (technique == kv1::TECHNIQUE_SMR && target != nullptr &&
      !IsMassaged(*target)) {
    return Refusal{Refusal::Kind::kForbidden, "SMR-01",
                   Sentence(absl::StrCat(TargetName(knowledge, muscle, side),
                                         ": never massaged with a tool."))};
  }
  std::optional<Refusal> first;
  for (const kv1::Exercise& exercise : knowledge.pack().exercises()) {
    if (!Serves(exercise, muscle, technique)) continue;
    std::optional<Refusal> refusal =
        Forbids(knowledge, eligibility, exercise, side);
    if (!refusal.has_value()) return std::nullopt;
    if (!first.has_value()) first = std::move(refusal);
  }
  if (first.has_value()) return first;
  return Refusal{Refusal::Kind::kForbidden, "R-735",
                 "No exercise does it safely."};
}

void TakeBackAllowances(const Knowledge& knowledge,
                        const storage::v1::PatientFacts& facts,
                        absl::CivilDay today,
                        v1::Interpretation* interpretation) {
  auto* allowed =
      interpretation->mutable_limits()->mutable_allowed_target_techniques();
  if (allowed->empty()) return;
  const Eligibility eligibility(knowledge, facts, *interpretation, today);
  const auto refused = [&](const v1::TargetTechniqueLimit& limit) {
    return RefuseAllowance(knowledge, eligibility, limit.muscle(), limit.side(),
                           limit.technique())
        .has_value();
  };
  allowed->erase(std::remove_if(allowed->begin(), allowed->end(), refused),
                 allowed->end());
}

}  // namespace tonus::engine
