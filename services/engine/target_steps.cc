// SPDX-License-Identifier: Apache-2.0
#include "services/engine/target_steps.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"

namespace tonus::engine {
namespace {

using knowledge::v1::Exercise;

// The most steps that a retest takes of the target at once; nullptr for none.
// One that is held takes none.
const v1::TargetSteps* StepsOf(const v1::PlanLimits& limits,
                               const std::string& muscle) {
  const v1::TargetSteps* found = nullptr;
  for (const v1::TargetSteps& steps : limits.target_steps()) {
    if (steps.muscle() != muscle) continue;
    if (steps.steps() == 0) return &steps;
    if (found == nullptr || found->steps() < steps.steps()) found = &steps;
  }
  return found;
}

std::string ReasonOf(const v1::Interpretation& interpretation,
                     const v1::TargetSteps& steps) {
  const auto told = absl::c_find_if(interpretation.adaptations(),
                                    [&](const v1::AppliedAdaptation& applied) {
                                      return applied.rule() == steps.rule() &&
                                             applied.muscle() == steps.muscle();
                                    });
  return told == interpretation.adaptations().end() ? "" : told->reason();
}

}  // namespace

void ApplyTargetSteps(const Knowledge& knowledge,
                      const v1::Interpretation& interpretation,
                      SessionAdaptation* adaptation) {
  if (interpretation.limits().target_steps().empty()) return;
  int taken = 0;
  for (const Exercise& exercise : knowledge.pack().exercises()) {
    if (exercise.targets().empty()) continue;
    const v1::TargetSteps* target =
        StepsOf(interpretation.limits(), exercise.targets(0));
    if (target == nullptr) continue;
    const auto stands = adaptation->steps.find(exercise.id());
    const int step =
        stands == adaptation->steps.end() ? 0 : stands->second.step;
    if (target->steps() == 0) {
      if (step > 0) adaptation->steps.erase(stands);
      continue;
    }
    if (adaptation->as_before || step < 0 || step >= target->steps() ||
        PurposeOf(exercise) != Purpose::kLoad ||
        adaptation->left_out.contains(exercise.id())) {
      continue;
    }
    // Told apart from the steps of logs, which count from 0.
    SessionAdaptation::Step up;
    up.step = target->steps();
    up.rule = target->rule();
    up.reason = ReasonOf(interpretation, *target);
    up.up = true;
    up.taken = --taken;
    adaptation->steps[exercise.id()] = std::move(up);
  }
}

}  // namespace tonus::engine
