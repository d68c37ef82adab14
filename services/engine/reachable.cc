// SPDX-License-Identifier: Apache-2.0
#include "services/engine/reachable.h"

#include <set>

#include "absl/algorithm/container.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

bool ShowsExcess(const kv1::Test& test) {
  return test.bands().has_excess() ||
         absl::c_any_of(test.overrides(), [](const kv1::TestOverride& change) {
           return change.bands().has_excess();
         });
}

// Axes that results of the pack speak about.
struct Axes {
  bool length = false;
  bool excess = false;
  bool strength = false;
  bool joint = false;
  bool neural = false;
};

Axes AxesOf(const Knowledge& knowledge, const kv1::Muscle& muscle) {
  Axes axes;
  for (const auto* mapping : knowledge.MappingsOfMuscle(muscle.id())) {
    axes.length |= mapping->axis() == kv1::AXIS_LENGTH;
    axes.excess |= mapping->axis() == kv1::AXIS_LENGTH &&
                   ShowsExcess(*knowledge.FindTest(mapping->test()));
    axes.strength |= mapping->axis() == kv1::AXIS_STRENGTH;
    axes.joint |= mapping->axis() == kv1::AXIS_JOINT;
    axes.neural |= mapping->axis() == kv1::AXIS_NEURAL;
  }
  for (const kv1::Rule& rule : knowledge.pack().rules()) {
    for (const kv1::Effect& effect : rule.effects()) {
      axes.length |= effect.force_length_normal() == muscle.id();
      axes.joint |= effect.force_stiff() == muscle.id();
      axes.neural |= effect.force_neural_positive() == muscle.id();
    }
  }
  return axes;
}

}  // namespace

std::vector<kv1::Status> ReachableStatuses(const Knowledge& knowledge,
                                           const kv1::Muscle& muscle) {
  const Axes axes = AxesOf(knowledge, muscle);
  std::set<kv1::Status> statuses = {kv1::STATUS_UNKNOWN};
  const auto add = [&](bool can_be, kv1::Status status) {
    if (can_be) statuses.insert(status);
  };
  switch (muscle.kind()) {
    case kv1::TARGET_KIND_STRUCTURE:
      add(axes.joint, kv1::STATUS_NORMAL);
      add(axes.joint, kv1::STATUS_STIFF);
      break;
    case kv1::TARGET_KIND_NERVE:
      add(axes.neural, kv1::STATUS_NORMAL);
      add(axes.neural, kv1::STATUS_NEURAL_POSITIVE);
      add(axes.neural, kv1::STATUS_NEURAL_SUSPECT);
      break;
    default:
      add(axes.length || axes.strength, kv1::STATUS_NORMAL);
      add(axes.length, kv1::STATUS_TIGHT);
      add(axes.excess, kv1::STATUS_OVERLENGTHENED);
      add(axes.strength, kv1::STATUS_WEAK);
      add(axes.length && axes.strength, kv1::STATUS_TIGHT_AND_WEAK);
  }
  return {statuses.begin(), statuses.end()};
}

}  // namespace tonus::engine
