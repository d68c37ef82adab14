// SPDX-License-Identifier: Apache-2.0
#include "services/engine/session_adaptation.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "services/engine/retest_effects.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// Whether the effect is no matter of safety: harder, shorter, a slower pace, or
// in the place of what was skipped.
bool IsConvenience(const kv1::AdaptationRule& row,
                   const kv1::AdaptationEffect& effect) {
  return effect.step() > 0 || effect.has_short_format() ||
         effect.equipment_missing() || effect.has_fewer_exercises() ||
         (effect.has_fall_back() && !row.when().has_min_closed_days()) ||
         (effect.has_leave_out() && !row.when().skip_reason().empty());
}

}  // namespace

void Lighter::Add(const kv1::Lighter& more) {
  percent_off = std::max(percent_off, more.percent());
  fewer_sets = std::max(fewer_sets, more.fewer_sets());
}

int StricterLimit(int a, int b) {
  return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
}

Lighter SessionAdaptation::LighterFor(const Knowledge& knowledge,
                                      const kv1::Exercise& exercise) const {
  Lighter result = lighter;
  const kv1::Muscle* target = exercise.targets().empty()
                                  ? nullptr
                                  : knowledge.FindMuscle(exercise.targets(0));
  if (target == nullptr) return result;
  const auto found = lighter_regions.find(target->region());
  if (found == lighter_regions.end()) return result;
  result.percent_off = std::max(result.percent_off, found->second.percent_off);
  result.fewer_sets = std::max(result.fewer_sets, found->second.fewer_sets);
  return result;
}

bool SessionAdaptation::IsMissing(const kv1::Exercise& exercise) const {
  return absl::c_any_of(exercise.equipment(), [&](const std::string& id) {
    return missing_equipment.contains(id);
  });
}

void SessionAdaptation::Lighten(const kv1::Lighter& more,
                                const kv1::AdaptationRule& row) {
  lighter.Add(more);
  fewer_levels = std::max(fewer_levels, more.fewer_levels());
  max_level = StricterLimit(max_level, more.max_level());
  for (const int technique : more.without_techniques()) {
    without_techniques.emplace(technique, &row);
  }
}

bool IsForSafety(const Knowledge& knowledge,
                 const v1::AppliedAdaptation& applied) {
  return absl::c_any_of(knowledge.pack().adaptation_rules(),
                        [&](const kv1::AdaptationRule& row) {
                          return row.rule() == applied.rule() &&
                                 row.reason() == applied.reason() &&
                                 absl::c_none_of(
                                     row.effects(),
                                     [&](const kv1::AdaptationEffect& effect) {
                                       return IsConvenience(row, effect);
                                     });
                        }) ||
         IsRetestSafety(knowledge, applied);
}

const SessionAdaptation::Step* SessionAdaptation::StepOf(
    const std::string& exercise) const {
  const auto found = steps.find(exercise);
  return found == steps.end() || found->second.step == 0 ? nullptr
                                                         : &found->second;
}

}  // namespace tonus::engine
