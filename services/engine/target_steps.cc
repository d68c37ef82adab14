// SPDX-License-Identifier: Apache-2.0
#include "services/engine/target_steps.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/candidates.h"
#include "services/engine/fired_rows.h"

namespace tonus::engine {
namespace {

using knowledge::v1::Exercise;

bool IsWeak(const v1::Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_WEAK ||
         finding.status() == knowledge::v1::STATUS_TIGHT_AND_WEAK;
}

// The steps that a retest takes of the target at once; nullptr for none. An
// exercise trains both sides, so one side's gain takes it no further than the
// other side may go: the fewest steps count, and a weak side of which nothing
// is said takes none, nor does one that is held.
const v1::TargetSteps* StepsOf(const v1::Interpretation& interpretation,
                               const std::string& muscle) {
  const auto& all = interpretation.limits().target_steps();
  const v1::TargetSteps* fewest = nullptr;
  for (const v1::TargetSteps& steps : all) {
    if (steps.muscle() != muscle) continue;
    if (fewest == nullptr || steps.steps() < fewest->steps()) fewest = &steps;
  }
  if (fewest == nullptr || fewest->steps() == 0) return fewest;
  const auto is_left_behind = [&](const v1::Finding& finding) {
    return finding.muscle() == muscle && IsWeak(finding) &&
           absl::c_none_of(all, [&](const v1::TargetSteps& steps) {
             return steps.muscle() == muscle && steps.side() == finding.side();
           });
  };
  return absl::c_any_of(interpretation.findings(), is_left_behind) ? nullptr
                                                                   : fewest;
}

// Whether the retest puts `exercise` in the place of an easier one.
bool IsNextLevel(const Knowledge& knowledge, const Exercise& exercise,
                 int steps) {
  return steps >= kHarderStep &&
         absl::c_any_of(knowledge.pack().exercises(),
                        [&](const Exercise& easier) {
                          return easier.progression() == exercise.id() &&
                                 IsSameWork(exercise, easier);
                        });
}

std::string ReasonOf(const v1::Interpretation& interpretation,
                     const v1::TargetSteps& steps) {
  const auto told = absl::c_find_if(
      interpretation.adaptations(), [&](const v1::AppliedAdaptation& applied) {
        return applied.rule() == steps.rule() &&
               applied.muscle() == steps.muscle() &&
               applied.side() == steps.side();
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
        StepsOf(interpretation, exercise.targets(0));
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
        adaptation->left_out.contains(exercise.id()) ||
        // A harder one goes up by its own logs once these began to.
        (step > 0 && IsNextLevel(knowledge, exercise, target->steps()))) {
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
