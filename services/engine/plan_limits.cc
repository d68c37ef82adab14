// SPDX-License-Identifier: Apache-2.0
#include "services/engine/plan_limits.h"

#include <algorithm>
#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/util/message_differencer.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// The tighter of two limits; 0 limits nothing.
int Tighter(int a, int b) {
  if (a == 0 || b == 0) return std::max(a, b);
  return std::min(a, b);
}

template <typename T>
void AddOnce(const T& entry, google::protobuf::RepeatedPtrField<T>* entries) {
  for (const T& present : *entries) {
    if (google::protobuf::util::MessageDifferencer::Equals(present, entry)) {
      return;
    }
  }
  *entries->Add() = entry;
}

void AddOnce(const std::string& entry,
             google::protobuf::RepeatedPtrField<std::string>* entries) {
  if (std::find(entries->begin(), entries->end(), entry) == entries->end()) {
    *entries->Add() = entry;
  }
}

void AddSorted(const std::string& entry,
               google::protobuf::RepeatedPtrField<std::string>* entries) {
  AddOnce(entry, entries);
  std::sort(entries->begin(), entries->end());
}

v1::TargetExerciseLimit ExerciseLimit(const kv1::LimitExercises& effect,
                                      absl::string_view rule, kv1::Side side) {
  v1::TargetExerciseLimit limit;
  limit.set_muscle(effect.muscle());
  *limit.mutable_exercises() = effect.exercises();
  limit.set_side(side);
  limit.set_rule(std::string(rule));
  return limit;
}

v1::TargetTechniqueLimit TechniqueLimit(const kv1::TargetTechnique& effect,
                                        absl::string_view rule, kv1::Side side,
                                        absl::string_view target) {
  v1::TargetTechniqueLimit limit;
  limit.set_muscle(effect.muscle().empty() ? std::string(target)
                                           : effect.muscle());
  limit.set_side(side);
  limit.set_technique(effect.technique());
  limit.set_max_exercises(effect.max_exercises());
  limit.set_max_seconds(effect.max_seconds());
  limit.set_rule(std::string(rule));
  return limit;
}

}  // namespace

void ForbidTechnique(kv1::Technique technique, v1::PlanLimits* limits) {
  auto* techniques = limits->mutable_forbidden_techniques();
  if (std::find(techniques->begin(), techniques->end(), technique) !=
      techniques->end()) {
    return;
  }
  limits->add_forbidden_techniques(technique);
  std::sort(techniques->begin(), techniques->end());
}

void LimitLevel(int level, v1::PlanLimits* limits) {
  limits->set_max_level(Tighter(limits->max_level(), level));
}

void LimitPlan(const kv1::Effect& effect, absl::string_view rule,
               kv1::Side side, absl::string_view target,
               v1::PlanLimits* limits) {
  switch (effect.kind_case()) {
    case kv1::Effect::kForbidExercise:
      return AddSorted(effect.forbid_exercise(),
                       limits->mutable_forbidden_exercises());
    case kv1::Effect::kForbidTechnique:
      return ForbidTechnique(effect.forbid_technique(), limits);
    case kv1::Effect::kLimitExercises:
      return AddOnce(ExerciseLimit(effect.limit_exercises(), rule, side),
                     limits->mutable_limited_targets());
    case kv1::Effect::kMaxHoldSeconds:
      return limits->set_max_hold_seconds(
          Tighter(limits->max_hold_seconds(), effect.max_hold_seconds()));
    case kv1::Effect::kMaxLevel:
      return LimitLevel(effect.max_level(), limits);
    case kv1::Effect::kMaxExercises:
      return limits->set_max_exercises(
          Tighter(limits->max_exercises(), effect.max_exercises()));
    case kv1::Effect::kReliefMode:
      if (effect.relief_mode()) limits->set_relief_mode(true);
      return;
    case kv1::Effect::kAddExercise:
      return AddSorted(effect.add_exercise(),
                       limits->mutable_added_exercises());
    case kv1::Effect::kForbidTagInRegion:
      return AddOnce(effect.forbid_tag_in_region(),
                     limits->mutable_forbidden_region_tags());
    case kv1::Effect::kForbidTechniqueFor:
      return AddOnce(
          TechniqueLimit(effect.forbid_technique_for(), rule, side, target),
          limits->mutable_forbidden_target_techniques());
    case kv1::Effect::kAllowTechniqueFor:
      return AddOnce(
          TechniqueLimit(effect.allow_technique_for(), rule, side, target),
          limits->mutable_allowed_target_techniques());
    case kv1::Effect::kAdvise:
      return AddOnce(effect.advise(), limits->mutable_advice());
    case kv1::Effect::kPrioritise: {
      v1::PriorityTarget priority;
      priority.set_muscle(effect.prioritise());
      priority.set_side(side);
      priority.set_rule(std::string(rule));
      return AddOnce(priority, limits->mutable_priority_targets());
    }
    default:
      return;
  }
}

void TightenLimits(const v1::PlanLimits& further, v1::PlanLimits* limits) {
  LimitLevel(further.max_level(), limits);
  limits->set_max_exercises(
      Tighter(limits->max_exercises(), further.max_exercises()));
  limits->set_max_hold_seconds(
      Tighter(limits->max_hold_seconds(), further.max_hold_seconds()));
  for (const int technique : further.forbidden_techniques()) {
    ForbidTechnique(static_cast<kv1::Technique>(technique), limits);
  }
  for (const std::string& exercise : further.forbidden_exercises()) {
    AddSorted(exercise, limits->mutable_forbidden_exercises());
  }
  for (const auto& limited : further.limited_targets()) {
    AddOnce(limited, limits->mutable_limited_targets());
  }
  for (const kv1::RegionTag& tag : further.forbidden_region_tags()) {
    AddOnce(tag, limits->mutable_forbidden_region_tags());
  }
  for (const auto& limit : further.forbidden_target_techniques()) {
    AddOnce(limit, limits->mutable_forbidden_target_techniques());
  }
  if (further.relief_mode()) limits->set_relief_mode(true);
}

}  // namespace tonus::engine
